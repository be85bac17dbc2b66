/** Checks that look at everything at once: recursion, components that would fight, and what is never used. */
import type { ConstDecl, FnDecl, Node, Span, TypeDecl } from "../../grammar/ast.ts";
import { walk } from "../../grammar/walk.ts";
import type { Unit } from "../checked.ts";
import { messages } from "../messages.ts";
import { knownOptions } from "./component.ts";
import { type CheckContext, report } from "./context.ts";

type Finite = FnDecl | ConstDecl | TypeDecl;

/** Functions, constants and types must end: none may come back to itself. */
export function checkRecursion(context: CheckContext, units: readonly Unit[]): void {
  const uses = new Map<Finite, Finite[]>();
  const home = new Map<Finite, Unit>();
  for (const unit of units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind !== "FnDecl" && decl.kind !== "ConstDecl" && decl.kind !== "TypeDecl") continue;
      const found: Finite[] = [];
      walk(decl, (node) => {
        const symbol = node === decl.name ? undefined : context.symbols.get(node);
        if (symbol === undefined || (symbol.kind === "type") !== (decl.kind === "TypeDecl")) return;
        if (symbol.kind === "type" || symbol.kind === "fn" || symbol.kind === "const") found.push(symbol.decl);
      });
      uses.set(decl, found);
      home.set(decl, unit);
    }
  }
  const done = new Set<Node>();
  const visit = (decl: Finite, way: readonly Finite[]): void => {
    const start = way.indexOf(decl);
    if (start >= 0) {
      const names = [...way.slice(start), decl].map((one) => `\`${one.name.text}\``);
      const unit = home.get(decl);
      if (unit === undefined) return;
      const parameters = { name: decl.name.text, cycle: names.join(" -> ") };
      report(context, { unit }, decl.name.span, messages.report("FLOW2011", parameters));
      return;
    }
    if (done.has(decl)) return;
    for (const next of uses.get(decl) ?? []) visit(next, [...way, decl]);
    done.add(decl);
  };
  for (const decl of uses.keys()) visit(decl, []);
}

/** `exclusive port`: the second of two components that claim the same could not start. */
export function checkExclusive(context: CheckContext, units: readonly Unit[]): void {
  const claims = new Map<string, { readonly component: string; readonly file: string; readonly span: Span }>();
  for (const unit of units) {
    walk(unit.tree, (node) => {
      if (node.kind !== "CallExpr") return;
      const bound = context.calls.get(node);
      if (bound?.callee.kind !== "extern" || bound.callee.declaration.exclusive.length === 0) return;
      const known = knownOptions(context, node);
      for (const option of bound.callee.declaration.exclusive) {
        const value = known.get(option);
        if (value === undefined || value === null || value === 0) continue;
        const component = bound.callee.declaration.name;
        const span = node.args.find((arg) => arg.name?.text === option)?.span ?? node.span;
        const claim = `${option} ${JSON.stringify(value)}`;
        const first = claims.get(claim);
        if (first === undefined) claims.set(claim, { component, file: unit.path, span });
        else {
          const parameters = {
            first: first.component,
            second: component,
            what: `\`${option}: ${JSON.stringify(value)}\``,
          };
          const labels = [{ file: first.file, span: first.span, message: "first claimed here" }];
          report(context, { unit }, span, messages.report("FLOW4006", parameters), { labels });
        }
      }
    });
  }
}

/** Lets, imports, params and parameters of functions that nothing uses: warnings. */
export function checkUnused(context: CheckContext, units: readonly Unit[]): void {
  for (const unit of units) {
    const unused = (what: string, name: { text: string; span: Span }): void => {
      if (name.text === "" || name.text.startsWith("_")) return;
      report(context, { unit }, name.span, messages.report("FLOW2012", { what, name: name.text }));
    };
    walk(unit.tree, (node) => {
      if (node.kind === "LetStmt" && !context.used.has(node)) unused("`let`", node.name);
      if (node.kind === "ParamDecl" && !node.pub && !context.used.has(node)) unused("param", node.name);
      if (node.kind === "SecretDecl" && !node.pub && !context.used.has(node)) unused("secret", node.name);
      if (node.kind === "FnDecl") {
        for (const param of node.params) if (!context.used.has(param)) unused("parameter", param.name);
      }
      if (node.kind === "ImportDecl") {
        for (const name of node.names) {
          const symbol = context.symbols.get(name);
          // To import an agent or a stream by name is to run it.
          if (symbol?.kind === "agent" || symbol?.kind === "stream") continue;
          if (symbol !== undefined && !isUsedIn(context, unit, symbol.decl, name)) unused("import", name);
        }
      }
    });
  }
}

/** An imported thing may be used by its own file too: only uses in this one count. */
function isUsedIn(context: CheckContext, unit: Unit, decl: Node, imported: Node): boolean {
  let found = false;
  walk(unit.tree, (node) => {
    if (node !== imported && context.symbols.get(node)?.decl === decl) found = true;
    return !found && node.kind !== "ImportDecl";
  });
  return found;
}
