import type { Target, TargetExpr } from "../../grammar/ast.ts";
import type { Unit } from "../checked.ts";
import type { Type } from "../types/type.ts";
import type { PlanContext } from "./context.ts";
import type { TargetPlan } from "./plan.ts";

/** What agents and streams do each in their own way with the right side of an arrow. */
export interface TargetEnds {
  /** Makes the endpoint of a target known; gives its name, null when the target is broken. */
  end(target: TargetExpr, element: Type): string | null;
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
      const cases = target.cases.flatMap((one) =>
        inner(one.target).map((planned) => ({
          patterns: one.patterns,
          target: planned,
          place: context.places.at(unit, one.span),
        })),
      );
      return { kind: "route", id, selector: target.selector, cases, element, place };
    }
    case "TargetExpr": {
      const name = ends.end(target, element);
      return name === null ? null : { kind: "endpoint", name, optional: target.optional, element, place };
    }
  }
}
