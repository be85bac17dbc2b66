import type { Expr } from "../../../grammar/ast.ts";
import { originOf } from "../../3-plan/origins.ts";
import type { OperatorPlan } from "../../3-plan/plan.ts";
import { mentions } from "../../model/schema-params.ts";
import { declareConst } from "../block.ts";
import { atom, call, object, property } from "../code.ts";
import { externArgument } from "../expression/extern.ts";
import { makeRepeatable } from "../expression/parameters.ts";
import type { At } from "../module.ts";
import { markOf } from "../module.ts";
import { typeText } from "../types.ts";
import { apply, exiting, type Link } from "./chain.ts";
import { eventOf } from "./event.ts";

/** A step that a module implements: made once from its options, and asked for each event. */
export function emitInterceptor(link: Link, made: string, wire: string): void {
  const { operator, at, leave, side } = link;
  at.block.scope.refer(made);
  const { maker, args } = originOf(at.module.origins.made, operator.id);
  const computed = args.filter(({ name, value }) => maker.declaration.computes.includes(name) && value !== null);
  // The functions and the step are given the same event: it is made once.
  const element =
    computed.length === 0
      ? link.element
      : makeRepeatable(link.element, "event", at, [], link.side.passed(operator.inputs[0].element));
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
  const { maker, call: made, args } = originOf(at.module.origins.made, operator.id);
  const options = args.flatMap((arg) => {
    if (maker.declaration.computes.includes(arg.name)) return [];
    const value = externArgument(maker, arg, at);
    return value === null ? [] : [property(arg.name, value)];
  });
  const { receiver, typeParams } = maker.declaration;
  // The body's type is all that a step depends on; the options bring their own.
  const params = typeParams.filter((param) => receiver !== null && mentions(receiver, param));
  const given = at.module.checked.calls.get(made)?.typeArgs;
  const types = params.map((param) => given?.get(param) ?? operator.inputs[0].element);
  const typeArgs = types.length === 0 ? "" : `<${types.map((type) => typeText(at.module, type)).join(", ")}>`;
  const step = call([at.module.imports.extern(maker), typeArgs], [object(options)]);
  return declareConst(at.block, wanted, step.doc);
}
