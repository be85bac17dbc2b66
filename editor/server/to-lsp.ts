/** Plain data of the features as the protocol wants it. With `server.ts` the only place that knows the protocol. */
import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type FoldingRange,
  InlayHintKind,
  InsertTextFormat,
  type Location,
  type CodeAction as LspCodeAction,
  type CodeLens as LspCodeLens,
  type CompletionItem as LspCompletionItem,
  type Diagnostic as LspDiagnostic,
  type Hover as LspHover,
  type InlayHint as LspInlayHint,
  type SignatureHelp as LspSignatureHelp,
  type TextEdit as LspTextEdit,
  MarkupKind,
  type Range,
  type SelectionRange,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { Span } from "../../grammar/ast.ts";
import type { Diagnostic, TextEdit } from "../../grammar/diagnostic.ts";
import type { LineIndex } from "../../grammar/line-index.ts";
import type { Refactoring } from "./actions/extract.ts";
import type { CodeAction } from "./actions/fixes.ts";
import type { CompletionKind } from "./completion/item.ts";
import type { Completions } from "./completion.ts";
import type { FilePlace } from "./definition.ts";
import type { OutlineItem, OutlineKind } from "./document-symbols.ts";
import type { InlayHint } from "./hints/inlay-hints.ts";
import type { SignatureHelp } from "./hints/signature-help.ts";
import type { Hover } from "./hover.ts";
import { type SemanticToken, TOKEN_KINDS, TOKEN_MODIFIERS } from "./semantic-tokens.ts";
import type { CodeLens } from "./structure/code-lenses.ts";
import type { Fold } from "./structure/folding.ts";
import type { WorkspaceSymbol } from "./structure/workspace-symbols.ts";

/** How paths and texts are found while something is turned into the protocol's form. */
export interface Files {
  uri(path: string): string;
  /** The lines of a file as the user sees it; of an empty text for a file that is not there any more. */
  lines(path: string): LineIndex;
  /** Address of the page about a message's code; null where there is none. */
  page(code: string): string | null;
}

/** Offsets as lines and characters (UTF-16, from 0). */
export function toRange(lines: LineIndex, { start, end }: Span): Range {
  return { start: toPosition(lines, start), end: toPosition(lines, end) };
}

/** A span of a file, by the file's URI. */
export function toLocation(files: Files, { file, span }: FilePlace): Location {
  return { uri: files.uri(file), range: toRange(files.lines(file), span) };
}

/** A diagnostic with its code, a link to its page, and its labels as related information. */
export function toDiagnostic(files: Files, one: Diagnostic): LspDiagnostic {
  const lines = files.lines(one.file);
  const related = (one.labels ?? []).map(({ file, span, message }) => ({
    location: toLocation(files, { file: file ?? one.file, span }),
    message,
  }));
  const page = files.page(one.code);
  return {
    range: toRange(lines, one.span),
    ...(page === null ? {} : { codeDescription: { href: page } }),
    severity: one.severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: one.code,
    source: "sluice",
    message: [one.message, one.help ?? ""].filter((part) => part !== "").join("\n"),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    // "is never used" is shown faded.
    ...(one.code === "FLOW2012" ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

/** Code in a fenced block of the language, the text below it as Markdown. */
export function toHover(lines: LineIndex, { code, text, span }: Hover): LspHover {
  const value = ["```flow", code, "```", ...(text.length > 0 ? ["", ...text] : [])].join("\n");
  return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(lines, span) };
}

/** `snippets`: whether the editor knows places to fill in. */
export function toCompletionItems(lines: LineIndex, found: Completions, snippets: boolean): LspCompletionItem[] {
  const range = toRange(lines, found.replaces);
  return found.items.map((item) => {
    const snippet = snippets && !found.isCalled ? item.snippet : null;
    return {
      label: item.label,
      kind: COMPLETION_KINDS[item.kind],
      ...(item.detail === "" ? {} : { detail: item.detail }),
      ...(item.doc.length === 0 ? {} : { documentation: { kind: MarkupKind.Markdown, value: item.doc.join("\n") } }),
      sortText: `${item.rank}${item.label}`,
      filterText: item.label,
      insertTextFormat: snippet === null ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
      textEdit: { range, newText: snippet ?? item.text },
      ...(item.edits === undefined ? {} : { additionalTextEdits: toTextEdits(lines, item.edits) }),
    };
  });
}

/** Edits of one text, which must not overlap. */
export function toTextEdits(lines: LineIndex, edits: readonly TextEdit[]): LspTextEdit[] {
  return edits.map(({ span, text }) => ({ range: toRange(lines, span), newText: text }));
}

/** A fix as a quick fix that is tied to its diagnostic; safe ones are preferred. */
export function toCodeAction(files: Files, { diagnostic, fix }: CodeAction): LspCodeAction {
  const edits = fix.edits.map((edit) => ({ ...edit, file: edit.file ?? diagnostic.file }));
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(files, diagnostic)],
    isPreferred: fix.safe,
    edit: toWorkspaceEdit(files, edits),
  };
}

/** A change of `file` that leaves the meaning as it is. */
export function toRefactoring(files: Files, file: string, { title, edits }: Refactoring, kind: string): LspCodeAction {
  const located = edits.map((edit) => ({ ...edit, file }));
  return { title, kind, edit: toWorkspaceEdit(files, located) };
}

/** All safe fixes at once. */
export function toFixAll(files: Files, edits: ReadonlyMap<string, readonly TextEdit[]>): LspCodeAction {
  const located = [...edits].flatMap(([file, list]) => list.map((edit) => ({ ...edit, file })));
  return { title: "Apply all safe fixes", kind: CodeActionKind.SourceFixAll, edit: toWorkspaceEdit(files, located) };
}

