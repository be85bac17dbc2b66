/** What the server answers, request by request: the protocol on one side, plain functions on the other. */
import { basename } from "node:path/posix";
import {
  CodeActionKind,
  type Connection,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { Analysis } from "../../compiler/compile.ts";
import type { Unit } from "../../compiler/model/checked.ts";
import type { LineIndex } from "../../grammar/line-index.ts";
import { extractions } from "./actions/extract.ts";
import { codeActions, fixAll } from "./actions/fixes.ts";
import { rewrites } from "./actions/rewrite.ts";
import { complete } from "./completion.ts";
import { definition, typeDefinition } from "./definition.ts";
import { documentSymbols } from "./document-symbols.ts";
import { registerFlowRequests } from "./flow-requests.ts";
import { formatting, formattingOfClosed, formattingWithin } from "./formatting.ts";
import { guard } from "./guard.ts";
import { inlayHints } from "./hints/inlay-hints.ts";
import { signatureHelp } from "./hints/signature-help.ts";
import { hover } from "./hover.ts";
import { namedAt, referencesTo } from "./references.ts";
import { prepareRename, RenameRefused, rename } from "./rename.ts";
import type { RequestContext } from "./request-context.ts";
import { semanticTokens } from "./semantic-tokens.ts";
import { codeLenses } from "./structure/code-lenses.ts";
import { documentLinks } from "./structure/document-links.ts";
import { folds } from "./structure/folding.ts";
import { selections } from "./structure/selection.ts";
import { workspaceSymbols } from "./structure/workspace-symbols.ts";
import * as lsp from "./to-lsp.ts";
import { pathOfUri } from "./uri.ts";

/** What begins the escape of a path, such as `%{tenant}`. */
const IN_TEXTS = ["%", "{", "["];

/** What the server says that it can do. */
export const CAPABILITIES: InitializeResult["capabilities"] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [".", "(", ",", ":", ">", "<", '"', ...IN_TEXTS] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: "}" },
  codeActionProvider: {
    codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, CodeActionKind.SourceFixAll],
  },
  callHierarchyProvider: true,
  codeLensProvider: {},
  documentLinkProvider: {},
  foldingRangeProvider: true,
  inlayHintProvider: true,
  selectionRangeProvider: true,
  signatureHelpProvider: { triggerCharacters: ["(", ","] },
  typeDefinitionProvider: true,
  workspaceSymbolProvider: true,
  semanticTokensProvider: { legend: lsp.SEMANTIC_LEGEND, full: true },
};

