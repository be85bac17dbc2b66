import type { ElseReject, Expr } from "../../grammar/ast.ts";
import { walk } from "../../grammar/walk.ts";
import { knownOptions } from "../2-check/call/component.ts";
import type { BoundArgument, Unit } from "../model/checked.ts";
import type { Declaration } from "../model/declaration.ts";
import { substitute } from "../model/types/inference.ts";
import type { Type } from "../model/types/type.ts";
import { elementOf, type PlanContext, type PlannedCall } from "./context.ts";
import { planSaid } from "./maker.ts";
import type { GrowthPlan, OperatorPlan } from "./plan.ts";

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
  const { drops, fails, rejects } = exitsIn(args);
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
    failures: { drops, fails },
    growth: growthOf(declaration, args),
    options: declaration.stateful ? knownOptions(context.checked, call) : new Map(),
    typeArgs: declaration.stateful ? [...bound.typeArgs].map(([param, element]) => ({ param, element })) : [],
    keeps: declaration.keeps && {
      key: { element: substitute(declaration.keeps.key, bound.typeArgs) },
      value: { element: substitute(declaration.keeps.value, bound.typeArgs) },
    },
    inputs: [{ port: RECEIVER, element: input }],
    element: elementOf(context.checked.types.get(call)),
    rejects: rejects.flatMap(({ target, span }) => {
      const to = rejectTo(target, input);
      return to === null ? [] : [{ to, element: input, place: context.places.at(unit, span) }];
    }),
    place: context.places.at(unit, call.callee.kind === "MemberExpr" ? call.callee.name.span : call.span),
  };
}

/** What elements leave the operator's arguments by. */
function exitsIn(args: readonly BoundArgument[]): {
  readonly drops: number;
  readonly fails: boolean;
  readonly rejects: readonly ElseReject[];
} {
  let drops = 0;
  let fails = false;
  const rejects: ElseReject[] = [];
  for (const { value } of args) {
    if (value === null) continue;
    walk(value, (node) => {
      if (node.kind === "ElseDrop") drops++;
      else if (node.kind === "ElseFail") fails = true;
      else if (node.kind === "ElseReject") rejects.push(node);
    });
  }
  return { drops, fails, rejects };
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
