import type { Scopes } from "../../1-resolve/scope.ts";
import type { CheckContext, Tables } from "../context/context.ts";
import { typeOfSymbol } from "../declaration/symbol-type.ts";
import { typeOfNode } from "../declaration/type-node.ts";
import { checkExpression } from "../expression/expression.ts";

/** A context over `tables`, which are filled from now on. */
export function createContext(scopes: Scopes, tables: Tables = emptyTables()): CheckContext {
  const context: CheckContext = {
    ...tables,
    scopes,
    check: (expr, expected, env) => checkExpression(context, expr, expected, env),
    typeOf: (node, env) => typeOfNode(context, node, env),
    typeOfSymbol: (symbol, at, env) => typeOfSymbol(context, symbol, at, env),
  };
  return context;
}

function emptyTables(): Tables {
  return {
    types: new Map(),
    symbols: new Map(),
    calls: new Map(),
    destructured: new Set(),
    headers: new Map(),
    diagnostics: [],
    poisoned: new Set(),
    used: new Map(),
    uses: new Map(),
    exits: new Map(),
    doubted: new Map(),
    lets: new Map(),
    claims: new Map(),
    demands: new Map(),
  };
}
