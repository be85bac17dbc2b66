/** What a module of the tests says when it comes to a point that they have to reach. */
import type { ElseExpr } from "../../../grammar/ast.ts";
import type { OperatorPlan, RouteCasePlan } from "../../3-plan/plan.ts";
import type { Doc } from "../layout.ts";
import { type At, referred } from "../module.ts";
import type { CoveragePoint } from "./coverage.ts";

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