/** Answers the requests about open documents. A fault in one costs that answer alone. */
export function registerRequests(connection: Connection, context: RequestContext): void {
  const { workspace, files, settings, log } = context;
  registerFlowRequests(connection, context);

  /** A handler that works on an open document: `run` gets its analysis, or the request is answered with `otherwise`. */
  function onDocument<Params extends { readonly textDocument: { readonly uri: string } }, Result>(
    name: string,
    otherwise: Result,
    run: (analysis: Analysis, lines: LineIndex, params: Params) => Result,
  ): (params: Params) => Result {
    return guard(name, log, otherwise, (params: Params) => {
      const path = pathOfUri(params.textDocument.uri);
      if (!workspace.open.includes(path)) return otherwise;
      const analysis = workspace.analysis(path);
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
    onDocument("completion", [], (analysis, lines, params: AtTyped) => {
      const found = complete(analysis, offsetOf(lines, params.position), allUnits);
      const typed = params.context?.triggerCharacter ?? "";
      return IN_TEXTS.includes(typed) && !found.isInText
        ? []
        : lsp.toCompletionItems(lines, found, settings().snippets);
    }),
  );

  connection.onDefinition(
    onDocument("definition", null, (analysis, lines, params: AtPosition) => {
      const found = definition(analysis, offsetOf(lines, params.position));
      return found === null ? null : lsp.toLocation(files, found);
    }),
  );

  connection.onTypeDefinition(
    onDocument("type definition", null, (analysis, lines, params: AtPosition) => {
      const found = typeDefinition(analysis, offsetOf(lines, params.position));
      return found === null ? null : lsp.toLocation(files, found);
    }),
  );

  connection.onReferences(
    onDocument(
      "references",
      [],
      (analysis, lines, params: AtPosition & { context: { includeDeclaration: boolean } }) => {
        const named = namedAt(analysis, offsetOf(lines, params.position));
        if (named === null) return [];
        return [analysis, ...othersNaming(analysis, named.name)]
          .flatMap((file) => referencesTo(file, named))
          .filter(({ declares }) => params.context.includeDeclaration || !declares)
          .map((reference) => lsp.toLocation(files, reference));
      },
    ),
  );

  connection.onDocumentHighlight(
    onDocument("highlight", [], (analysis, lines, params: AtPosition) => {
      const named = namedAt(analysis, offsetOf(lines, params.position));
      return named === null
        ? []
        : referencesTo(analysis, named).map(({ span }) => ({ range: lsp.toRange(lines, span) }));
    }),
  );

  connection.onPrepareRename(
    onDocument("prepare rename", null, (analysis, lines, params: AtPosition) =>
      orRefusal(() => lsp.toRange(lines, prepareRename(analysis, offsetOf(lines, params.position)))),
    ),
  );

  connection.onRenameRequest(
    onDocument("rename", null, (analysis, lines, params: AtPosition & { readonly newName: string }) =>
      orRefusal(() => {
        const offset = offsetOf(lines, params.position);
        const others = othersNaming(analysis, namedAt(analysis, offset)?.name ?? "");
        const edits = rename(analysis, offset, params.newName, others);
        const paths = [analysis, ...others].map(({ checked }) => checked.entry.path);
        const error = workspace.errorWith(edits, paths);
        if (error === null) return lsp.toWorkspaceEdit(files, edits);
        throw new RenameRefused(`${basename(error.file)} would have an error then: ${error.message}`);
      }),
    ),
  );

  connection.onDocumentSymbol(
    onDocument("symbols", [], (analysis, lines) =>
      lsp.toDocumentSymbols(lines, documentSymbols(analysis.checked.entry)),
    ),
  );

  connection.onDocumentFormatting(
    onDocument("formatting", [], ({ checked: { entry } }, lines) =>
      lsp.toTextEdits(lines, formatting(entry.text, workspace.parsed(entry.path))),
    ),
  );

  connection.onCodeAction(
    onDocument(
      "code actions",
      [],
      (analysis, lines, params: AtRange & { readonly context: { readonly only?: readonly string[] } }) => {
        const { entry } = analysis.checked;
        const only = params.context.only;
        const wants = (kind: string) => only?.some((one) => kind === one || kind.startsWith(`${one}.`)) ?? true;
        const span = { start: offsetOf(lines, params.range.start), end: offsetOf(lines, params.range.end) };
        const fixes = wants(CodeActionKind.QuickFix) ? codeActions(analysis, span, allUnits) : [];
        const extracted = wants(CodeActionKind.RefactorExtract) ? extractions(analysis, span) : [];
        const rewritten = wants(CodeActionKind.RefactorRewrite) ? rewrites(analysis, span) : [];
        const all = only !== undefined && wants(CodeActionKind.SourceFixAll) ? fixAll(analysis) : new Map();
        return [
          ...fixes.map((action) => lsp.toCodeAction(files, action)),
          ...extracted.map((one) => lsp.toRefactoring(files, entry.path, one, CodeActionKind.RefactorExtract)),
          ...rewritten.map((one) => lsp.toRefactoring(files, entry.path, one, CodeActionKind.RefactorRewrite)),
          ...(all.size === 0 ? [] : [lsp.toFixAll(files, all)]),
        ];
      },
    ),
  );

  connection.languages.semanticTokens.on(
    onDocument("semantic tokens", { data: [] as number[] }, (analysis, lines) => ({
      data: lsp.toSemanticData(lines, semanticTokens(analysis)),
    })),
  );

  connection.onDocumentRangeFormatting(
    onDocument("range formatting", [], (analysis, lines, { range }: AtRange) => {
      const span = { start: offsetOf(lines, range.start), end: offsetOf(lines, range.end) };
      return lsp.toTextEdits(lines, formattingWithin(analysis.checked.entry.text, span));
    }),
  );

  connection.onDocumentOnTypeFormatting(
    onDocument("formatting while typing", [], (analysis, lines, params: AtPosition) =>
      lsp.toTextEdits(lines, formattingOfClosed(analysis, offsetOf(lines, params.position))),
    ),
  );

  connection.onFoldingRanges(
    onDocument("folding", [], (analysis) => folds(analysis.checked.entry).map(lsp.toFoldingRange)),
  );

  connection.onSelectionRanges(
    onDocument("selection", [], (analysis, lines, params: AtPositions) =>
      params.positions.map((position) => lsp.toSelectionRange(lines, selections(analysis, offsetOf(lines, position)))),
    ),
  );

  connection.onDocumentLinks(
    onDocument("links", [], (analysis, lines) =>
      documentLinks(analysis.checked.entry).map(({ span, file }) => ({
        range: lsp.toRange(lines, span),
        target: files.uri(file),
      })),
    ),
  );

  connection.onCodeLens(
    onDocument("code lenses", [], (analysis, lines, { textDocument }: OfDocument) =>
      settings().commands
        ? codeLenses(analysis.checked.entry).map((lens) => lsp.toCodeLens(lines, textDocument.uri, lens))
        : [],
    ),
  );

  connection.onSignatureHelp(
    onDocument("signature help", null, (analysis, lines, params: AtPosition) => {
      const found = signatureHelp(analysis, offsetOf(lines, params.position));
      return found === null ? null : lsp.toSignatureHelp(found);
    }),
  );

  connection.languages.inlayHint.on(
    onDocument("inlay hints", [], (analysis, lines, { range }: AtRange) => {
      const span = { start: offsetOf(lines, range.start), end: offsetOf(lines, range.end) };
      return inlayHints(analysis, span, settings().inlayHints).map((hint) => lsp.toInlayHint(lines, hint));
    }),
  );

  connection.onWorkspaceSymbol(
    guard("workspace symbols", log, [], ({ query }: { readonly query: string }) => {
      return workspaceSymbols(allUnits(), query).map((symbol) => lsp.toWorkspaceSymbol(files, symbol));
    }),
  );

  /** All files of the workspace, as they are parsed. */
  function allUnits(): readonly Unit[] {
    return workspace.naming("").flatMap((path) => workspace.unit(path) ?? []);
  }

  /** The other files of the workspace that have the name in their text. */
  function othersNaming({ checked }: Analysis, name: string): Analysis[] {
    const paths = name === "" ? [] : workspace.naming(name);
    return paths.filter((path) => path !== checked.entry.path).map((path) => workspace.analysis(path));
  }
}

interface OfDocument {
  readonly textDocument: { readonly uri: string };
}

interface AtPosition extends OfDocument {
  readonly position: { readonly line: number; readonly character: number };
}

interface AtTyped extends AtPosition {
  readonly context?: { readonly triggerCharacter?: string };
}

interface AtPositions extends OfDocument {
  readonly positions: readonly AtPosition["position"][];
}

interface AtRange extends OfDocument {
  readonly range: { readonly start: AtPosition["position"]; readonly end: AtPosition["position"] };
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
