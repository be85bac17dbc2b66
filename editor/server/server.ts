/**
 * The language server: the protocol on one side, plain functions on the other. Every request is answered for the text
 * as it was when the request came; whatever goes wrong in a handler costs that one answer.
 */
import type { Readable, Writable } from "node:stream";
import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Analysis, CompilerCache, ExternReading } from "../../compiler/compile.ts";
import type { Host } from "../../compiler/host.ts";
import { indexLines, type LineIndex } from "../../grammar/line-index.ts";
import { codeActions } from "./code-actions.ts";
import { complete } from "./completion.ts";
import { definition } from "./definition.ts";
import { documentSymbols } from "./document-symbols.ts";
import { formatting } from "./formatting.ts";
import { guard } from "./guard.ts";
import { hover } from "./hover.ts";
import { createPublisher } from "./publisher.ts";
import { references } from "./references.ts";
import { prepareRename, RenameRefused, rename } from "./rename.ts";
import { semanticTokens } from "./semantic-tokens.ts";
import * as lsp from "./to-lsp.ts";
import { pathOfUri, uriOfPath } from "./uri.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

export interface ServerOptions {
  /** The disk; the server lays unsaved texts over it. */
  readonly host: Host;
  /** May know files already: the standard library, where it was built. */
  readonly cache: CompilerCache;
  /** How users' TypeScript is read without keeping anyone waiting; null to leave it alone. */
  readonly externs: ExternReading | null;
  readonly version: string;
  readonly input: Readable;
  readonly output: Writable;
}

/** Short enough to feel immediate, long enough not to look at every key of a word. */
const QUIET_MS = 80;

