/** What becomes of one element: everything that takes it, written out one after another. */
import { endpointsOf } from "../../3-plan/endpoints.ts";
import type { StreamOperator } from "../../3-plan/plan.ts";
import { ERROR } from "../../types/construct.ts";
import type { Value } from "../code.ts";
import { settled } from "../expression/parameters.ts";
import { emitEach, type Leave } from "../loop.ts";
import type { At } from "../module.ts";
import { EACH } from "../operators/each.ts";
import { plainName, wantedByOperator } from "../operators/wanted.ts";
import { emitTarget, shareWhole } from "../target.ts";
import { reachOperator } from "../test/reach.ts";
import { type Consumer, letName } from "./graph.ts";
import { restingOperator } from "./operators.ts";
import type { StreamWriting } from "./writing.ts";

/** Consumers of single elements; those that take a list that is there already are left out. */
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
  reachOperator(operator, at);
  const next = (element: Value, inner: At, leaveNext: Leave): void =>
    pushAll(operator.id, element, inner, leaveNext, writing);
  const emitLink = operator.reads === "each" ? EACH[operator.builtIn ?? ""] : undefined;
  if (emitLink !== undefined) {
    emitLink({ operator, element: value, at, leave, side, wanted: graph.wanted(operator.id), next });
  } else if (graph.isDirect(operator)) {
    next(value, at, leave);
  } else {
    const store = (consumer.side > 0 ? writing.later.get(operator.id) : undefined) ?? writing.stores.get(operator.id);
    if (store === undefined) throw new Error(`${operator.id} was not opened`);
    restingOperator(operator).add(operator, store, value, writing, at);
  }
}

/** A value that several take is computed once, and built once where several need the whole. */
function share(id: string, value: Value, consumers: readonly Consumer[], at: At, writing: StreamWriting): Value {
  const { name, parts } = writing.graph.wanted(id);
  const type = writing.graph.plan.nodes.find((one) => one.id === id)?.element ?? ERROR;
  const wanted = name ?? plainName(type);
  const simple = settled(value, wanted, at, parts ?? namesOfParts(at, consumers), type);
  const wholes = consumers.flatMap((one) => {
    if (one.kind === "wire") return endpointsOf(one.wire.to).map(({ name }) => name);
    return takesWhole(one.operator) ? [one.operator.id] : [];
  });
  return wholes.length > 1 && simple.parts !== null ? shareWhole(simple, type, at, wanted) : simple;
}

/** What the first that takes a tuple apart calls its parts. */
function namesOfParts(at: At, consumers: readonly Consumer[]): readonly string[] {
  const all = consumers.flatMap((one) =>
    one.kind === "wire" ? [] : [wantedByOperator(at.module.checked, one.operator)],
  );
  return all.find((one) => one.parts !== null)?.parts ?? [];
}

function takesWhole(operator: StreamOperator): boolean {
  return operator.reads !== "each" && !/ByKey/.test(operator.builtIn ?? "");
}

function labelOf(consumer: Consumer): string {
  return consumer.kind === "wire" ? "output" : (letName(consumer.operator) ?? "output");
}
