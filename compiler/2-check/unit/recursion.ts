import type { Name } from "../../../grammar/ast.ts";
import type { Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { type CheckContext, type Finite, type FiniteSymbol, report } from "../context/context.ts";

/** How many declarations a chain may have of which each needs the next: what is behind checks and writes them by recursion. */
const LONGEST_CHAIN = 200;

/** So many names of a cycle are shown. */
const MOST_NAMES = 10;

/** A declaration on the way from the one that was begun with, and what of it has not been visited. */
interface Step {
  readonly decl: Finite;
  readonly unit: Unit;
  readonly rest: FiniteSymbol[];
}

/** Of each declaration that has been visited, how many are in the longest chain from it on; infinite in a cycle. */
type Lengths = Map<Finite, number>;

/** Functions, constants and types must end: none may come back to itself, and the way to the end must not be too long. */
export function checkRecursion(context: CheckContext, units: readonly Unit[]): void {
  const lengths: Lengths = new Map();
  for (const unit of units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "FnDecl" || decl.kind === "ConstDecl" || decl.kind === "TypeDecl") {
        visit(context, lengths, stepTo(context, decl, unit));
      }
    }
  }
}

function stepTo(context: CheckContext, decl: Finite, unit: Unit): Step {
  return { decl, unit, rest: [...(context.uses.get(decl) ?? [])].reverse() };
}

function visit(context: CheckContext, lengths: Lengths, first: Step): void {
  const way = lengths.has(first.decl) ? [] : [first];
  const onTheWay = new Set<Finite>([first.decl]);
  for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
    const next = step.rest.pop();
    if (next === undefined) {
      way.pop();
      onTheWay.delete(step.decl);
      endOf(context, lengths, step);
    } else if (onTheWay.has(next.decl)) {
      lengths.set(step.decl, Number.POSITIVE_INFINITY);
      reportCycle(context, way, next);
    } else if (!lengths.has(next.decl)) {
      way.push(stepTo(context, next.decl, next.unit));
      onTheWay.add(next.decl);
    }
  }
}

/** All that `decl` needs has been visited. */
function endOf(context: CheckContext, lengths: Lengths, { decl, unit }: Step): void {
  let longest = lengths.get(decl) ?? 0;
  for (const next of context.uses.get(decl) ?? []) longest = Math.max(longest, lengths.get(next.decl) ?? 0);
  lengths.set(decl, longest + 1);
  if (longest === LONGEST_CHAIN) reportDepth(context, decl.name, unit);
}

/** Reports the first declaration that cannot be followed to its end; those that need it cannot either. */
export function reportDepth(context: CheckContext, name: Name, unit: Unit): void {
  if (context.diagnostics.some(({ code }) => code === "FLOW3146")) return;
  report(context, { unit }, name.span, messages.report("FLOW3146", { what: `\`${name.text}\`` }));
}

function reportCycle(context: CheckContext, way: readonly Step[], { decl, unit }: FiniteSymbol): void {
  const cycle = way.slice(way.findIndex((step) => step.decl === decl)).map((step) => `\`${step.decl.name.text}\``);
  const shown = cycle.length > MOST_NAMES ? [...cycle.slice(0, MOST_NAMES - 1), "…"] : cycle;
  const parameters = { name: decl.name.text, cycle: [...shown, `\`${decl.name.text}\``].join(" -> ") };
  report(context, { unit }, decl.name.span, messages.report("FLOW2011", parameters));
}
