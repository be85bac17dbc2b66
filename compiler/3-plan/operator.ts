import type { Expr, Node } from "../../grammar/ast.ts";
import { walk } from "../../grammar/walk.ts";
import { knownOptions } from "../2-check/call/component.ts";
import type { BoundArgument, Unit } from "../model/checked.ts";
import type { Declaration } from "../model/declaration.ts";
import { substitute } from "../model/types/inference.ts";
import type { Type } from "../model/types/type.ts";
import { elementOf, type PlanContext, type PlannedCall } from "./context.ts";
import { planSaid } from "./maker.ts";
import type { GrowthPlan, OperatorPlan, RejectPlan } from "./plan.ts";

/** Gives the endpoint that `else -> target` names, making it an output of the agent or stream. */
export type RejectTo = (target: Expr, element: Type) => string | null;

/** The port of what an operator stands behind: no parameter has this name. */
export const RECEIVER = "this";

/** Plans one operator of a chain; null for any other call. `input` is what flows into it, and its rejects leave by `rejectTo`. */
export function planOperator(
  context: PlanContext,
  id: string,
  { call, bound }: PlannedCall,
  unit: Unit,
  { input, rejectTo }: { readonly input: Type; readonly rejectTo: RejectTo },
): OperatorPlan | null {
  if (bound.callee.kind !== "extern" || bound.callee.declaration.kind !== "operator") return null;
  const maker = bound.callee;
  const { declaration } = maker;
  const args = bound.args.filter((arg) => !isStream(arg));
  context.origins.made.set(id, { maker, call, args });
  const values = args.flatMap(({ value }) => value ?? []);
  return {
    id,
    name: declaration.name,
    declaredIn: context.places.nameOf(maker.unit),
    emitter: declaration.emitter,
    said: args.flatMap((arg) => planSaid(context, declaration, arg, unit)),
    isElementwise: declaration.elementwise,
    isStateful: declaration.stateful,
    isOrdered: declaration.ordered,
    takesEvents: declaration.wholeEvents,
    windowed: declaration.windowed,
    canDrop: declaration.drops,
    failures: { drops: countOf("ElseDrop", values), fails: countOf("ElseFail", values) > 0 },
    growth: growthOf(declaration, args),
    options: declaration.stateful ? knownOptions(context.checked, call) : new Map(),
    typeArgs: declaration.stateful ? [...bound.typeArgs].map(([param, element]) => ({ param, element })) : [],
    keeps: declaration.keeps && {
      key: { element: substitute(declaration.keeps.key, bound.typeArgs) },
      value: { element: substitute(declaration.keeps.value, bound.typeArgs) },
    },
    inputs: [{ port: RECEIVER, element: input }],
    element: elementOf(context.checked.types.get(call)),
    rejects: values.flatMap((value) => rejectsOf(context, value, input, unit, rejectTo)),
    place: context.places.at(unit, call.callee.kind === "MemberExpr" ? call.callee.name.span : call.span),
  };
}

function countOf(kind: Node["kind"], exprs: readonly Expr[]): number {
  let count = 0;
  for (const expr of exprs) {
    walk(expr, (node) => {
      if (node.kind === kind) count += 1;
    });
  }
  return count;
}

/** Of an operator that may give nothing, and of which a function gives an array for each event. */
function growthOf({ drops }: Declaration, args: readonly BoundArgument[]): GrowthPlan | null {
  const grows = drops && args.some(({ type }) => type.kind === "function" && type.result.kind === "array");
  if (!grows) return null;
  const lambda = args[0]?.value;
  if (lambda?.kind !== "LambdaExpr" || lambda.body.kind !== "ArrayExpr") return { times: null };
  const { elements } = lambda.body;
  return { times: elements.every((element) => element.kind !== "Spread") ? elements.length : null };
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
