/** What a test has to reach: each such point counts itself in the emitted module of the tests, and in no other. */
import type { ElseExpr, Node } from "../../../grammar/ast.ts";
import { children } from "../../../grammar/walk.ts";
import type { OperatorPlan, Place, RouteCasePlan } from "../../3-plan/plan.ts";
import type { Unit } from "../../checked.ts";
import type { Doc } from "../layout.ts";
import { type At, referred } from "../module.ts";

/** A point that the tests of a program may reach or not. */
export interface CoveragePoint {
  readonly kind: "operator" | "case" | "failure";
  /** As written: `map`, `"error"`, `else -> rejects`. */
  readonly text: string;
  readonly place: Place;
}

/** The points of a module; the number of each is its index. */
export interface Coverage {
  /** Name of the constant that has the numbers of those that were reached. */
  readonly name: string;
  readonly points: readonly CoveragePoint[];
  /** The same number for the same place. */
  number(point: CoveragePoint): number;
  /** True for a failure that is handled where elements or arguments are at hand. */
  covers(expr: ElseExpr): boolean;
}

/** Points of the program that `units` are; `name` is free at the top of the module. */
export function createCoverage(units: readonly Unit[], name: string): Coverage {
  const points: CoveragePoint[] = [];
  const numbers = new Map<string, number>();
  const handled = new Set<Node>();
  for (const unit of units) if (!unit.stdlib) findHandled(unit.tree, false, handled);
  return {
    name,
    points,
    number(point) {
      const key = `${point.kind} ${point.place.file}:${point.place.span.start}:${point.place.span.end}`;
      const number = numbers.get(key) ?? points.push(point) - 1;
      numbers.set(key, number);
      return number;
    },
    covers: (expr) => handled.has(expr),
  };
}

/** Failures in functions and lambdas: what `param`, `const` and options fall back on is no path of the data. */
function findHandled(node: Node, inside: boolean, found: Set<Node>): void {
  if (node.kind === "TestDecl") return;
  if (node.kind === "ElseExpr" && inside) found.add(node);
  const within = inside || node.kind === "FnDecl" || node.kind === "LambdaExpr";
  for (const child of children(node)) findHandled(child, within, found);
}

/** Writes that `operator` was given an element; `condition` says whether, where that is not sure. */
export function reachOperator(operator: OperatorPlan, at: At, condition: Doc | null = null): void {
  reach({ kind: "operator", text: operator.name, place: operator.place }, at, condition);
}

/** Writes that a case of a route was chosen. */
export function reachCase(one: RouteCasePlan, at: At): void {
  const patterns = one.patterns.map(({ span }) => at.unit.text.slice(span.start, span.end)).join(", ");
  reach({ kind: "case", text: patterns === "" ? "else" : patterns, place: one.place }, at);
}

/** Writes that there was no value, and `else` had to say what then. */
export function reachFailure(expr: ElseExpr, at: At): void {
  if (at.module.coverage?.covers(expr) !== true) return;
  const { span } = expr.handler;
  const written = at.unit.text.slice(expr.value.span.end, span.end);
  const from = expr.value.span.end + Math.max(0, written.search(/\belse\b/));
  const place = at.module.places.at(at.unit, { start: from, end: span.end });
  reach({ kind: "failure", text: at.unit.text.slice(from, span.end), place }, at);
}

function reach(point: CoveragePoint, at: At, condition: Doc | null = null): void {
  const { coverage } = at.module;
  if (coverage === null) return;
  const statement = `${referred(at, coverage.name)}.add(${coverage.number(point)});`;
  at.block.statements.push(condition === null ? statement : ["if (", condition, ") ", statement]);
}
