/** Declared things in one line of the language, or a few: what hover and completion show. */
import type { BoundCall, Checked, FlowSymbol, Unit } from "../../compiler/model/checked.ts";
import type { Declaration, SharedOption } from "../../compiler/model/declaration.ts";
import { substitute } from "../../compiler/model/types/inference.ts";
import { show, showFully } from "../../compiler/model/types/show.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import type { Expr, FieldType, Parameter } from "../../grammar/ast.ts";

/** A longer signature gets a line for each parameter. */
const WIDEST_SIGNATURE = 90;

/** What a symbol is. `type` is what it is known to be where it stands, `call` what a call has found out. */
export function describeSymbol(
  checked: Checked,
  symbol: FlowSymbol,
  type: Type | null = null,
  call: BoundCall | null = null,
): string {
  const name = symbol.decl.name.text;
  const known = typeText(checked, symbol, type);
  switch (symbol.kind) {
    case "extern":
      return signature(symbol.declaration, symbol.unit, call?.typeArgs ?? new Map());
    case "fn": {
      const found = checked.types.get(symbol.decl);
      const result =
        found?.kind === "function" ? `: ${show(substitute(found.result, call?.typeArgs ?? new Map()))}` : "";
      const typeParams = symbol.decl.typeParams.map((param) => param.text);
      return `fn ${name}${angled(call === null ? typeParams : [])}${listed(symbol.decl.params.map((param) => parameter(param, checked.types.get(param) ?? null, symbol.unit)))}${result}`;
    }
    case "type": {
      const params = angled(symbol.decl.typeParams.map((param) => param.text));
      const found = checked.types.get(symbol.decl);
      return `type ${name}${params} = ${found === undefined ? "?" : spelledOut(found)}`;
    }
    case "const":
      return `const ${name}: ${known} = ${short(textOf(symbol.unit, symbol.decl.value))}`;
    case "param": {
      const { value } = symbol.decl;
      return `param ${name}: ${known}${value === null ? "" : ` = ${short(textOf(symbol.unit, value))}`}`;
    }
    case "secret":
      return `secret ${name}`;
    case "topic":
    case "table": {
      const { value } = symbol.decl;
      const made = value.kind === "CallExpr" ? ` = ${short(textOf(symbol.unit, value))}` : "";
      return `${symbol.kind} ${name}: ${short(textOf(symbol.unit, symbol.decl.element))}${made}`;
    }
    case "agent":
    case "stream":
      return `${symbol.kind} ${name}`;
    case "component":
      return `${symbol.decl.role} ${name}: ${known}`;
    case "let":
      return `let ${name}: ${known}`;
    case "parameter":
      return `${name}: ${known}`;
  }
}

/** The documentation of a symbol's declaration, as lines of Markdown. */
export function docOf(symbol: FlowSymbol): readonly string[] {
  return symbol.decl.doc;
}

/** `netcat(bind: string = "0.0.0.0", port: int): string` with its kind before it. */
function signature(declaration: Declaration, unit: Unit, found: ReadonlyMap<string, Type>): string {
  const { kind, name, receiver, typeParams, params, result, delivers } = declaration;
  const shown = (type: Type): string => show(substitute(type, found));
  const head = `${kind} ${receiver === null ? "" : `${shown(receiver)}.`}${name}${angled(typeParams.filter((param) => !found.has(param)))}`;
  const options = params.map(
    (param) =>
      `${param.name}: ${shown(param.type)}${param.value === null ? "" : ` = ${short(textOf(unit, param.value))}`}`,
  );
  const end = result === null ? "" : `: ${shown(result)}`;
  const promise = delivers === null ? "" : `\n  delivers ${delivers}`;
  return `${head}${kind === "field" ? "" : listed(options, head.length + end.length)}${end}${promise}`;
}

/** `port: int`, `bind: string = "0.0.0.0"`: an option or parameter, with the type it has in a call. */
export function describeOption(
  call: BoundCall,
  name: string,
): { readonly text: string; readonly doc: readonly string[] } | null {
  const { callee } = call;
  const type = call.args.find((arg) => arg.name === name)?.type;
  const declared = callee.decl.params.find((param) => param.name.text === name);
  const shared = sharedOption(callee, name);
  if (shared !== undefined) return { text: `${name}: ${show(shared.type)} = ${shared.fallback}`, doc: shared.doc };
  if (declared === undefined || type === undefined) return null;
  return { text: parameter(declared, type, callee.unit), doc: declared.doc };
}

/** An option that all components of a kind have: `retries`. */
export function sharedOption(callee: FlowSymbol, name: string): SharedOption | undefined {
  return callee.kind === "extern" ? callee.declaration.shared.find((option) => option.name === name) : undefined;
}

/** `status: int` of a record type. */
export function describeField(field: FieldType, unit: Unit): string {
  return `${field.name.text}: ${textOf(unit, field.type)}`;
}

/** The words of the program, on one line. */
export function textOf(unit: Unit, node: Expr | FieldType["type"]): string {
  return unit.text.slice(node.span.start, node.span.end).replace(/\s+/g, " ");
}

/** Fields on lines of their own where one line would be too long. */
export function spelledOut(type: Type): string {
  const line = showFully(type);
  if (type.kind !== "record" || line.length <= WIDEST_SIGNATURE) {
    return type.kind === "union" ? type.members.map(show).join(" | ") : line;
  }
  return `{\n${type.fields.map((field) => `  ${field.name}: ${show(field.type)}`).join("\n")}\n}`;
}

function typeText(checked: Checked, symbol: FlowSymbol, type: Type | null): string {
  const found = type ?? checked.types.get(symbol.decl);
  return found === undefined ? "?" : show(found);
}

function parameter(param: Parameter, type: Type | null, unit: Unit): string {
  const value = param.value === null ? "" : ` = ${short(textOf(unit, param.value))}`;
  return `${param.name.text}: ${type === null ? "?" : show(type)}${value}`;
}

function angled(names: readonly string[]): string {
  return names.length === 0 ? "" : `<${names.join(", ")}>`;
}

function listed(parts: readonly string[], around = 0): string {
  const line = `(${parts.join(", ")})`;
  if (line.length + around <= WIDEST_SIGNATURE) return line;
  return `(\n${parts.map((part) => `  ${part},`).join("\n")}\n)`;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
