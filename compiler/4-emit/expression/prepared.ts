/**
 * Functions that are made once of what a program gives them as constants, such as a pattern or a type, instead of
 * being told it for every element: `const toTimestamp = timeReader("dd/MMM/yyyy");`.
 */
import type { Expr, RegexLiteral } from "../../../grammar/ast.ts";
import { constants, evaluate } from "../../2-check/value/evaluate.ts";
import type { Extern } from "../../model/checked.ts";
import type { Type } from "../../model/types/type.ts";
import { createBlock } from "../block.ts";
import { call, object, property } from "../code.ts";
import { type Doc, listed } from "../doc.ts";
import { type At, bare, NO_EXITS, referred, symbolAt } from "../module.ts";
import { schemaOf } from "../schema.ts";
import { withoutMarks } from "../source-positions.ts";
import { quoted } from "../text.ts";
import { typeText } from "../types.ts";
import { type Demand, demandOf } from "./demand.ts";
import { groupNumbers } from "./groups.ts";
import type { Use } from "./use.ts";

type RecordType = Extract<Type, { kind: "record" }>;

/** A function that was made for some arguments, with what is left to be said at a call of it. */
export interface Prepared {
  /** Name of the constant that holds the function. */
  readonly name: string;
  /** Names of the parameters that it is not given any more. */
  readonly prepared: ReadonlySet<string>;
  /** What the program does with the record that it makes, when it makes one. */
  readonly demand: Demand | null;
}

/** The function made for this use; null where it is none of these, or where something is no constant. */
export function prepare(symbol: Extern, use: Use, at: At): Prepared | null {
  const { prepares, params, name } = symbol.declaration;
  if (prepares === null) return null;
  const top: At = { ...at, block: createBlock(at.module.top), exits: NO_EXITS };
  const args: Doc[] = [];
  for (const wanted of prepares.params) {
    const index = params.findIndex((param) => param.name === wanted);
    const type = use.typeArgs.get(wanted);
    if (type !== undefined) args.push(schemaOf(top, type));
    else {
      const arg = use.args[index];
      if (arg === undefined || arg.spreadField !== null) return null;
      if (arg.value !== null && !isConstant(arg.value, at)) return null;
      args.push(arg.value === null ? "undefined" : at.module.emit(arg.value, top).whole().doc);
    }
  }
  while (args.at(-1) === "undefined") args.pop();
  const record = recordMade(symbol, use);
  const demand = record === null ? null : demandOf(at.module, use.at);
  const typeArgs =
    record === null
      ? typeMade(symbol, use, at)
      : limitFields(args, { record, demand, pattern: patternOf(symbol, use, at) }, at);
  const maker = at.module.imports.extern(symbol, prepares.name);
  const value = call([maker, typeArgs], args).doc;
  return { name: referred(at, constantOf(name, value, at)), prepared: new Set(prepares.params), demand };
}

/** Adds to `args` what says which fields of the record are wanted; gives the maker's type arguments. */
function limitFields(
  args: Doc[],
  {
    record,
    demand,
    pattern,
  }: { readonly record: RecordType; readonly demand: Demand | null; readonly pattern: string | null },
  at: At,
): string {
  const wanted = record.fields.filter((field) => demand?.wants(field.name) ?? true);
  if (pattern !== null) {
    const numbers = groupNumbers(pattern);
    const fields = wanted.map(({ name, type }) =>
      property(name, `match[${numbers.get(name)}]${type.kind === "nullable" ? " ?? null" : "!"}`),
    );
    args.push(["(match) => (", object(fields), ")"]);
    return "";
  }
  if (wanted.length === record.fields.length) return `<${typeText(at.module, record)}>`;
  args.push(
    listed(
      "[",
      wanted.map((field) => quoted(field.name)),
      "]",
    ),
  );
  if (record.name === undefined) return `<${typeText(at.module, { ...record, fields: wanted })}>`;
  const names = wanted.map((field) => quoted(field.name)).join(" | ") || "never";
  return `<Pick<${typeText(at.module, record)}, ${names}>>`;
}

/** The record that is made, when it may be made of some of its fields only: the `T` of `T!`. */
function recordMade({ declaration: { result } }: Extern, use: Use): RecordType | null {
  if (result?.kind !== "fallible" || result.type.kind !== "parameter") return null;
  const type = use.typeArgs.get(result.type.name);
  return type?.kind === "record" ? type : null;
}

/** The `<T>` of the reader of a type that is no record. */
function typeMade({ declaration: { prepares, result } }: Extern, use: Use, at: At): string {
  const made = result?.kind === "fallible" && result.type.kind === "parameter" ? result.type.name : "";
  const type = use.typeArgs.get(made);
  return type !== undefined && prepares?.params.includes(made) ? `<${typeText(at.module, type)}>` : "";
}

/** The text of the regular expression whose groups make the record. */
function patternOf({ declaration }: Extern, use: Use, at: At): string | null {
  const index = declaration.params.findIndex(({ type }) => type.kind === "generic" && type.name === "Regex");
  const expr = use.args[index]?.value ?? null;
  return expr === null ? null : (literalOf(expr, at)?.pattern ?? null);
}

/** True for what is known now, and has been checked: what a param is given may be wrong. */
function isConstant(expr: Expr, at: At): boolean {
  return evaluate(expr, constants(at.module.checked.symbols)) !== undefined || literalOf(expr, at) !== null;
}

/** The regular expression that `expr` is, or the constant that it names. */
function literalOf(expr: Expr, at: At): RegexLiteral | null {
  const inner = bare(expr);
  if (inner.kind === "RegexLiteral") return inner;
  const symbol = inner.kind === "NameExpr" ? symbolAt(at, inner) : null;
  return symbol?.kind === "const" ? literalOf(symbol.decl.value, at) : null;
}

/** The constant of the top level that holds `value`, one for all that have the same. */
export function constantOf(wanted: string, value: Doc, at: At): string {
  const { prepared, top, needs } = at.module;
  const key = withoutMarks(JSON.stringify(value));
  const need = prepared.get(key) ?? { kind: "Prepared", name: top.declare(wanted), value };
  prepared.set(key, need);
  needs.add(need);
  return need.name;
}
