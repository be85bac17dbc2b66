import type { Expr } from "../../grammar/ast.ts";
import { knownOptions } from "../2-check/call/component.ts";
import { evaluate } from "../2-check/value/evaluate.ts";
import type { BoundArgument, Extern, Unit } from "../model/checked.ts";
import type { Declaration } from "../model/declaration.ts";
import type { PlanContext, PlannedCall } from "./context.ts";
import { planExpression } from "./expression.ts";
import type { BoundPlan, MakerPlan, Options, SaidPlan } from "./plan.ts";

/** What a plan has of the call that makes a component, topic or group. */
export interface MadePlan {
  readonly maker: MakerPlan;
  readonly options: Options;
  readonly said: readonly SaidPlan[];
}

/** Plans the call that makes `id`, which is found among the origins from then on. */
export function planMade(
  context: PlanContext,
  id: string,
  { call, bound: { args } }: PlannedCall,
  maker: Extern,
  unit: Unit,
): MadePlan {
  context.origins.made.set(id, { maker, call, args });
  const options = knownOptions(context.checked, call);
  return {
    maker: planMaker(context, maker, options),
    options,
    said: args.flatMap((arg) => planSaid(context, maker.declaration, arg, unit)),
  };
}

function planMaker(context: PlanContext, { declaration, unit }: Extern, options: Options): MakerPlan {
  const bound = (option: string | null): BoundPlan | null => {
    if (option === null) return null;
    const value = options.get(option);
    return { option, value: typeof value === "number" ? value : null };
  };
  return {
    name: declaration.name,
    declaredIn: context.places.nameOf(unit),
    delivers: declaration.delivers,
    isAtomic: declaration.atomic,
    knowsBatches: declaration.knowsBatches && declaration.knowsBatchesUnless.every((one) => isFalse(one, options)),
    beginsAgain: declaration.beginsAgain,
    losses: lossesOf(declaration, options),
    batch: bound(declaration.batches),
    transaction: bound(declaration.transacts),
    room: bound(declaration.holds),
    readers: bound(declaration.parallel),
    exclusiveFor: declaration.exclusiveFor,
    isDistributed: declaration.distributed,
    rereads: bound(declaration.rereads),
    resumes: declaration.resumes,
  };
}

/** Not where an option is known at the start only. */
function isFalse(condition: Expr, options: Options): boolean {
  return evaluate(condition, ({ text }) => options.get(text)) === false;
}

function lossesOf(declaration: Declaration, options: Options): MakerPlan["losses"] {
  return declaration.loses
    .filter(({ unless }) => {
      const holds = unless.every((condition) => evaluate(condition, ({ text }) => options.get(text)) === true);
      return unless.length === 0 || !holds;
    })
    .map(({ reason, raise }) => ({ reason, raise }));
}

/** What the program gives for a parameter. What is spread from a record stands nowhere as an option of its own. */
export function planSaid(context: PlanContext, { shared }: Declaration, arg: BoundArgument, unit: Unit): SaidPlan[] {
  const { name, value, spreadField } = arg;
  if (value === null || spreadField !== null) return [];
  const isShared = shared.some((option) => option.name === name);
  return [{ name, value: planExpression(context, value, unit), isShared }];
}
