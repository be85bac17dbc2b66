import type { Analysis } from "../../../compiler/compile.ts";
import type { FlowSymbol } from "../../../compiler/model/checked.ts";
import type { CallExpr, Span } from "../../../grammar/ast.ts";
import { nodeAt } from "../../../grammar/walk.ts";
import { describeSymbol, docOf } from "../describe.ts";

/** The signature of the call around the cursor. */
export interface SignatureHelp {
  /** A piece of the language. */
  readonly label: string;
  /** Lines of Markdown. */
  readonly doc: readonly string[];
  /** Where each parameter stands in the label, with its documentation. */
  readonly parameters: readonly { readonly span: Span; readonly doc: readonly string[] }[];
  /** Number of the parameter that the cursor is at; null behind the last one. */
  readonly active: number | null;
}

/** What is called around `offset`, and which of its parameters stands there. Null outside of a call's brackets. */
export function signatureHelp({ checked }: Analysis, offset: number): SignatureHelp | null {
  const { tree, text } = checked.entry;
  // A call that is not closed ends with its last word.
  const end = text.slice(0, offset).trimEnd().length;
  const call = [...nodeAt(tree, end), ...nodeAt(tree, offset)].findLast(
    (node): node is CallExpr => node.kind === "CallExpr" && isBetweenBrackets(node, text, offset),
  );
  if (call === undefined) return null;
  const bound = checked.calls.get(call);
  const symbol = bound?.callee ?? calleeOf(call, checked.symbols);
  if (symbol === undefined) return null;
  const label = describeSymbol(checked, symbol, null, bound ?? null);
  const declared = symbol.decl.params;
  let from = label.indexOf("(");
  const parameters = declared.map((param) => {
    const start = label.indexOf(`${param.name.text}: `, from);
    const end = endOfParameter(label, start);
    from = end;
    return { span: { start, end }, doc: param.doc };
  });
  const active = activeParameter(
    call,
    text,
    offset,
    declared.map((param) => param.name.text),
  );
  return { label, doc: docOf(symbol), parameters, active };
}

type Callable = Extract<FlowSymbol, { kind: "extern" | "fn" }>;

function calleeOf(call: CallExpr, symbols: Analysis["checked"]["symbols"]): Callable | undefined {
  const { callee } = call;
  const symbol = symbols.get(callee) ?? (callee.kind === "MemberExpr" ? symbols.get(callee.name) : undefined);
  return symbol?.kind === "extern" || symbol?.kind === "fn" ? symbol : undefined;
}

/** Behind the opening bracket, and not behind the closing one. */
function isBetweenBrackets({ callee, typeArgs, span }: CallExpr, text: string, offset: number): boolean {
  const open = text.indexOf("(", typeArgs.at(-1)?.span.end ?? callee.span.end);
  const isClosed = text[span.end - 1] === ")" && span.end - 1 > open;
  return open !== -1 && offset > open && (!isClosed || offset < span.end);
}

function activeParameter(call: CallExpr, text: string, offset: number, names: readonly string[]): number | null {
  // An argument ends at its comma: behind `port: ` one is still at the value.
  const before = call.args.filter(({ span }, index) => {
    const next = Math.min(call.args[index + 1]?.span.start ?? offset, offset);
    return text.slice(span.end, next).includes(",");
  });
  const at = call.args.find((arg) => !before.includes(arg) && arg.span.start <= offset);
  if (at?.name) return orNull(names.indexOf(at.name.text));
  const positional = before.filter(({ name }) => name === null).length;
  if (positional === before.length && positional < names.length) return positional;
  // Behind named ones: the next that is not written yet.
  const written = new Set(call.args.map(({ name }, index) => name?.text ?? names[index]));
  return orNull(names.findIndex((name) => !written.has(name)));
}

function orNull(index: number): number | null {
  return index === -1 ? null : index;
}

/** A parameter ends at a comma or the closing bracket that is not inside of other brackets or a string. */
function endOfParameter(label: string, start: number): number {
  let depth = 0;
  let quote = "";
  for (let at = start; at < label.length; at++) {
    const sign = label[at] ?? "";
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "`") quote = sign;
    else if ("([{<".includes(sign)) depth++;
    else if (")]}".includes(sign) || (sign === ">" && label[at - 1] !== "=")) {
      if (depth === 0) return at;
      depth--;
    } else if (sign === "," && depth === 0) return at;
  }
  return label.length;
}
