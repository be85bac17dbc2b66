/** What can be written at a place of a file, rebuilt from the tree: for completion, which asks after the check. */
import type { Node, Parameter } from "../../grammar/ast.ts";
import { nodeAt } from "../../grammar/walk.ts";
import type { ExternSymbol } from "../1-resolve/scope.ts";
import type { FlowSymbol, ScopeAt, Unit } from "../model/checked.ts";
import { primitiveNames } from "../model/types/construct.ts";
import { amongValues, type CheckContext, type Env, moduleEnv, withLocals } from "./context/context.ts";
import { partsOf } from "./value/member.ts";
import { membersOf } from "./value/members.ts";

/** The scope at `offset` of `unit`. Names of a stream, block or test are seen from behind their `let` on. */
export function scopeAt(context: CheckContext, unit: Unit, offset: number): ScopeAt {
  const env = envAt(unit, offset);
  const module = context.scopes.modules.get(unit);
  const own = [...(module?.names.values() ?? [])];
  const standard = [...context.scopes.stdlib.names.values()].flat();
  return {
    where: env.where,
    values() {
      const all = [...[...env.locals.all().values()].reverse(), ...own, ...standard];
      const seen = new Set<string>();
      return all.filter(({ kind, decl }) => {
        const name = decl.name.text;
        return kind !== "type" && name !== "" && !seen.has(name) && seen.add(name);
      });
    },
    components(role) {
      const isOne = (symbol: FlowSymbol): symbol is ExternSymbol =>
        symbol.kind === "extern" && symbol.decl.externKind === role;
      return [...own, ...standard].filter(isOne);
    },
    types() {
      const declared = [...own, ...standard].flatMap((symbol) => (symbol.kind === "type" ? [symbol] : []));
      const builtIn = [...env.typeParams, ...primitiveNames, "Map"].map((name) => ({ name, symbol: null }));
      return [...declared.map((symbol) => ({ name: symbol.decl.name.text, symbol })), ...builtIn];
    },
    members: (receiver) => membersOf(context, receiver, env),
  };
}

function envAt(unit: Unit, offset: number): Env {
  return nodeAt(unit.tree, offset).reduce((env, node) => enter(env, node, offset), moduleEnv(unit));
}

function enter(env: Env, node: Node, offset: number): Env {
  const { unit } = env;
  switch (node.kind) {
    case "TypeDecl":
    case "ExternDecl":
      return { ...env, typeParams: new Set(node.typeParams.map((param) => param.text)) };
    case "FnDecl": {
      const typeParams = new Set(node.typeParams.map((param) => param.text));
      return declare({ ...env, typeParams }, parametersOf(node.params, unit));
    }
    case "LambdaExpr":
      return declare(amongValues(env), parametersOf(node.params, unit));
    case "AgentDecl":
      return declare({ ...env, where: "agent", onlyValues: false }, partsOf({ kind: "agent", decl: node, unit }));
    case "StreamDecl":
      return declare(
        { ...env, where: "stream", onlyValues: false },
        before(partsOf({ kind: "stream", decl: node, unit }), offset),
      );
    case "TestDecl":
      return declare({ ...env, where: "test", onlyValues: false }, before(letsOf(node.members, unit), offset));
    case "Block":
      return declare(env, before(letsOf(node.lets, unit), offset));
    default:
      return env;
  }
}

function declare(env: Env, symbols: readonly FlowSymbol[]): Env {
  return withLocals(
    env,
    symbols.map((symbol) => [symbol.decl.name.text, symbol]),
  );
}

function parametersOf(params: readonly Parameter[], unit: Unit): FlowSymbol[] {
  return params.flatMap((decl) => (decl.name.text === "_" ? [] : [{ kind: "parameter", decl, unit }]));
}

function letsOf(members: readonly Node[], unit: Unit): FlowSymbol[] {
  return members.flatMap((decl) => (decl.kind === "LetStmt" ? [{ kind: "let", decl, stream: null, unit }] : []));
}

function before(symbols: readonly FlowSymbol[], offset: number): FlowSymbol[] {
  return symbols.filter(({ decl }) => decl.span.end < offset);
}
