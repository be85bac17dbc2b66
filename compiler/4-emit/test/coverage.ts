/** What a test has to reach: each such point counts itself in the emitted module of the tests, or of a simulated run. */
import type { Node } from "../../../grammar/ast.ts";
import { children } from "../../../grammar/walk.ts";
import type { Place } from "../../3-plan/plan.ts";
import type { Unit } from "../../model/checked.ts";
import type { Doc } from "../doc.ts";
import { type At, type Probe, referred } from "../module.ts";

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
  readonly probe: Probe;
}

/** Points of the program that `units` are; `name` is free at the top of the module. */
export function createCoverage(units: readonly Unit[], name: string): Coverage {
  const points: CoveragePoint[] = [];
  const numbers = new Map<string, number>();
  const handled = new Set<Node>();
  for (const unit of units) if (!unit.stdlib) findHandled(unit.tree, false, handled);
  /** The same number for the same place. */
  const numberOf = (point: CoveragePoint): number => {
    const key = `${point.kind} ${point.place.file}:${point.place.span.start}:${point.place.span.end}`;
    const number = numbers.get(key) ?? points.push(point) - 1;
    numbers.set(key, number);
    return number;
  };
  const reach = (point: CoveragePoint, at: At, count: Doc | null = null): void => {
    const statement = `${referred(at, name)}.add(${numberOf(point)});`;
    at.block.statements.push(count === null ? statement : ["if (", count, " > 0) ", statement]);
  };
  return {
    name,
    points,
    probe: {
      entered: (operator, count, at) =>
        reach({ kind: "operator", text: operator.name, place: operator.place }, at, count),
      chosen(one, at) {
        const patterns = one.patterns.map(({ text }) => text).join(", ");
        reach({ kind: "case", text: patterns === "" ? "else" : patterns, place: one.place }, at);
      },
      failed(expr, at) {
        if (!handled.has(expr)) return;
        const { span } = expr.handler;
        const written = at.unit.text.slice(expr.value.span.end, span.end);
        const from = expr.value.span.end + Math.max(0, written.search(/\belse\b/));
        const place = at.module.places.at(at.unit, { start: from, end: span.end });
        reach({ kind: "failure", text: at.unit.text.slice(from, span.end), place }, at);
      },
    },
  };
}

/** Failures in functions and lambdas: what `param`, `const` and options fall back on is no path of the data. */
function findHandled(node: Node, inside: boolean, found: Set<Node>): void {
  if (node.kind === "TestDecl") return;
  if (node.kind === "ElseExpr" && inside) found.add(node);
  const within = inside || node.kind === "FnDecl" || node.kind === "LambdaExpr";
  for (const child of children(node)) findHandled(child, within, found);
}
