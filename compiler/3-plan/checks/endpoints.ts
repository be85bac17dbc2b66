import type { Place, RefusedPlan, TargetPlan } from "../plan.ts";

/** Where the right side of an arrow leads to. */
export interface End {
  /** Name of an endpoint of the same agent or stream. */
  readonly name: string;
  readonly optional: boolean;
  readonly refused: RefusedPlan | null;
  readonly place: Place;
}

/** Every endpoint of a target, through fan-outs and routes. */
export function endpointsOf(target: TargetPlan): readonly End[] {
  switch (target.kind) {
    case "endpoint":
      return [target];
    case "fanOut":
      return target.targets.flatMap(endpointsOf);
    case "route":
      return target.cases.flatMap((one) => endpointsOf(one.target));
    case "drop":
      return [];
  }
}

/** Where a route of the target says `drop`. */
export function dropsOf(target: TargetPlan): readonly Place[] {
  switch (target.kind) {
    case "endpoint":
      return [];
    case "fanOut":
      return target.targets.flatMap(dropsOf);
    case "route":
      return target.cases.flatMap((one) => dropsOf(one.target));
    case "drop":
      return [target.place];
  }
}
