/** What a test has to reach: each such point counts itself in the emitted module of the tests, and in no other. */
import type { ElseExpr, Node } from "../../../grammar/ast.ts";
import { children } from "../../../grammar/walk.ts";
import type { Place } from "../../3-plan/plan.ts";
import type { Unit } from "../../checked.ts";

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
