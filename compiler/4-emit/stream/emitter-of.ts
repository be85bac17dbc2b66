import type { OperatorPlan } from "../../3-plan/plan.ts";
import type { Module } from "../module.ts";
import type { NameHint } from "../operators/name-hint.ts";
import { fromModule } from "./from-module.ts";
import { fromStatefulModule } from "./from-stateful-module.ts";
import type { ElementwiseEmitter, OperatorEmitter, PipelineBreaker } from "./operator-emitter.ts";
import { OPERATOR_EMITTERS } from "./operators.generated.ts";

/** How an operator is written, as its declaration says. */
export function emitterOf({ id, emitter, keeps }: OperatorPlan): OperatorEmitter {
  if (emitter === null) return keeps === null ? fromModule : fromStatefulModule;
  const found = OPERATOR_EMITTERS.get(emitter);
  if (found === undefined) throw new Error(`${id} names an unknown emitter: ${emitter}`);
  return found;
}

/** The same of an operator that takes one element at a time. */
export function elementwiseEmitterOf(operator: OperatorPlan): ElementwiseEmitter {
  const emitter = emitterOf(operator);
  if (emitter.kind !== "elementwise") throw new Error(`${operator.id} does not take single elements`);
  return emitter;
}

/** The same of one that ends a loop. */
export function breakerOf(operator: OperatorPlan): PipelineBreaker {
  const emitter = emitterOf(operator);
  if (emitter.kind !== "breaker") throw new Error(`${operator.id} takes single elements`);
  return emitter;
}

/** What an operator calls its elements. */
export function hintOfOperator(operator: OperatorPlan, module: Module): NameHint {
  return emitterOf(operator).hint(operator, module);
}
