import type { Node, TableDecl } from "../../grammar/ast.ts";
import { walk } from "../../grammar/walk.ts";
import type { Unit } from "../model/checked.ts";
import { bare, callOf, idOf, type PlanContext, symbolOf } from "./context.ts";
import { planMade } from "./maker.ts";
import type { TablePlan } from "./plan.ts";

/** Plans a table; null when it is not made by a component. */
export function planTable(context: PlanContext, decl: TableDecl, unit: Unit): TablePlan | null {
  const made = callOf(context, bare(decl.value));
  const type = context.checked.types.get(decl);
  if (made === null || made.bound.callee.kind !== "extern" || type?.kind !== "map") return null;
  const id = idOf(context, decl);
  return {
    id,
    name: decl.name.text,
    doc: decl.doc,
    ...planMade(context, id, made, made.bound.callee, unit),
    element: type.value,
    readers: readersOf(context, decl),
    place: context.places.at(unit, decl.name.span),
  };
}

/** Agents and streams that name the table, or a function or constant that does. */
function readersOf(context: PlanContext, table: TableDecl): string[] {
  const reads = (node: Node, seen: Set<Node>): boolean => {
    let found = false;
    walk(node, (one) => {
      const symbol = found || one.kind !== "NameExpr" ? null : symbolOf(context, one);
      if (symbol?.kind === "table") found ||= symbol.decl === table;
      if ((symbol?.kind === "fn" || symbol?.kind === "const") && !seen.has(symbol.decl)) {
        seen.add(symbol.decl);
        found ||= reads(symbol.decl, seen);
      }
      return !found;
    });
    return found;
  };
  return [...context.ids].flatMap(([decl, id]) =>
    (decl.kind === "AgentDecl" || decl.kind === "StreamDecl") && reads(decl, new Set()) ? [id] : [],
  );
}
