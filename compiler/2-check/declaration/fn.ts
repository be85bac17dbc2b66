import type { FnDecl, Name } from "../../../grammar/ast.ts";
import type { FlowSymbol, Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { FunctionType, Type } from "../../model/types/type.ts";
import { type CheckContext, declareOnce, moduleEnv, report, typed, withLocals } from "../context/context.ts";
import { checkBody } from "../expression/lambda.ts";
import { expectType } from "../value/expect.ts";
import { unknownType } from "../value/unknown-type.ts";

/** Checks a `fn` whole. Parameters are written; the result may be left to be found. */
export function checkFn(context: CheckContext, decl: FnDecl, unit: Unit): Type {
  const typeParams = new Set(decl.typeParams.map((param) => param.text));
  const env = { ...moduleEnv(unit, decl), typeParams };
  const locals: [string, FlowSymbol][] = [];
  const seen = new Map<string, Name>();
  for (const param of decl.typeParams) declareOnce(context, env, seen, param);
  const params = decl.params.map((param) => {
    declareOnce(context, env, seen, param.name);
    let type: Type = ERROR;
    if (param.type !== null) type = context.typeOf(param.type, env);
    else if (param.name.text !== "")
      report(context, env, param.span, messages.report("FLOW3014", unknownType(param.name.text)));
    typed(context, param, type);
    if (param.value !== null) {
      const found = context.check(param.value, type, env);
      expectType(context, env, { node: param.value, found, wanted: type, where: `\`${param.name.text}\`` });
    }
    locals.push([param.name.text, { kind: "parameter", decl: param, unit }]);
    return { name: param.name.text, type };
  });
  const written = decl.result === null ? null : context.typeOf(decl.result, env);
  const inner = withLocals({ ...env, fnResult: written }, locals);
  const found = checkBody(context, decl.body, written, inner);
  const body = decl.body.kind === "Block" ? decl.body.result : decl.body;
  const where = `the result of \`${decl.name.text}\``;
  if (written !== null && !expectType(context, inner, { node: body, found, wanted: written, where }))
    context.poisoned.add(decl);
  const type: FunctionType = { kind: "function", params, result: written ?? found };
  return typed(context, decl, type);
}
