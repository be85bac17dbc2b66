import type { CallExpr } from "../../../grammar/ast.ts";
import { asValue, BINDING, call, parenthesize, type Value } from "../code.ts";
import { type At, declared, markOf } from "../module.ts";
import { emitExtern, givenArguments, typeArguments } from "./extern.ts";

/** A call of a function of the program, of a declared one, or of a value that is a function. */
export function emitCall(expr: CallExpr, at: At): Value {
  const bound = at.module.checked.calls.get(expr);
  const written = expr.typeArgs.length > 0;
  if (bound === undefined) {
    const callee = at.module.emit(expr.callee, at).whole();
    const args = expr.args.map((arg) => at.module.emit(arg.value, at).whole().doc);
    return asValue(call([markOf(at, expr.span), parenthesize(callee, BINDING.postfix)], args));
  }
  const { callee, receiver, optional, typeArgs, args } = bound;
  const name = expr.callee.kind === "MemberExpr" ? expr.callee.name : expr.callee;
  const use = { receiver, optional, args, typeArgs, written, at: name };
  if (callee.kind === "extern") return emitExtern(callee, use, at);
  // What is written down may be what TypeScript could not find: `none<T>()`.
  const params = callee.decl.typeParams.map((param) => param.text);
  const types = written ? typeArguments(params, use, at) : "";
  return asValue(call([markOf(at, expr.span), declared(at, callee.decl), types], givenArguments(use, at)));
}
