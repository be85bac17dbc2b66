/** Operators that are given the whole batch as a list: `top`, and those that a module implements. */
import type { StreamOperator } from "../../3-plan/plan.ts";
import { declareConst } from "../block.ts";
import { call } from "../code.ts";
import { emitArgument, externArgument, withoutAbsent } from "../expression/extern.ts";
import type { Doc } from "../layout.ts";
import { type At, markOf, referred, runtime } from "../module.ts";
import { typeText } from "../types.ts";
import { letName } from "./graph.ts";
import type { RestingOperator } from "./resting.ts";

/** Elements in a list of their own. */
export const gathered: Pick<RestingOperator, "open" | "add"> = {
  open(operator, _writing, at) {
    return declareList("elements", operator, at);
  },
  add(_operator, store, element, _writing, at) {
    at.block.statements.push([`${store}.push(`, element.whole().doc, ");"]);
  },
};

function declareList(wanted: string, operator: StreamOperator, at: At): string {
  const name = at.block.scope.declare(wanted);
  at.block.statements.push(`const ${name}: ${typeText(at.module, { kind: "array", element: operator.input })} = [];`);
  return name;
}

/** `union`: the left side's elements first. Where the loops do not give them in that order, the right side has to wait. */
export const union: RestingOperator = {
  open(operator, writing, at) {
    if (writing.graph.isInOrder(operator)) return declareList(letName(operator) ?? "both", operator, at);
    const left = declareList("left", operator, at);
    writing.later.set(operator.id, declareList("right", operator, at));
    return left;
  },
  add: gathered.add,
  result(operator, store, writing, at) {
    const later = writing.later.get(operator.id);
    const both = `[...${store}, ...${later}]`;
    const doc = later === undefined ? store : declareConst(at.block, letName(operator) ?? "both", both);
    return { kind: "list", size: "length", doc };
  },
};

/** `top(10, by: …)` */
export const top: RestingOperator = {
  ...gathered,
  result(operator, store, _writing, at) {
    const args = operator.args.map((arg) => emitArgument(arg, at));
    const doc = made(operator, runtime(at, "top"), store, args, at);
    return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? "highest", doc) };
  },
};

/** An operator with a module of its own: a function of the batch's elements and its arguments, which may take its time. */
export const fromModule: RestingOperator = {
  ...gathered,
  result(operator, store, writing, at) {
    const symbol = at.module.checked.calls.get(operator.call)?.callee;
    if (symbol?.kind !== "extern") throw new Error(`${operator.id} is not declared`);
    const name = referred(at, at.module.imports.extern(symbol));
    writing.waits.add(operator.id);
    const args = operator.args.map((arg) => externArgument(symbol, arg, at));
    const doc: Doc = ["await ", made(operator, name, store, args, at)];
    return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? operator.name, doc) };
  },
};

function made(operator: StreamOperator, name: string, list: string, args: readonly (Doc | null)[], at: At): Doc {
  return call([markOf(at, operator.place.span), name], [list, ...withoutAbsent(args)]).doc;
}
