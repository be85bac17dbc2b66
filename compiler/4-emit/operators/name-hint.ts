/** What the steps that take an element call it: the names of loop variables are the user's own. */
import type { Expr } from "../../../grammar/ast.ts";
import type { Checked } from "../../model/checked.ts";
import type { Type } from "../../model/types/type.ts";
import { asValue, atom, tupleOf, type Value } from "../code.ts";
import type { Doc } from "../doc.ts";
import { usageOf } from "../expression/usage.ts";
import { bare } from "../module.ts";
import type { Scope } from "../scope.ts";

/** Names for a variable, which gives way where they are taken. */
export interface NameHint {
  /** A name for the whole, where someone gives it one. */
  readonly name: string | null;
  /** Names for the parts of a tuple, where everyone is content with those; "" for one that nobody needs. */
  readonly parts: readonly string[] | null;
}

/** Of those who do not care. */
export const NO_HINT: NameHint = { name: null, parts: null };

/** What a lambda calls its argument. */
export function hintOfLambda(checked: Checked, fn: Expr): NameHint {
  const lambda = bare(fn);
  if (lambda.kind !== "LambdaExpr") return NO_HINT;
  const names = lambda.params.map((param) => (usageOf(checked, param, lambda.body).count === 0 ? "" : param.name.text));
  if (checked.destructured.has(lambda)) return { name: null, parts: names };
  return { name: names[0] || null, parts: null };
}

/** What a lambda of values calls the parts of a pair. */
export function hintOfValueLambda(checked: Checked, fn: Expr): NameHint & { readonly parts: readonly string[] } {
  return { name: null, parts: ["key", hintOfLambda(checked, fn).name ?? "value"] };
}

/** What several call the same element: parts only where nobody asks for the whole. */
export function hintOfAll(all: readonly NameHint[]): NameHint {
  const name = all.find((one) => one.name !== null)?.name ?? null;
  const first = all[0]?.parts ?? null;
  if (first === null || !all.every((one) => one.parts !== null)) return { name, parts: null };
  const parts = first.map((part, index) => part || (all.find((one) => one.parts?.[index])?.parts?.[index] ?? ""));
  return { name, parts };
}

/** Declares a loop variable as it is hinted at: `line`, or `[path, n]`. */
export function declareElement(
  scope: Scope,
  hint: NameHint,
  otherwise: string,
): { readonly doc: Doc; readonly name: string; readonly value: Value } {
  if (hint.parts === null || hint.parts.every((part) => part === "")) {
    const name = scope.declare(hint.name ?? otherwise);
    return { doc: name, name, value: asValue(atom(name)) };
  }
  const names = hint.parts.map((part) => (part === "" ? "" : scope.declare(part)));
  const value = tupleOf(names.map((name) => asValue(atom(name))));
  const shown = names.slice(0, names.findLastIndex((name) => name !== "") + 1);
  return { doc: `[${shown.join(", ")}]`, name: hint.name ?? otherwise, value };
}

/** A name for elements of `type` that nobody has named. */
export function plainName(type: Type): string {
  if (type.kind === "tuple") return type.elements.length === 2 ? "pair" : "tuple";
  return type.kind === "record" && type.name !== undefined
    ? `${type.name[0]?.toLowerCase()}${type.name.slice(1)}`
    : "element";
}
