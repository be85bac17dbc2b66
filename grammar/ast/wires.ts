/** Wires of agents and streams, and where they lead. */
import type { ElseHandler, Expr } from "./expressions.ts";
import type { NodeBase } from "./node.ts";

/** `a.timestamp() -> c -> k`: at least two stages unless the text is broken; the first is what flows. */
export interface Wire extends NodeBase {
  readonly kind: "Wire";
  readonly from: Expr;
  readonly to: readonly Target[];
}

/** What an arrow leads to. */
export type Target = TargetExpr | FanOut | Route | DropTarget;

/** A name, a component call, or a channel with operators on its way out (`c1.map(…) -> k1`). */
export interface TargetExpr extends NodeBase {
  readonly kind: "TargetExpr";
  readonly value: Expr;
  /** `c2?`: its failure is only counted. */
  readonly optional: boolean;
  /** `k1 else -> dead`, `k1 else drop`: what becomes of events that it refuses. Other handlers have been reported. */
  readonly refused: ElseHandler | null;
}

/** `[c1, c2?]` */
export interface FanOut extends NodeBase {
  readonly kind: "FanOut";
  readonly targets: readonly Target[];
}

/** `route e => e.headers["state"] { "CZ" => c1, "US", "UK" => [c2, c3], else => c4 }` */
export interface Route extends NodeBase {
  readonly kind: "Route";
  readonly selector: Expr;
  readonly cases: readonly RouteCase[];
}

/** One line of a route; no patterns means `else`. */
export interface RouteCase extends NodeBase {
  readonly kind: "RouteCase";
  readonly patterns: readonly Expr[];
  readonly target: Target;
}

/** `else drop` of a route */
export interface DropTarget extends NodeBase {
  readonly kind: "DropTarget";
}