/** Edits of several files. */
export function toWorkspaceEdit(files: Files, edits: readonly (TextEdit & { readonly file: string })[]): WorkspaceEdit {
  const changes: Record<string, LspTextEdit[]> = {};
  for (const edit of edits) {
    const uri = files.uri(edit.file);
    changes[uri] = [...(changes[uri] ?? []), ...toTextEdits(files.lines(edit.file), [edit])];
  }
  return { changes };
}

/** The outline with its nesting. */
export function toDocumentSymbols(lines: LineIndex, items: readonly OutlineItem[]): DocumentSymbol[] {
  return items.map(({ name, detail, kind, span, nameSpan, children }) => ({
    name,
    detail,
    kind: SYMBOL_KINDS[kind],
    range: toRange(lines, span),
    selectionRange: toRange(lines, nameSpan),
    children: toDocumentSymbols(lines, children),
  }));
}

/** A declared thing of the workspace, where its name stands. */
export function toWorkspaceSymbol(files: Files, { file, container, item }: WorkspaceSymbol): SymbolInformation {
  return {
    name: item.name,
    kind: SYMBOL_KINDS[item.kind],
    location: toLocation(files, { file, span: item.nameSpan }),
    ...(container === null ? {} : { containerName: container }),
  };
}

/** Lines of the protocol count from 0. */
export function toFoldingRange({ startLine, endLine, kind }: Fold): FoldingRange {
  return { startLine: startLine - 1, endLine: endLine - 1, ...(kind === "region" ? {} : { kind }) };
}

/** The smallest selection, and in it the next larger one; the empty place where there is none. */
export function toSelectionRange(lines: LineIndex, spans: readonly Span[]): SelectionRange {
  const grown = spans.reduceRight<SelectionRange | undefined>(
    (parent, span) => ({ range: toRange(lines, span), ...(parent === undefined ? {} : { parent }) }),
    undefined,
  );
  return grown ?? { range: toRange(lines, { start: 0, end: 0 }) };
}

/** A lens whose command gets the URI of its file, and the name of what it is about. */
export function toCodeLens(lines: LineIndex, uri: string, { span, title, command, name }: CodeLens): LspCodeLens {
  return { range: toRange(lines, span), command: { title, command, arguments: name === null ? [uri] : [uri, name] } };
}

/** The one signature with its parameters. */
export function toSignatureHelp({ label, doc, parameters, active }: SignatureHelp): LspSignatureHelp {
  const markdown = (lines: readonly string[]) =>
    lines.length === 0 ? {} : { documentation: { kind: MarkupKind.Markdown, value: lines.join("\n") } };
  return {
    signatures: [
      {
        label,
        ...markdown(doc),
        parameters: parameters.map(({ span, doc: own }) => ({ label: [span.start, span.end], ...markdown(own) })),
      },
    ],
    activeSignature: 0,
    // Behind the last one nothing is active, which the protocol says by a number that is too large.
    activeParameter: active ?? parameters.length,
  };
}

/** What stands between the words without being there. */
export function toInlayHint(lines: LineIndex, { at, text, kind }: InlayHint): LspInlayHint {
  return {
    position: toPosition(lines, at),
    label: text,
    ...(kind === "type" ? { kind: InlayHintKind.Type } : { paddingRight: true }),
  };
}

/** What the numbers in semantic tokens mean; sent once, when the server starts. */
export const SEMANTIC_LEGEND = { tokenTypes: [...TOKEN_KINDS], tokenModifiers: [...TOKEN_MODIFIERS] };

/** Five numbers a token, each place relative to the one before (protocol 3.17, `SemanticTokens.data`). */
export function toSemanticData(lines: LineIndex, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let before = { line: 0, character: 0 };
  for (const { start, length, kind, modifiers } of tokens) {
    const at = toPosition(lines, start);
    const isSameLine = at.line === before.line;
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << TOKEN_MODIFIERS.indexOf(modifier)), 0);
    const column = isSameLine ? at.character - before.character : at.character;
    data.push(at.line - before.line, column, length, TOKEN_KINDS.indexOf(kind), bits);
    before = at;
  }
  return data;
}

function toPosition(lines: LineIndex, offset: number): { line: number; character: number } {
  const { line, column } = lines.position(offset);
  return { line: line - 1, character: column - 1 };
}

const COMPLETION_KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  component: CompletionItemKind.Class,
  option: CompletionItemKind.Property,
  field: CompletionItemKind.Field,
  method: CompletionItemKind.Method,
  function: CompletionItemKind.Function,
  variable: CompletionItemKind.Variable,
  constant: CompletionItemKind.Constant,
  type: CompletionItemKind.Struct,
  agent: CompletionItemKind.Module,
  stream: CompletionItemKind.Module,
  topic: CompletionItemKind.Event,
  table: CompletionItemKind.Struct,
  value: CompletionItemKind.EnumMember,
};

const SYMBOL_KINDS: Readonly<Record<OutlineKind, SymbolKind>> = {
  agent: SymbolKind.Module,
  stream: SymbolKind.Module,
  topic: SymbolKind.Event,
  table: SymbolKind.Struct,
  type: SymbolKind.Struct,
  fn: SymbolKind.Function,
  const: SymbolKind.Constant,
  param: SymbolKind.Constant,
  secret: SymbolKind.Constant,
  test: SymbolKind.Method,
  extern: SymbolKind.Interface,
  component: SymbolKind.Object,
  let: SymbolKind.Variable,
  field: SymbolKind.Field,
};
