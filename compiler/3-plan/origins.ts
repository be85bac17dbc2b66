import type { CallExpr, Expr } from "../../grammar/ast.ts";
import type { BoundArgument, Extern } from "../model/checked.ts";

/**
 * What the syntax tree has for the parts of a plan, by their ids: the plan itself is data, and whoever writes code asks
 * here what to write it from.
 */
export interface Origins {
  /** Of components, groups, topics and operators; streams among the arguments of an operator are left out. */
  readonly made: ReadonlyMap<string, MadeOrigin>;
  readonly readers: ReadonlyMap<string, ReaderOrigin>;
  readonly routes: ReadonlyMap<string, RouteOrigin>;
  /** Intervals of streams. */
  readonly intervals: ReadonlyMap<string, Expr>;
}

/** The call that makes something. */
export interface MadeOrigin {
  readonly maker: Extern;
  readonly call: CallExpr;
  readonly args: readonly BoundArgument[];
}

/** `topic.from(start, group)` */
export interface ReaderOrigin {
  readonly group: Expr | null;
  readonly start: Expr | null;
}

/** The expressions of a route, which its plan has as texts only. */
export interface RouteOrigin {
  readonly selector: Expr;
  /** Of each case. */
  readonly patterns: readonly (readonly Expr[])[];
}

/** Origins while a plan is made. */
export interface OriginsDraft extends Origins {
  readonly made: Map<string, MadeOrigin>;
  readonly readers: Map<string, ReaderOrigin>;
  readonly routes: Map<string, RouteOrigin>;
  readonly intervals: Map<string, Expr>;
}

/** Origins of a plan that has nothing yet. */
export function createOrigins(): OriginsDraft {
  return { made: new Map(), readers: new Map(), routes: new Map(), intervals: new Map() };
}

/** The origin of `id`, which the plan has. */
export function originOf<Origin>(origins: ReadonlyMap<string, Origin>, id: string): Origin {
  const origin = origins.get(id);
  if (origin === undefined) throw new Error(`the plan has no ${id}`);
  return origin;
}
