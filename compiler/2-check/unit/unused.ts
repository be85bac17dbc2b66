/** What nothing uses. */

import type { Declaration, Name, Node, Span } from "../../../grammar/ast.ts";
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { encloses } from "../../../grammar/walk.ts";
import type { Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { type CheckContext, isUsed, report } from "../context/context.ts";

/**
 * Lets, imports, params and parameters of functions that nothing uses: warnings. In a program with errors much is unused
 * only because of them: there it is said of names that are seen from a part without errors, and stand nowhere else in
 * it.
 */
export function checkUnused(context: CheckContext, units: readonly Unit[]): void {
  const errors = context.diagnostics.filter((one) => one.severity === "error");
  const unused = (unit: Unit, what: string, name: Name, seenFrom: Span | null): void => {
    if (name.text === "" || name.text.startsWith("_")) return;
    if (errors.length > 0 && (seenFrom === null || mayBeUsed(errors, unit, name, seenFrom))) return;
    report(context, { unit }, name.span, messages.report("FLOW2012", { what, name: name.text }));
  };
  for (const unit of units) {
    const file = unit.tree.span;
    for (const decl of context.lets.get(unit) ?? []) {
      if (!isUsed(context, decl)) unused(unit, "`let`", decl.name, seesLet(unit, decl));
    }
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "ParamDecl" || decl.kind === "SecretDecl") {
        const what = decl.kind === "ParamDecl" ? "param" : "secret";
        if (!decl.pub && !isUsed(context, decl)) unused(unit, what, decl.name, file);
      } else if (decl.kind === "FnDecl") {
        for (const param of decl.params) if (!isUsed(context, param)) unused(unit, "parameter", param.name, decl.span);
      } else if (decl.kind === "ImportDecl") {
        for (const name of decl.names) {
          const symbol = context.symbols.get(name);
          // To import an agent or a stream by name is to run it.
          if (symbol === undefined || symbol.kind === "agent" || symbol.kind === "stream") continue;
          // Its own file may use it, too, and does not count.
          if (!context.used.get(unit)?.has(symbol.decl)) unused(unit, "import", name, file);
        }
      }
    }
  }
}

/** Where a `let` can be used; null for other files, too. Those of a stream are seen from outside: `trending.hits`. */
function seesLet({ tree }: Unit, decl: Node): Span | null {
  const around = tree.declarations.find(({ span }) => encloses(span, decl.span));
  if (around?.kind !== "StreamDecl") return around?.span ?? null;
  return isPublic(around) ? null : tree.span;
}

function isPublic(decl: Declaration): boolean {
  return "pub" in decl && decl.pub;
}

function mayBeUsed(errors: readonly Diagnostic[], { path, text }: Unit, { text: name }: Name, seenFrom: Span): boolean {
  // What does not parse may have swallowed anything.
  const near = errors.some((one) => one.file === path && (isSyntax(one) || touches(one.span, seenFrom)));
  return near || text.slice(seenFrom.start, seenFrom.end).split(new RegExp(`\\b${name}\\b`)).length > 2;
}

function isSyntax({ code }: Diagnostic): boolean {
  return code.startsWith("FLOW1");
}

function touches(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
