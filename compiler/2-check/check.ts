/** The second stage: types, and everything that must hold before a plan can be made. Never throws on bad input. */
import type { Declaration as DeclarationNode, ExternDecl } from "../../grammar/ast.ts";
import type { Loaded } from "../1-resolve/load.ts";
import { buildScopes, type StdlibScope } from "../1-resolve/scope.ts";
import type { Checked, Extern, Unit } from "../checked.ts";
import { checkAgent } from "./agent.ts";
import { type CheckContext, moduleEnv } from "./context.ts";
import { createContext } from "./create-context.ts";
import { checkConst, checkDefaults, checkParam, checkSecret, checkTopic } from "./declarations.ts";
import { checkFn } from "./fn.ts";
import { readDeclaration } from "./read-declaration.ts";
import { scopeAt } from "./scope-at.ts";
import { checkStream } from "./stream.ts";
import { checkTest } from "./test-block.ts";
import { checkExclusive, checkRecursion, checkUnused } from "./whole-program.ts";

/**
 * Checks a loaded program, whose standard library is `stdlib`. The diagnostics hold those of loading too, in no order,
 * some more than once.
 */
export function check(loaded: Loaded, stdlib: StdlibScope): Checked {
  const scopes = buildScopes(loaded, stdlib, (decl, unit) => readDeclaration(context, decl, unit));
  const context = createContext(scopes);
  const { diagnostics } = context;
  diagnostics.push(...loaded.diagnostics, ...scopes.diagnostics);
  for (const [name, symbol] of scopes.importSymbols) context.symbols.set(name, symbol);

  const externs: Extern[] = [];
  // Agents before streams, which may read an agent's channel; tests look at both.
  for (const stage of STAGES) {
    for (const unit of loaded.units) {
      for (const decl of unit.tree.declarations) {
        if (!stage.includes(decl.kind)) continue;
        if (decl.kind !== "ExternDecl") checkDeclaration(context, decl, unit);
        else externs.push(checkExtern(context, decl, unit));
      }
    }
  }
  checkRecursion(context, loaded.units);
  checkExclusive(context, loaded.units);
  // Of a program with errors much is unused only because of them.
  if (!diagnostics.some((one) => one.severity === "error")) checkUnused(context, loaded.units);

  const entry = loaded.units[0] ?? NO_UNIT;
  return {
    entry,
    units: loaded.units,
    diagnostics,
    types: context.types,
    symbols: context.symbols,
    calls: context.calls,
    externs,
    destructured: context.destructured,
    exits: context.exits,
    typeNamed: (decl) => context.types.get(decl) ?? { kind: "error" },
    scopeAt: (unit, offset) => scopeAt(context, unit, offset),
  };
}

const STAGES: readonly (readonly DeclarationNode["kind"][])[] = [
  ["TypeDecl", "ConstDecl", "ParamDecl", "SecretDecl", "FnDecl", "ExternDecl", "TopicDecl"],
  ["AgentDecl"],
  ["StreamDecl"],
  ["TestDecl"],
];

function checkExtern(context: CheckContext, decl: ExternDecl, unit: Unit): Extern {
  const extern: Extern = { kind: "extern", decl, unit, declaration: readDeclaration(context, decl, unit) };
  if (!unit.stdlib) checkDefaults(context, extern);
  return extern;
}

const NO_UNIT: Unit = {
  path: "",
  text: "",
  tree: { kind: "SourceFile", span: { start: 0, end: 0 }, declarations: [] },
  stdlib: false,
};

function checkDeclaration(
  context: CheckContext,
  decl: Exclude<DeclarationNode, { kind: "ExternDecl" }>,
  unit: Unit,
): void {
  const env = moduleEnv(unit);
  switch (decl.kind) {
    case "ImportDecl":
      return;
    case "TypeDecl":
      context.typeOfSymbol({ kind: "type", decl, unit }, decl, env);
      return;
    case "ConstDecl":
      checkConst(context, decl, unit);
      return;
    case "ParamDecl":
      checkParam(context, decl, unit);
      return;
    case "SecretDecl":
      checkSecret(context, decl, unit);
      return;
    case "FnDecl":
      // A function whose result is not written has been checked whole when its result was first asked for.
      if (decl.result !== null || !context.types.has(decl)) checkFn(context, decl, unit);
      return;
    case "TopicDecl":
      checkTopic(context, decl, unit);
      return;
    case "AgentDecl":
      checkAgent(context, decl, unit);
      return;
    case "StreamDecl":
      checkStream(context, decl, unit);
      return;
    case "TestDecl":
      checkTest(context, decl, unit);
      return;
  }
}
