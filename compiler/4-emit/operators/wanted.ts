/** What the steps that take an element call it: the names of loop variables are the user's own. */
import type { Expr } from "../../../grammar/ast.ts";
import type { OperatorPlan } from "../../3-plan/plan.ts";
import type { Checked } from "../../checked.ts";
import type { Type } from "../../types/type.ts";
import { asValue, atom, tupleOf, type Value } from "../code.ts";
import { usageOf } from "../expression/usage.ts";
import type { Doc } from "../layout.ts";
import { bare } from "../module.ts";
import type { Scope } from "../scope.ts";

export interface Wanted {
  /** A name for the whole, where someone gives it one. */
  readonly name: string | null;
  /** Names for the parts of a tuple, where everyone is content with those; "" for one that nobody needs. */
  readonly parts: readonly string[] | null;
}

export const NOTHING_WANTED: Wanted = { name: null, parts: null };

/** What a lambda calls its argument. */
export function wantedBy(checked: Checked, fn: Expr): Wanted {
  const lambda = bare(fn);
  if (lambda.kind !== "LambdaExpr") return NOTHING_WANTED;
  const names = lambda.params.map((param) => (usageOf(checked, param, lambda.body).count === 0 ? "" : param.name.text));
  if (checked.destructured.has(lambda)) return { name: null, parts: names };
  return { name: names[0] || null, parts: null };
}

/** What several want at once: parts only where nobody asks for the whole. */
export function wantedByAll(all: readonly Wanted[]): Wanted {
  const name = all.find((one) => one.name !== null)?.name ?? null;
  const first = all[0]?.parts ?? null;
  if (first === null || !all.every((one) => one.parts !== null)) return { name, parts: null };
  const parts = first.map((part, index) => part || (all.find((one) => one.parts?.[index])?.parts?.[index] ?? ""));
  return { name, parts };
}

/** Declares a loop variable as it is wanted: `line`, or `[path, n]`. */
export function declareElement(
  scope: Scope,
  wanted: Wanted,
  otherwise: string,
): { readonly doc: Doc; readonly name: string; readonly value: Value } {
  if (wanted.parts === null || wanted.parts.every((part) => part === "")) {
    const name = scope.declare(wanted.name ?? otherwise);
    return { doc: name, name, value: asValue(atom(name)) };
  }
  const names = wanted.parts.map((part) => (part === "" ? "" : scope.declare(part)));
  const value = tupleOf(names.map((name) => asValue(atom(name))));
  const shown = names.slice(0, names.findLastIndex((name) => name !== "") + 1);
  return { doc: `[${shown.join(", ")}]`, name: wanted.name ?? otherwise, value };
}

/** A name for elements of `type` that nobody has named. */
export function plainName(type: Type): string {
  if (type.kind === "tuple") return type.elements.length === 2 ? "pair" : "tuple";
  return type.kind === "record" && type.name !== undefined
    ? `${type.name[0]?.toLowerCase()}${type.name.slice(1)}`
    : "element";
}

/** What an operator that takes single elements calls them. */
export function wantedByOperator(checked: Checked, operator: OperatorPlan): Wanted {
  const given = (name: string): Expr | null => operator.args.find((arg) => arg.name === name)?.value ?? null;
  switch (operator.builtIn) {
    case "map":
    case "flatMap":
    case "filter": {
      const fn = given(operator.builtIn === "filter" ? "keep" : "transform");
      return fn === null ? NOTHING_WANTED : wantedBy(checked, fn);
    }
    case "mapValues":
    case "flatMapValues": {
      const fn = given("transform");
      return { name: null, parts: ["key", (fn === null ? null : wantedBy(checked, fn).name) ?? "value"] };
    }
    case "reduceByKey":
    case "groupByKey":
    case "reduceByKeyAndWindow":
      return { name: null, parts: ["key", "value"] };
    default:
      return NOTHING_WANTED;
  }
}
