/** Plain data of the features as the protocol wants it. With `server.ts` the only place that knows the protocol. */
import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  InsertTextFormat,
  type Location,
  type CodeAction as LspCodeAction,
  type CompletionItem as LspCompletionItem,
  type Diagnostic as LspDiagnostic,
  type Hover as LspHover,
  type TextEdit as LspTextEdit,
  MarkupKind,
  type Range,
  SymbolKind,
} from "vscode-languageserver/node";
import type { Span } from "../../grammar/ast.ts";
import type { Diagnostic, TextEdit } from "../../grammar/diagnostic.ts";
import type { LineIndex } from "../../grammar/line-index.ts";
import type { CodeAction } from "./code-actions.ts";
import type { CompletionKind } from "./completion/item.ts";
import type { Completions } from "./completion.ts";
import type { FilePlace } from "./definition.ts";
import type { OutlineItem, OutlineKind } from "./document-symbols.ts";
import type { Hover } from "./hover.ts";
import { type SemanticToken, TOKEN_KINDS, TOKEN_MODIFIERS } from "./semantic-tokens.ts";

/** How paths and texts are found while something is turned into the protocol's form. */
export interface Files {
  uri(path: string): string;
  /** The lines of a file as the user sees it; of an empty text for a file that is not there any more. */
  lines(path: string): LineIndex;
}

export function toRange(lines: LineIndex, { start, end }: Span): Range {
  return { start: toPosition(lines, start), end: toPosition(lines, end) };
}

export function toLocation(files: Files, { file, span }: FilePlace): Location {
  return { uri: files.uri(file), range: toRange(files.lines(file), span) };
}

export function toDiagnostic(files: Files, one: Diagnostic): LspDiagnostic {
  const lines = files.lines(one.file);
  const related = (one.labels ?? []).map(({ file, span, message }) => ({
    location: toLocation(files, { file: file ?? one.file, span }),
    message,
  }));
  return {
    range: toRange(lines, one.span),
    severity: one.severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: one.code,
    source: "sluice",
    message: [one.message, one.help ?? ""].filter((part) => part !== "").join("\n"),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    // "is never used" is shown faded.
    ...(one.code === "FLOW2012" ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

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
    };
  });
}

export function toTextEdits(lines: LineIndex, edits: readonly TextEdit[]): LspTextEdit[] {
  return edits.map(({ span, text }) => ({ range: toRange(lines, span), newText: text }));
}

export function toCodeAction(files: Files, { diagnostic, fix }: CodeAction): LspCodeAction {
  const changes: Record<string, LspTextEdit[]> = {};
  for (const edit of fix.edits) {
    const file = edit.file ?? diagnostic.file;
    const uri = files.uri(file);
    changes[uri] = [...(changes[uri] ?? []), ...toTextEdits(files.lines(file), [edit])];
  }
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(files, diagnostic)],
    isPreferred: fix.safe,
    edit: { changes },
  };
}

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
  value: CompletionItemKind.EnumMember,
};

const SYMBOL_KINDS: Readonly<Record<OutlineKind, SymbolKind>> = {
  agent: SymbolKind.Module,
  stream: SymbolKind.Module,
  topic: SymbolKind.Event,
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
