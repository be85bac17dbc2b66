import type { Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { type CheckContext, type Finite, report } from "../context/context.ts";

/** Functions, constants and types must end: none may come back to itself. */
export function checkRecursion(context: CheckContext, units: readonly Unit[]): void {
  const done = new Set<Finite>();
  const visit = (decl: Finite, unit: Unit, way: readonly Finite[]): void => {
    const start = way.indexOf(decl);
    if (start >= 0) {
      const names = [...way.slice(start), decl].map((one) => `\`${one.name.text}\``);
      const parameters = { name: decl.name.text, cycle: names.join(" -> ") };
      report(context, { unit }, decl.name.span, messages.report("FLOW2011", parameters));
      return;
    }
    if (done.has(decl)) return;
    for (const next of context.uses.get(decl) ?? []) visit(next.decl, next.unit, [...way, decl]);
    done.add(decl);
  };
  for (const unit of units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "FnDecl" || decl.kind === "ConstDecl" || decl.kind === "TypeDecl") visit(decl, unit, []);
    }
  }
}
