/** All that an editor asks of the server, at one place of a file. */
import type { CallHierarchyItem } from "vscode-languageserver/node";

/** Where it is asked. */
export interface Place {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
  readonly range: { readonly start: Place["position"]; readonly end: Place["position"] };
}

/** Sends a request, and gives its answer. */
type Ask = (method: string, params: unknown) => Promise<unknown>;

const options = { tabSize: 2, insertSpaces: true };

/** What is asked for the sake of each thing that a server may say it can do. */
export const EVERY_REQUEST: Readonly<Record<string, (ask: Ask, place: Place) => Promise<unknown>>> = {
  hoverProvider: (ask, at) => ask("textDocument/hover", at),
  completionProvider: (ask, at) => ask("textDocument/completion", at),
  definitionProvider: (ask, at) => ask("textDocument/definition", at),
  typeDefinitionProvider: (ask, at) => ask("textDocument/typeDefinition", at),
  referencesProvider: (ask, at) => ask("textDocument/references", { ...at, context: { includeDeclaration: true } }),
  documentHighlightProvider: (ask, at) => ask("textDocument/documentHighlight", at),
  async renameProvider(ask, at) {
    return [
      await ask("textDocument/prepareRename", at),
      await ask("textDocument/rename", { ...at, newName: "renamed" }),
    ];
  },
  documentSymbolProvider: (ask, at) => ask("textDocument/documentSymbol", at),
  documentFormattingProvider: (ask, at) => ask("textDocument/formatting", { ...at, options }),
  documentRangeFormattingProvider: (ask, at) => ask("textDocument/rangeFormatting", { ...at, options }),
  documentOnTypeFormattingProvider: (ask, at) => ask("textDocument/onTypeFormatting", { ...at, ch: "}", options }),
  async codeActionProvider(ask, at) {
    const diagnostics: unknown[] = [];
    return [
      await ask("textDocument/codeAction", { ...at, context: { diagnostics } }),
      await ask("textDocument/codeAction", { ...at, context: { diagnostics, only: ["source.fixAll"] } }),
    ];
  },
  async callHierarchyProvider(ask, at) {
    const items = ((await ask("textDocument/prepareCallHierarchy", at)) ?? []) as readonly CallHierarchyItem[];
    const answers: unknown[] = [items];
    for (const item of items) {
      answers.push(await ask("callHierarchy/incomingCalls", { item }));
      answers.push(await ask("callHierarchy/outgoingCalls", { item }));
    }
    return answers;
  },
  codeLensProvider: (ask, at) => ask("textDocument/codeLens", at),
  documentLinkProvider: (ask, at) => ask("textDocument/documentLink", at),
  foldingRangeProvider: (ask, at) => ask("textDocument/foldingRange", at),
  inlayHintProvider: (ask, at) => ask("textDocument/inlayHint", at),
  selectionRangeProvider: (ask, at) => ask("textDocument/selectionRange", { ...at, positions: [at.position] }),
  signatureHelpProvider: (ask, at) => ask("textDocument/signatureHelp", at),
  workspaceSymbolProvider: (ask) => ask("workspace/symbol", { query: "t" }),
  semanticTokensProvider: (ask, at) => ask("textDocument/semanticTokens/full", at),
};
