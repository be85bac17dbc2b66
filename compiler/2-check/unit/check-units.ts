import type { Declaration as DeclarationNode, ExternDecl, ImportDecl } from "../../../grammar/ast.ts";
import type { Extern, Unit } from "../../model/checked.ts";
import { isStackOverflow } from "../../model/stack-overflow.ts";
import { type CheckContext, moduleEnv } from "../context/context.ts";
import { checkCounts } from "../declaration/counts.ts";
import {
  checkConst,
  checkDefaults,
  checkKept,
  checkModule,
  checkParam,
  checkSecret,
  checkTopic,
} from "../declaration/declarations.ts";
import { checkFn } from "../declaration/fn.ts";
import { readDeclaration } from "../declaration/read-declaration.ts";
import { checkTest } from "../declaration/test-block.ts";
import { checkAgent } from "../pipeline/agent.ts";
import { checkStream } from "../pipeline/stream.ts";
import { checkRecursion, reportDepth } from "./recursion.ts";

const STAGES: readonly (readonly DeclarationNode["kind"][])[] = [
  ["TypeDecl", "ConstDecl", "ParamDecl", "SecretDecl", "FnDecl", "ExternDecl", "TopicDecl", "TableDecl"],
  ["AgentDecl"],
  ["StreamDecl"],
  ["TestDecl"],
];

/**
 * Fills the context's tables with all that stands in `units`, and reports what is wrong there. Gives their extern
 * declarations. A unit comes behind those that it imports: a function that is wrong is known by then, and not blamed
 * on its callers.
 */
export function checkUnits(context: CheckContext, units: readonly Unit[]): Extern[] {
  const externs: Extern[] = [];
  // Agents before streams, which may read an agent's channel; tests look at both.
  for (const stage of STAGES) {
    for (const unit of units) {
      for (const decl of unit.tree.declarations) {
        if (!stage.includes(decl.kind)) continue;
        if (decl.kind === "ImportDecl") continue;
        if (decl.kind === "ExternDecl") externs.push(checkExtern(context, decl, unit));
        else checkNested(context, decl, unit);
      }
    }
  }
  checkRecursion(context, units);
  return externs;
}

type Checkable = Exclude<DeclarationNode, ExternDecl | ImportDecl>;

/** Checks a declaration, and reports one that is nested so deeply, itself or through others, that the stack has no room. */
function checkNested(context: CheckContext, decl: Checkable, unit: Unit): void {
  try {
    checkDeclaration(context, decl, unit);
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    reportDepth(context, decl.name, unit);
  }
}

function checkExtern(context: CheckContext, decl: ExternDecl, unit: Unit): Extern {
  const extern: Extern = { kind: "extern", decl, unit, declaration: readDeclaration(context, decl, unit) };
  if (!unit.stdlib) {
    checkDefaults(context, extern);
    checkModule(context, extern);
    checkKept(context, extern);
    checkCounts(context, extern);
  }
  return extern;
}

function checkDeclaration(context: CheckContext, decl: Checkable, unit: Unit): void {
  const env = moduleEnv(unit);
  switch (decl.kind) {
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
    case "TableDecl":
      context.typeOfSymbol({ kind: "table", decl, unit }, decl, env);
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
