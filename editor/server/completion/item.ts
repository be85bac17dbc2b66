import type { Checked, FlowSymbol } from "../../../compiler/model/checked.ts";
import type { Declaration } from "../../../compiler/model/declaration.ts";
import type { TextEdit } from "../../../grammar/diagnostic.ts";
import { describeSymbol, docOf } from "../describe.ts";

/** What an item is; `to-lsp.ts` has the protocol's kind for each. */
export type CompletionKind =
  | "keyword"
  | "component"
  | "option"
  | "field"
  | "method"
  | "function"
  | "variable"
  | "constant"
  | "type"
  | "agent"
  | "stream"
  | "topic"
  | "table"
  | "value";

/** One suggestion. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Type or signature; empty for none. */
  readonly detail: string;
  /** Lines of Markdown. */
  readonly doc: readonly string[];
  /** What is written in place of what was typed. */
  readonly text: string;
  /** The same with places to fill in (`$1`, `$0`), for editors that know them; null where there are none. */
  readonly snippet: string | null;
  /** Lower ones come first. */
  readonly rank: number;
  /** Edits elsewhere in the file that come with it: the import of its name. */
  readonly edits?: readonly TextEdit[];
}

/** Ranks: what fits the place best, what is near, and what is always there. */
export const RANK = { wanted: 0, near: 1, file: 2, standard: 3, keyword: 4, elsewhere: 5 } as const;

/** A word of the language. */
export function keyword(word: string): CompletionItem {
  return { label: word, kind: "keyword", detail: "", doc: [], text: word, snippet: null, rank: RANK.keyword };
}

/** What is written with a word that begins a declaration, a statement or a `match`. */
const PHRASES: Readonly<Record<string, string>> = {
  import: 'import { $0 } from "$1"',
  type: "type ${1:Name} = { $0 }",
  const: "const ${1:name} = $0",
  param: "param ${1:name}: ${2:string} = $0",
  secret: 'secret ${1:name} = env("$0")',
  fn: "fn ${1:name}($2): ${3:string} = $0",
  topic: "topic ${1:name}: ${2:string} = $0",
  table: "table ${1:name}: ${2:Row} = $0",
  agent: "agent ${1:name} {\n  $0\n}",
  stream: "stream ${1:name} every ${2:10s} {\n  $0\n}",
  test: 'test "${1:what holds}" {\n  given $0\n}',
  source: "source ${1:name} = $0",
  channel: "channel ${1:name} = $0",
  sink: "sink ${1:name} = $0",
  let: "let ${1:name} = $0",
  given: "given ${1:input} = [[$0]]",
  expect: "expect ${1:value} == $0",
  match: "match ${1:value} {\n  $0\n}",
};

/** A word of the language with what belongs to it, for editors that know places to fill in. */
export function phrase(word: string): CompletionItem {
  return { ...keyword(word), snippet: PHRASES[word] ?? null };
}

/** A literal value. */
export function literal(text: string): CompletionItem {
  return { label: text, kind: "value", detail: "", doc: [], text, snippet: null, rank: RANK.wanted };
}

/** A name where it is used as a value; a function gets its parentheses. */
export function named(checked: Checked, symbol: FlowSymbol): CompletionItem {
  const label = symbol.decl.name.text;
  const isCalled = symbol.kind === "fn" || symbol.kind === "extern";
  const doc = docOf(symbol);
  const detail = describeSymbol(checked, symbol);
  const snippet = isCalled ? callSnippet(label, symbol.decl.params.length) : null;
  return { label, kind: kindOf(symbol), detail, doc, text: label, snippet, rank: rankOf(checked, symbol) };
}

/** A component with the options that it cannot do without. */
export function component(checked: Checked, symbol: Extract<FlowSymbol, { kind: "extern" }>): CompletionItem {
  const { declaration } = symbol;
  return { ...named(checked, symbol), kind: "component", snippet: componentSnippet(declaration) };
}

function componentSnippet({ name, params }: Declaration): string {
  if (params.length === 0) return `${name}()`;
  const required = params.filter((param) => param.value === null && param.type.kind !== "array");
  if (required.length === 0) return `${name}($0)`;
  const filled = required.map((param, index) => {
    const place = `\${${index + 1}}`;
    return param.positional ? place : `${param.name}: ${place}`;
  });
  return `${name}(${filled.join(", ")})`;
}

/** `map($0)`, `trim()` */
export function callSnippet(name: string, params: number): string {
  return params === 0 ? `${name}()` : `${name}($0)`;
}

function kindOf(symbol: FlowSymbol): CompletionKind {
  switch (symbol.kind) {
    case "extern":
      return symbol.decl.externKind === "fn" ? "function" : "component";
    case "fn":
      return "function";
    case "const":
    case "param":
    case "secret":
      return "constant";
    case "type":
    case "agent":
    case "stream":
    case "topic":
    case "table":
      return symbol.kind;
    case "component":
    case "let":
    case "parameter":
      return "variable";
  }
}

function rankOf(checked: Checked, symbol: FlowSymbol): number {
  if (symbol.kind === "component" || symbol.kind === "let" || symbol.kind === "parameter") return RANK.near;
  return symbol.unit === checked.entry || checked.units.includes(symbol.unit) ? RANK.file : RANK.standard;
}