/** Serves one editor until it says `exit` or closes the input; then the process ends. */
export function startServer({ host, cache, externs, version, input, output }: ServerOptions): void {
  const connection = createConnection(input, output, {
    // Taken back before its turn came: without this the question would be answered all the same.
    cancelUndispatched: ({ jsonrpc }) => ({
      jsonrpc,
      id: null,
      error: { code: LSPErrorCodes.RequestCancelled, message: "taken back" },
    }),
  });
  const documents = new TextDocuments(TextDocument);
  const workspace = createWorkspace(host, cache, externs);
  const log = (message: string): void => connection.console.error(message);

  const openUris = new Map<string, string>();
  const files: lsp.Files = { uri: (path) => openUris.get(path) ?? uriOfPath(path), lines: linesOf(workspace) };
  const publisher = createPublisher({
    workspace,
    log,
    quietMs: QUIET_MS,
    send(file, diagnostics) {
      const uri = files.uri(file);
      const open = documents.get(uri);
      const list = diagnostics.map((one) => lsp.toDiagnostic(files, one));
      void connection.sendDiagnostics({ uri, ...(open ? { version: open.version } : {}), diagnostics: list });
    },
  });

  let canSnippets = false;
  let canWatch = false;

  connection.onInitialize(({ capabilities }: InitializeParams): InitializeResult => {
    canSnippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport ?? false;
    canWatch = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    return { serverInfo: { name: "sluice", version }, capabilities: CAPABILITIES };
  });

  connection.onInitialized(() => {
    if (!canWatch) return;
    const watchers = [{ globPattern: "**/*.{flow,ts,mts,cts,js,mjs,cjs}" }];
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch((error: unknown) => {
      log(`watching files: ${String(error)}`);
    });
  });

  documents.onDidChangeContent(
    guard("change", log, undefined, ({ document }: { readonly document: TextDocument }) => {
      const path = pathOfUri(document.uri);
      openUris.set(path, document.uri);
      workspace.setText(path, document.getText());
      publisher.changed(path);
    }),
  );

  documents.onDidClose(
    guard("close", log, undefined, ({ document }: { readonly document: TextDocument }) => {
      const path = pathOfUri(document.uri);
      workspace.close(path);
      publisher.closed(path);
      openUris.delete(path);
    }),
  );

  connection.onDidChangeWatchedFiles(
    guard("watch", log, undefined, ({ changes }: { readonly changes: readonly { readonly uri: string }[] }) => {
      for (const { uri } of changes) {
        workspace.changedOnDisk(pathOfUri(uri));
        publisher.changed(pathOfUri(uri));
      }
    }),
  );

  /** A handler that works on an open document: `run` gets its analysis, or the request is answered with `otherwise`. */
  function onDocument<Params extends { readonly textDocument: { readonly uri: string } }, Result>(
    name: string,
    otherwise: Result,
    run: (analysis: Analysis, lines: LineIndex, params: Params) => Result,
  ): (params: Params) => Result {
    return guard(name, log, otherwise, (params: Params) => {
      if (documents.get(params.textDocument.uri) === undefined) return otherwise;
      const analysis = workspace.analysis(pathOfUri(params.textDocument.uri));
      return run(analysis, files.lines(analysis.checked.entry.path), params);
    });
  }

  connection.onHover(
    onDocument("hover", null, (analysis, lines, params: AtPosition) => {
      const found = hover(analysis, offsetOf(lines, params.position));
      return found === null ? null : lsp.toHover(lines, found);
    }),
  );

  connection.onCompletion(
    onDocument("completion", [], (analysis, lines, params: AtPosition) =>
      lsp.toCompletionItems(lines, complete(analysis, offsetOf(lines, params.position)), canSnippets),
    ),
  );

  connection.onDefinition(
    onDocument("definition", null, (analysis, lines, params: AtPosition) => {
      const found = definition(analysis, offsetOf(lines, params.position));
      return found === null ? null : lsp.toLocation(files, found);
    }),
  );

  connection.onReferences(
    onDocument("references", [], (analysis, lines, params: AtPosition & { context: { includeDeclaration: boolean } }) =>
      references(analysis, offsetOf(lines, params.position))
        .filter(({ declares }) => params.context.includeDeclaration || !declares)
        .map(({ span }) => ({ uri: params.textDocument.uri, range: lsp.toRange(lines, span) })),
    ),
  );

  connection.onDocumentHighlight(
    onDocument("highlight", [], (analysis, lines, params: AtPosition) =>
      references(analysis, offsetOf(lines, params.position)).map(({ span }) => ({ range: lsp.toRange(lines, span) })),
    ),
  );

  connection.onPrepareRename(
    onDocument("prepare rename", null, (analysis, lines, params: AtPosition) =>
      orRefusal(() => lsp.toRange(lines, prepareRename(analysis, offsetOf(lines, params.position)))),
    ),
  );

  connection.onRenameRequest(
    onDocument("rename", null, (analysis, lines, params: AtPosition & { readonly newName: string }) =>
      orRefusal(() => {
        const edits = rename(analysis, offsetOf(lines, params.position), params.newName);
        return { changes: { [params.textDocument.uri]: lsp.toTextEdits(lines, edits) } };
      }),
    ),
  );

  connection.onDocumentSymbol(
    onDocument("symbols", [], (analysis, lines) =>
      lsp.toDocumentSymbols(lines, documentSymbols(analysis.checked.entry)),
    ),
  );

  connection.onDocumentFormatting(
    onDocument("formatting", [], (analysis, lines) => lsp.toTextEdits(lines, formatting(analysis.checked.entry.text))),
  );

  connection.onCodeAction(
    onDocument("code actions", [], (analysis, lines, params: AtRange) => {
      const span = { start: offsetOf(lines, params.range.start), end: offsetOf(lines, params.range.end) };
      return codeActions(analysis, span).map((action) => lsp.toCodeAction(files, action));
    }),
  );

  connection.languages.semanticTokens.on(
    onDocument("semantic tokens", { data: [] as number[] }, (analysis, lines) => ({
      data: lsp.toSemanticData(lines, semanticTokens(analysis)),
    })),
  );

  documents.listen(connection);
  connection.listen();
}

interface AtPosition {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

interface AtRange {
  readonly textDocument: { readonly uri: string };
  readonly range: { readonly start: AtPosition["position"]; readonly end: AtPosition["position"] };
}

const CAPABILITIES: InitializeResult["capabilities"] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [".", "(", ",", ":", ">", "<", '"'] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  documentFormattingProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  semanticTokensProvider: { legend: lsp.SEMANTIC_LEGEND, full: true },
};

/** The lines of each file, found once for each of its texts. */
function linesOf(workspace: Workspace): (path: string) => LineIndex {
  const kept = new Map<string, { readonly text: string; readonly lines: LineIndex }>();
  return (path) => {
    const text = workspace.text(path) ?? "";
    const known = kept.get(path);
    if (known?.text === text) return known.lines;
    const lines = indexLines(text);
    kept.set(path, { text, lines });
    return lines;
  };
}

function offsetOf(lines: LineIndex, { line, character }: AtPosition["position"]): number {
  return lines.offset({ line: line + 1, column: character + 1 });
}

/** A refusal is an answer with a reason, not a fault. */
function orRefusal<Result>(run: () => Result): Result | ResponseError {
  try {
    return run();
  } catch (error) {
    if (error instanceof RenameRefused) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
