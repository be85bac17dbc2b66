/** What becomes of one element: everything that takes it, written out one after another. */
import { endpointsOf } from "../../3-plan/checks/endpoints.ts";
import type { StreamOperator } from "../../3-plan/plan.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { Value } from "../code.ts";
import { makeRepeatable } from "../expression/parameters.ts";
import { emitEach, type Leave } from "../loop.ts";
import type { At } from "../module.ts";
import { plainName } from "../operators/name-hint.ts";
import { enterOperator, leaveOperator } from "../probe.ts";
import { emitTarget, shareWhole } from "../target.ts";
import { breakerOf, elementwiseEmitterOf, emitterOf, hintOfOperator } from "./emitter-of.ts";
import { type Consumer, letName } from "./graph.ts";
import type { Stores } from "./operator-emitter.ts";
import type { StreamWriting } from "./writing.ts";

/** Consumers of single elements; those that take a whole list at once are left out. */
export function elementConsumers(id: string, writing: StreamWriting): readonly Consumer[] {
  return writing.graph.consumers(id).filter((one) => one.kind === "wire" || !writing.lists.has(one.operator.id));
}

/** Gives `value`, an element of the node `id`, to all that take it. */
export function pushAll(id: string, value: Value, at: At, leave: Leave, writing: StreamWriting): void {
  const consumers = elementConsumers(id, writing);
  const shared = consumers.length > 1 ? share(id, value, consumers, at, writing) : value;
  emitEach(consumers, at, leave, labelOf, (consumer, inner, leaveOne) =>
    push(consumer, shared, inner, leaveOne, writing),
  );
}

/** Gives `value` to one consumer. */
export function push(consumer: Consumer, value: Value, at: At, leave: Leave, writing: StreamWriting): void {
  const { graph, side } = writing;
  if (consumer.kind === "wire") {
    emitTarget(consumer.wire.to, value, at, side);
    return;
  }
  const { operator } = consumer;
  enterOperator(operator, at);
  const next = (element: Value, inner: At, leaveNext: Leave): void => {
    const given = leaveOperator(operator, element, operator.element, inner);
    pushAll(operator.id, given, inner, leaveNext, writing);
  };
  if (operator.shape === "elementwise") {
    elementwiseEmitterOf(operator).emit({
      operator,
      element: value,
      at,
      leave,
      side,
      hint: graph.hint(operator.id),
      next,
    });
  } else if (graph.isDirect(operator)) {
    next(value, at, leave);
  } else {
    breakerOf(operator).accept(consumer.port, value, { operator, stores: storesOf(operator, writing), writing, at });
  }
}

/** What `operator` gathers its elements in, where the loops have come to it. */
export function storesOf({ id }: StreamOperator, { stores }: StreamWriting): Stores {
  return stores.get(id) ?? new Map();
}

/** A value that several take is computed once, and built once where several need the whole. */
function share(id: string, value: Value, consumers: readonly Consumer[], at: At, writing: StreamWriting): Value {
  const { name, parts } = writing.graph.hint(id);
  const type = writing.graph.plan.nodes.find((one) => one.id === id)?.element ?? ERROR;
  const wanted = name ?? plainName(type);
  const simple = makeRepeatable(value, wanted, at, parts ?? namesOfParts(at, consumers), type);
  const wholes = consumers.flatMap((one) => {
    if (one.kind === "wire") return endpointsOf(one.wire.to).map(({ name }) => name);
    return takesWhole(one.operator, at) ? [one.operator.id] : [];
  });
  return wholes.length > 1 && simple.parts !== null ? shareWhole(simple, type, at, wanted) : simple;
}

/** What the first that takes a tuple apart calls its parts. */
function namesOfParts(at: At, consumers: readonly Consumer[]): readonly string[] {
  const all = consumers.flatMap((one) => (one.kind === "wire" ? [] : [hintOfOperator(one.operator, at.module)]));
  return all.find((one) => one.parts !== null)?.parts ?? [];
}

function takesWhole(operator: StreamOperator, at: At): boolean {
  const emitter = emitterOf(operator);
  return emitter.kind === "breaker" && emitter.hint(operator, at.module).parts === null;
}

function labelOf(consumer: Consumer): string {
  return consumer.kind === "wire" ? "output" : (letName(consumer.operator) ?? "output");
}
