import type { Expr, Target, TargetExpr } from "../../grammar/ast.ts";
import type { Unit } from "../model/checked.ts";
import type { Type } from "../model/types/type.ts";
import type { PlanContext } from "./context.ts";
import { planExpression } from "./expression.ts";
import type { RefusedPlan, TargetPlan } from "./plan.ts";

/** What agents and streams do each in their own way with the right side of an arrow. */
export interface TargetEnds {
  /** Makes the endpoint of a target known; gives its name, null when the target is broken. */
  end(target: TargetExpr, element: Type, refused: RefusedPlan | null): string | null;
  /** The same for the target of its refused events. */
  refusedEnd(target: Expr, element: Type): string | null;
  /** A new id for a route. */
  routeId(): string;
}

/** Plans the right side of an arrow at which bodies of type `element` arrive. */
export function planTarget(
  context: PlanContext,
  unit: Unit,
  target: Target,
  element: Type,
  ends: TargetEnds,
): TargetPlan | null {
  const place = context.places.at(unit, target.span);
  const inner = (one: Target): TargetPlan[] => {
    const planned = planTarget(context, unit, one, element, ends);
    return planned === null ? [] : [planned];
  };
  switch (target.kind) {
    case "DropTarget":
      return { kind: "drop", element, place };
    case "FanOut":
      return { kind: "fanOut", targets: target.targets.flatMap(inner), element, place };
    case "Route": {
      const id = ends.routeId();
      const planned = target.cases.flatMap((one) => inner(one.target).map((to) => ({ ...one, to })));
      const cases = planned.map(({ patterns, to, span }) => ({
        patterns: patterns.map((pattern) => planExpression(context, pattern, unit)),
        target: to,
        place: context.places.at(unit, span),
      }));
      context.origins.routes.set(id, { selector: target.selector, patterns: planned.map(({ patterns }) => patterns) });
      const selector = planExpression(context, target.selector, unit);
      return { kind: "route", id, selector, cases, element, place };
    }
    case "TargetExpr": {
      const { optional, value } = target;
      const refused = planRefused(context, unit, target.refused, element, ends);
      const name = ends.end(target, element, refused);
      if (name === null) return null;
      const at = refused === null ? place : context.places.at(unit, value.span);
      return { kind: "endpoint", name, optional, refused, element, place: at };
    }
  }
}

function planRefused(
  context: PlanContext,
  unit: Unit,
  refused: TargetExpr["refused"],
  element: Type,
  ends: TargetEnds,
): RefusedPlan | null {
  if (refused?.kind !== "ElseDrop" && refused?.kind !== "ElseReject") return null;
  const place = context.places.at(unit, refused.span);
  if (refused.kind === "ElseDrop") return { to: null, place };
  const to = ends.refusedEnd(refused.target, element);
  return to === null ? null : { to, place };
}
