import { originOf } from "../3-plan/origins.ts";
import type { RoutePlan, TargetPlan } from "../3-plan/plan.ts";
import type { Type } from "../model/types/type.ts";
import { createBlock } from "./block.ts";
import type { Value } from "./code.ts";
import { braced, type Doc } from "./doc.ts";
import { matches } from "./expression/conditional.ts";
import { hintOf } from "./expression/hint.ts";
import { constant, makeRepeatable } from "./expression/parameters.ts";
import { type At, bare, inBlock } from "./module.ts";
import { apply } from "./operators/chain.ts";
import { chooseCase } from "./probe.ts";

/** What the right side of an arrow becomes on this side. */
export interface TargetSide {
  argument(element: Value): Value;
  /** Type of what is handed on, whose bodies are of type `element`. */
  passed(element: Type): Type;
  /** Hands the element to an endpoint. */
  push(name: string, element: Value, at: At, target: TargetPlan): Doc;
  /** Counts what a route drops. */
  dropped(id: string): Doc;
}

/** Sends one element to a target. */
export function emitTarget(target: TargetPlan, element: Value, at: At, side: TargetSide): void {
  switch (target.kind) {
    case "endpoint":
      at.block.statements.push(side.push(target.name, element, at, target));
      return;
    case "fanOut": {
      const shared =
        target.targets.length > 1 ? shareWhole(element, side.passed(target.element), at, "passed") : element;
      for (const one of target.targets) emitTarget(one, shared, at, side);
      return;
    }
    case "route":
      emitRoute(target, element, at, side);
      return;
    case "drop":
      return;
  }
}

/** The element, of type `type`, built once for those who need the whole of it. */
export function shareWhole(element: Value, type: Type, at: At, wanted: string): Value {
  const whole = constant(element, wanted, type, at).whole();
  return { ...element, whole: () => whole };
}

function emitRoute(route: RoutePlan, element: Value, at: At, side: TargetSide): void {
  const origin = originOf(at.module.origins.routes, route.id);
  const selector = bare(origin.selector);
  const hint =
    (selector.kind === "LambdaExpr" && selector.body.kind !== "Block" && hintOf(selector.body)) || "selected";
  const value = makeRepeatable(apply(selector, [side.argument(element)], at, hint), hint, at).whole();
  const parts: Doc[] = [];
  let covered = false;
  for (const [index, one] of route.cases.entries()) {
    const block = createBlock(at.block.scope.inner());
    chooseCase(one, inBlock(at, block));
    emitTarget(one.target, element, inBlock(at, block), side);
    if (one.target.kind === "drop") block.statements.push(side.dropped(route.id));
    const question =
      one.patterns.length === 0 ? [] : ["if (", matches(value, origin.patterns[index] ?? [], at).doc, ") "];
    parts.push(parts.length === 0 ? [] : " else ", question, braced(block.statements));
    covered ||= one.patterns.length === 0;
    if (covered) break;
  }
  at.block.statements.push(parts);
}
