/** Gives the parameters of a lambda what they stand for, when its body is written out where it is used. */
import type { Block, Expr, LambdaExpr, Parameter } from "../../../grammar/ast.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { declareConst } from "../block.ts";
import { asValue, atom, type Code, recordOf, tupleOf, type Value } from "../code.ts";
import { type At, typeOf } from "../module.ts";
import { needsWriting, typed, typeText } from "../types.ts";
import { usageOf } from "./usage.ts";

/** The value of a lambda's body for `args`; statements go into `at.block`. `hint` names the value. */
export function inlineLambda(expr: LambdaExpr, args: readonly Value[], at: At, hint: string): Value {
  bindParameters(expr, args, at);
  return emitBody(expr.body, at, hint);
}

/** Gives each parameter what it stands for. */
export function bindParameters(expr: LambdaExpr, args: readonly Value[], at: At): void {
  const given = at.module.checked.destructured.has(expr) ? partsOf(expr, args[0], at) : args;
  for (const [index, param] of expr.params.entries()) {
    const value = given[index];
    if (value !== undefined) bindParameter(param, value, expr.body, at);
  }
}

/** The value of an expression or of a block, whose lets become constants. */
export function emitBody(body: Expr | Block, at: At, hint: string): Value {
  if (body.kind !== "Block") return at.module.emit(body, at, hint);
  for (const statement of body.lets) {
    const value = at.module.emit(statement.value, at, statement.name.text);
    at.module.bindings.set(statement, constant(value, statement.name.text, typeOf(at, statement), at));
  }
  return at.module.emit(body.result, at, hint);
}

/** The parts of the tuple that a lambda names one by one. */
function partsOf(expr: LambdaExpr, tuple: Value | undefined, at: At): readonly Value[] {
  if (tuple === undefined) return [];
  if (tuple.parts !== null) return tuple.parts;
  const type: Type = { kind: "tuple", elements: expr.params.map((param) => typeOf(at, param)) };
  const names = expr.params.map((param) =>
    param.name.text === "_" || usageOf(at.module.checked, param, expr.body).count === 0
      ? ""
      : at.block.scope.declare(param.name.text),
  );
  while (names.at(-1) === "") names.pop();
  const whole = typed(tuple.whole(), type, at.module).doc;
  if (names.length > 0) at.block.statements.push(["const [", names.join(", "), "] = ", whole, ";"]);
  return expr.params.map((_, index) => asValue(atom(names[index] ?? "")));
}

/** Binds a parameter to `value`: to the value itself where that costs nothing, else to a constant of its name. */
function bindParameter(param: Parameter, value: Value, body: Expr | Block, at: At): void {
  const usage = usageOf(at.module.checked, param, body);
  if (usage.count === 0) return;
  const name = param.name.text;
  if (value.partial !== undefined) {
    at.module.bindings.set(param, value);
    return;
  }
  if (hasPartial(value) && !usage.whole) {
    // Not to be built even to look at it: that would ask for all of the part.
    at.module.bindings.set(param, makeRepeatable(value, name, at));
    return;
  }
  const built = value.parts === null && value.fields === null;
  // Used once, it can stand where it is used, when its name would have to be changed otherwise.
  const once = usage.count === 1 && usage.always && !at.block.scope.isFree(name);
  if (value.whole().simple || once) at.module.bindings.set(param, value);
  else if (!built && !usage.whole) at.module.bindings.set(param, makeRepeatable(value, name, at));
  else {
    const { parts, fields } = value;
    at.module.bindings.set(param, { ...constant(value, name, typeOf(at, param), at), parts, fields });
  }
}

/** Whether one of its parts is a record of which only what is asked for is made. */
function hasPartial({ parts, fields }: Value): boolean {
  return [...(parts ?? []), ...(fields?.values() ?? [])].some((part) => part.partial !== undefined || hasPartial(part));
}

/**
 * `value` with everything in it as simple as a name, so that it can be used again and again. `names` are those of the
 * parts of a tuple.
 */
export function makeRepeatable(
  value: Value,
  wanted: string,
  at: At,
  names: readonly string[] = [],
  type: Type = ERROR,
): Value {
  if (value.partial !== undefined) return value;
  if (value.parts !== null) {
    const types = type.kind === "tuple" ? type.elements : [];
    return tupleOf(
      value.parts.map((part, index) =>
        makeRepeatable(part, names[index] || `${wanted}${index + 1}`, at, [], types[index]),
      ),
    );
  }
  if (value.fields !== null) {
    const types = new Map(type.kind === "record" ? type.fields.map((field) => [field.name, field.type]) : []);
    const fields = new Map(
      [...value.fields].map(([name, field]) => [name, makeRepeatable(field, name, at, [], types.get(name))]),
    );
    return { ...recordOf(fields), whole: () => (value.whole().simple ? value.whole() : recordOf(fields).whole()) };
  }
  const code = value.whole();
  return code.simple ? value : asValue(atom(declareConst(at.block, wanted, code.doc, annotationOf(code, type, at))));
}

/** `value` as a constant, unless it is as simple as a name already. */
export function constant(value: Value, wanted: string, type: Type, at: At): Value {
  if (value.partial !== undefined) return value;
  const code = value.whole();
  if (code.simple) return value;
  return asValue(atom(declareConst(at.block, wanted, code.doc, annotationOf(code, type, at))));
}

function annotationOf(code: Code, type: Type, at: At): string | null {
  const isOpen = code.widens && type.kind !== "error" && (code.empty || needsWriting(type));
  return isOpen ? typeText(at.module, type) : null;
}
