/** Checks that look at everything at once: recursion, and components that would fight. */
import { join } from "node:path/posix";
import type { CallExpr, Span } from "../../grammar/ast.ts";
import type { Unit } from "../checked.ts";
import { messages } from "../messages.ts";
import { knownOptions } from "./component.ts";
import { type CheckContext, type Finite, report } from "./context.ts";

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

/** `exclusive port`: the second of two components that claim the same could not start. */
export function checkExclusive(context: CheckContext, units: readonly Unit[]): void {
  const claims = new Map<string, { readonly component: string; readonly file: string; readonly span: Span }>();
  for (const unit of units) {
    const names = namesOf(unit);
    for (const call of inOrder(context.claims.get(unit))) {
      const bound = context.calls.get(call);
      if (bound?.callee.kind !== "extern") continue;
      const known = knownOptions(context, call);
      for (const option of bound.callee.declaration.exclusive) {
        const value = known.get(option);
        if (value === undefined || value === null || value === 0) continue;
        const component = names.get(call) ?? bound.callee.declaration.name;
        const span = call.args.find((arg) => arg.name?.text === option)?.span ?? call.span;
        const claim = `${option} ${JSON.stringify(place(value))}`;
        const first = claims.get(claim);
        if (first === undefined) claims.set(claim, { component, file: unit.path, span });
        else {
          const what = `\`${option}: ${JSON.stringify(value)}\``;
          const labels = [{ file: first.file, span: first.span, message: "first claimed here" }];
          const parameters = { first: first.component, second: component, what };
          report(context, { unit }, span, messages.report("FLOW4006", parameters), { labels });
        }
      }
    }
  }
}

/** What the program calls its components; one that stands on a wire has no name. */
function namesOf(unit: Unit): Map<unknown, string> {
  const agents = unit.tree.declarations.filter((decl) => decl.kind === "AgentDecl");
  const components = agents.flatMap((agent) => agent.members).filter((member) => member.kind === "ComponentDecl");
  return new Map(components.map((component) => [component.value, component.name.text]));
}

/** A text names a file or directory: two ways to write one path claim the same. */
function place(value: unknown): unknown {
  return typeof value === "string" ? join(value, "/") : value;
}

/** In the order of the text; the checker meets agents before streams. */
function inOrder(calls: Iterable<CallExpr> = []): CallExpr[] {
  return [...calls].sort((a, b) => a.span.start - b.span.start);
}
