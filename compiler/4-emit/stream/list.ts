/** Operators that are given the whole batch as a list: `top`, and those that a module implements. */
import type { StreamOperator } from "../../3-plan/plan.ts";
import { declareConst } from "../block.ts";
import { call } from "../code.ts";
import { emitArgument } from "../expression/extern.ts";
import type { Doc } from "../layout.ts";
import { type At, markOf, referred, runtime } from "../module.ts";
import { typeText } from "../types.ts";
import { letName } from "./graph.ts";
import type { RestingOperator } from "./resting.ts";

/** Elements in a list of their own. */
export const gathered: Pick<RestingOperator, "open" | "add"> = {
  open(operator, _writing, at) {
    const type = typeText(at.module, { kind: "array", element: operator.input });
    const name = at.block.scope.declare(operator.name === "union" ? (letName(operator) ?? "both") : "elements");
    at.block.statements.push(`const ${name}: ${type} = [];`);
    return name;
  },
  add(_operator, store, element, _writing, at) {
    at.block.statements.push([`${store}.push(`, element.whole().doc, ");"]);
  },
};

/** `union` */
export const union: RestingOperator = {
  ...gathered,
  result: (_operator, store) => ({ kind: "list", size: "length", doc: store }),
};

/** `top(10, by: …)` */
export const top: RestingOperator = {
  ...gathered,
  result(operator, store, _writing, at) {
    return { kind: "list", size: "length", doc: made(operator, runtime(at, "top"), store, "highest", at) };
  },
};

/** An operator with a module of its own: a function of the batch's elements and its arguments. */
export const fromModule: RestingOperator = {
  ...gathered,
  result(operator, store, _writing, at) {
    const symbol = at.module.checked.calls.get(operator.call)?.callee;
    if (symbol?.kind !== "extern") throw new Error(`${operator.id} is not declared`);
    const name = referred(at, at.module.imports.extern(symbol));
    return { kind: "list", size: "length", doc: made(operator, name, store, operator.name, at) };
  },
};

function made(operator: StreamOperator, name: string, list: string, wanted: string, at: At): string {
  const args = operator.args.map((arg) => emitArgument(arg, at));
  while (args.at(-1) === null) args.pop();
  const given = args.map((arg): Doc => arg ?? "undefined");
  const doc = call([markOf(at, operator.place.span), name], [list, ...given]).doc;
  return declareConst(at.block, letName(operator) ?? wanted, doc);
}
