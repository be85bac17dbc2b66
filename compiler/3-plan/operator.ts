import type { CallExpr, Expr } from "../../grammar/ast.ts";
import { walk } from "../../grammar/walk.ts";
import { knownOptions } from "../2-check/component.ts";
import type { BoundArgument, BoundCall, Unit } from "../checked.ts";
import type { Type } from "../types/type.ts";
import { elementOf, type PlanContext } from "./context.ts";
import type { OperatorPlan, RejectPlan } from "./plan.ts";

/** Gives the endpoint that `else -> target` names, making it an output of the agent or stream. */
export type RejectTo = (target: Expr, element: Type) => string | null;

/** Plans one operator of a chain; null when the call is none. `input` is what flows into it. */
export function planOperator(
  context: PlanContext,
  call: CallExpr,
  bound: BoundCall,
  input: Type,
  id: string,
  unit: Unit,
  rejectTo: RejectTo,
): OperatorPlan | null {
  if (bound.callee.kind !== "extern" || bound.callee.declaration.kind !== "operator") return null;
  const { declaration } = bound.callee;
  const args = bound.args.filter((arg) => !isStream(arg));
  return {
    id,
    name: declaration.name,
    declaration,
    builtIn: declaration.from === null ? declaration.name : null,
    call,
    args,
    options: declaration.stateful ? knownOptions(context.checked, call) : new Map(),
    input,
    element: elementOf(context.checked.types.get(call)),
    rejects: args.flatMap((arg) => (arg.value === null ? [] : rejectsOf(context, arg.value, input, unit, rejectTo))),
    place: context.places.at(unit, call.callee.kind === "MemberExpr" ? call.callee.name.span : call.span),
  };
}

/** True for an argument that is itself a stream: `union(other)`. */
export function isStream(arg: BoundArgument): boolean {
  return arg.type.kind === "generic" && arg.type.name === "DStream";
}

function rejectsOf(context: PlanContext, arg: Expr, input: Type, unit: Unit, rejectTo: RejectTo): RejectPlan[] {
  const rejects: RejectPlan[] = [];
  walk(arg, (node) => {
    if (node.kind !== "ElseReject") return;
    const to = rejectTo(node.target, input);
    if (to !== null) rejects.push({ to, element: input, place: context.places.at(unit, node.span) });
  });
  return rejects;
}
