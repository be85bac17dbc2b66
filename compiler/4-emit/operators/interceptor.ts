import type { Expr } from "../../../grammar/ast.ts";
import type { OperatorPlan } from "../../3-plan/plan.ts";
import { mentions } from "../../schema-params.ts";
import { declareConst } from "../block.ts";
import { atom, call, object, property } from "../code.ts";
import { externArgument } from "../expression/extern.ts";
import { settled } from "../expression/parameters.ts";
import type { At } from "../module.ts";
import { markOf } from "../module.ts";
import { typeText } from "../types.ts";
import { apply, exiting, type Link } from "./chain.ts";
import { eventOf } from "./event.ts";

/** A step that a module implements: made once from its options, and asked for each event. */
export function emitInterceptor(link: Link, made: string, wire: string): void {
  const { operator, at, leave, side } = link;
  at.block.scope.refer(made);
  const computed = operator.args.filter(
    ({ name, value }) => operator.declaration.computes.includes(name) && value !== null,
  );
  // The functions and the step are given the same event: it is made once.
  const element =
    computed.length === 0 ? link.element : settled(link.element, "event", at, [], link.side.passed(operator.input));
  const given = computed.map(({ name, value }) =>
    property(name, apply(value as Expr, [side.argument(element)], exiting(link, element), name).whole().doc),
  );
  const wanted = `after${operator.name[0]?.toUpperCase()}${operator.name.slice(1)}`;
  const name = declareConst(
    at.block,
    wanted,
    call(
      [markOf(at, operator.place.span), made],
      [element.whole().doc, wire, ...(given.length === 0 ? [] : [object(given)])],
    ).doc,
  );
  at.block.statements.push([`if (${name} === null) `, leave.statement()]);
  link.next(eventOf(atom(name)), at, leave);
}

/** Makes the step of `operator`; gives the name of the constant that holds it. */
export function declareInterceptor(operator: OperatorPlan, wanted: string, at: At): string {
  const bound = at.module.checked.calls.get(operator.call);
  if (bound?.callee.kind !== "extern") throw new Error(`${operator.id} is not declared`);
  const { callee } = bound;
  const options = operator.args.flatMap((arg) => {
    if (operator.declaration.computes.includes(arg.name)) return [];
    const value = externArgument(callee, arg, at);
    return value === null ? [] : [property(arg.name, value)];
  });
  const { receiver, typeParams } = operator.declaration;
  // The body's type is all that a step depends on; the options bring their own.
  const params = typeParams.filter((param) => receiver !== null && mentions(receiver, param));
  const types = params.map((param) => bound.typeArgs.get(param) ?? operator.input);
  const typeArgs = types.length === 0 ? "" : `<${types.map((type) => typeText(at.module, type)).join(", ")}>`;
  const made = call([at.module.imports.extern(callee), typeArgs], [object(options)]);
  return declareConst(at.block, wanted, made.doc);
}
