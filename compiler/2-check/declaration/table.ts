import type { Node, TableDecl } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import type { Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR } from "../../model/types/construct.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { checkComponent, reportNoComponent } from "../call/component.ts";
import { type CheckContext, moduleEnv, report, typed } from "../context/context.ts";
import { expectType } from "../value/expect.ts";

/** `table name: T = csv(…)`: a map from keys to rows. */
export function checkTable(context: CheckContext, decl: TableDecl, unit: Unit): Type {
  const env = moduleEnv(unit);
  const name = decl.name.text;
  typed(context, decl, ERROR);
  const element = context.typeOf(decl.element, env);
  if (decl.value.kind !== "CallExpr") {
    const form = `table ${name}: T = csv("rows.csv", key: row => row.name)`;
    reportNoComponent(context, env, decl.value, "table", form);
    return ERROR;
  }
  const made = checkComponent(context, decl.value, "table", element, env);
  typed(context, decl.value, made);
  if (made.kind === "error") return ERROR;
  if (made.kind !== "map") {
    const why = `it is declared with \`${show(made)}\`, which has no keys`;
    const help = "Declare it with `Map<K, T>`, from keys to rows.";
    report(context, env, decl.value.span, messages.report("FLOW3096", { name, why, help }));
    return ERROR;
  }
  expectType(context, env, { node: decl.element, found: element, wanted: made.value, where: `the table \`${name}\`` });
  if (made.key.kind !== "error" && !KEYS.has(made.key.kind)) {
    const why = `its key is a \`${show(made.key)}\``;
    const help =
      "A key is a text, a number, a time or a `bool`. Make one text of several: ``row => `${row.a} ${row.b}` ``.";
    report(context, env, decl.value.span, messages.report("FLOW3096", { name, why, help }));
    return typed(context, decl, ERROR);
  }
  return typed(context, decl, made);
}

/** Types whose values are equal where JavaScript says so. */
const KEYS: ReadonlySet<Type["kind"]> = new Set([
  "string",
  "int",
  "float",
  "bool",
  "timestamp",
  "duration",
  "size",
  "literal",
  "union",
]);

/** Reports tables that are read before they have rows: outside of what is called later, lambdas and functions. */
export function checkTablesAreLoaded(context: CheckContext, units: readonly Unit[]): void {
  for (const unit of units) {
    if (!seesTables(context, unit)) continue;
    walk(unit.tree, (node: Node, parent) => {
      if (node.kind === "LambdaExpr" || node.kind === "FnDecl") return false;
      // Nothing goes into a table, and that has been said.
      if (parent?.kind === "TargetExpr") return true;
      if (node.kind !== "NameExpr" || (parent?.kind === "GivenStmt" && parent.target === node)) return true;
      if (context.symbols.get(node)?.kind === "table") {
        report(context, { unit }, node.span, messages.report("FLOW3095", { name: node.text }));
      }
      return true;
    });
  }
}

function seesTables({ scopes }: CheckContext, unit: Unit): boolean {
  return [...(scopes.modules.get(unit)?.names.values() ?? [])].some(({ kind }) => kind === "table");
}
