import type { Scopes } from "../1-resolve/scope.ts";
import type { CheckContext } from "./context.ts";
import { checkExpression } from "./expression.ts";
import { typeOfSymbol } from "./symbol-type.ts";
import { typeOfNode } from "./type-node.ts";

/** A context with empty tables. */
export function createContext(scopes: Scopes): CheckContext {
  const context: CheckContext = {
    scopes,
    types: new Map(),
    symbols: new Map(),
    calls: new Map(),
    destructured: new Set(),
    diagnostics: [],
    doubtful: new Set(),
    used: new Set(),
    usedFrom: new Map(),
    uses: new Map(),
    exits: new Map(),
    lets: new Map(),
    claims: new Map(),
    check: (expr, expected, env) => checkExpression(context, expr, expected, env),
    typeOf: (node, env) => typeOfNode(context, node, env),
    typeOfSymbol: (symbol, at, env) => typeOfSymbol(context, symbol, at, env),
  };
  return context;
}
