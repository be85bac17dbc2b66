/**
 * The body of a stream's batch function. From every point where data rests (an input, gathered pairs, a window) goes
 * one loop that does all that can be done with single elements, up to the next such points.
 */
import { endpointsOf } from "../../3-plan/checks/endpoints.ts";
import type { StreamInputNode, StreamNode, StreamOperator, StreamWire } from "../../3-plan/plan.ts";
import type { Type } from "../../model/types/type.ts";
import { innerBlock } from "../block.ts";
import { asValue, atom, type Value } from "../code.ts";
import { braced, type Doc, joined } from "../doc.ts";
import { emitEach, emitLoop, emitOnce, emitOnceIf, type Leave } from "../loop.ts";
import { type At, inBlock } from "../module.ts";
import { eventOf } from "../operators/event.ts";
import { declareElement, type NameHint, plainName } from "../operators/name-hint.ts";
import { enterOperator, leaveWithAll, resumeOperator } from "../probe.ts";
import { singular } from "../scope.ts";
import { quoted } from "../text.ts";
import { breakerOf } from "./emitter-of.ts";
import { type Consumer, letName } from "./graph.ts";
import type { Stores } from "./operator-emitter.ts";
import { elementConsumers, push, pushAll, storesOf } from "./push.ts";
import type { Result } from "./result.ts";
import { advance } from "./windowed.ts";
import type { StreamWriting } from "./writing.ts";

/** Writes all that happens at `cadence`, and inside it what happens at slower ones. */
export function emitCadence(cadence: string, writing: StreamWriting, at: At): void {
  const { plan } = writing.graph;
  for (const node of plan.nodes) {
    if (node.cadence !== cadence) continue;
    if (node.kind === "input") {
      const events = writing.inputs.get(node.input) ?? node.input;
      openConsumers(node.id, { list: null, size: `${events}.length` }, writing, at);
      emitInput(node, writing, at);
    } else if (node.shape !== "elementwise" && !writing.graph.isDirect(node)) {
      resumeOperator(node, at);
      const result = writing.results.get(node.id) ?? resultOf(node, writing, at);
      leaveWithAll(node, result, at);
      openConsumers(node.id, givenBy(result), writing, at);
      emitResult(node, result, writing, at);
    }
  }
  for (const slower of plan.cadences) if (slower.parent === cadence) emitSlower(slower.id, writing, at);
}

function resultOf(operator: StreamOperator, writing: StreamWriting, at: At): Result {
  return breakerOf(operator).finish({ operator, stores: storesOf(operator, writing), writing, at });
}

/** What happens only in the batches in which a window ends. In the others its outputs have no batch at all. */
function emitSlower(cadence: string, writing: StreamWriting, at: At): void {
  const { plan } = writing.graph;
  const windows = plan.nodes.filter(
    (node): node is StreamOperator =>
      node.kind === "operator" && node.cadence === cadence && startsCadence(node, writing),
  );
  const names = windows.map((operator) => {
    resumeOperator(operator, at);
    const name = advance({ operator, stores: storesOf(operator, writing), writing, at }, false);
    writing.results.set(operator.id, { kind: "list", size: "length", doc: name });
    return name;
  });
  const inner = inBlock(at, innerBlock(at.block));
  emitCadence(cadence, writing, inner);
  const batch = writing.params.batch();
  const skips = skippedOutputs(cadence, writing).map((name): Doc => `${batch}.skip(${quoted(name)});`);
  const missing = joined(
    names.map((name) => `${name} === null`),
    " || ",
  );
  if (skips.length > 0) {
    at.block.statements.push(["if (", missing, ") ", braced(skips), " else ", braced(inner.block.statements)]);
  } else {
    const there = joined(
      names.map((name) => `${name} !== null`),
      " && ",
    );
    at.block.statements.push(["if (", there, ") ", braced(inner.block.statements)]);
  }
}

/** True for a window that ends less often than its input comes. */
function startsCadence(operator: StreamOperator, writing: StreamWriting): boolean {
  const input = writing.graph.plan.nodes.find((node) => node.id === operator.inputs[0].node);
  return operator.shape === "windowed" && input?.cadence !== operator.cadence;
}

/** Outputs to which nothing goes but at `cadence` or slower. */
function skippedOutputs(cadence: string, { graph: { plan } }: StreamWriting): string[] {
  const atOrSlower = (id: string): boolean => {
    const parent = plan.cadences.find((one) => one.id === id)?.parent ?? null;
    return id === cadence || (parent !== null && atOrSlower(parent));
  };
  const feeds = (wire: StreamWire, output: string): boolean => endpointsOf(wire.to).some(({ name }) => name === output);
  return plan.outputs
    .map((output) => output.name)
    .filter((name) => {
      const wires = plan.wires.filter((wire) => feeds(wire, name));
      return wires.length > 0 && wires.every((wire) => atOrSlower(wire.cadence));
    });
}

/** Opens what the loop over `id` gathers its elements in, where an earlier loop has not done so. */
function openConsumers(id: string, given: Given | null, writing: StreamWriting, at: At): void {
  for (const one of writing.graph.consumers(id)) {
    if (one.kind === "wire") continue;
    const { operator } = one;
    if (operator.shape === "elementwise" || writing.graph.isDirect(operator))
      openConsumers(operator.id, null, writing, at);
    else if (!writing.stores.has(operator.id)) {
      const store = given === null ? null : givenTo(operator, given);
      if (store !== null && given !== null) {
        writing.lists.add(operator.id);
        enterOperator(operator, at, given.size);
      }
      const opened = store ?? breakerOf(operator).open({ operator, writing, at });
      const all = (): Stores => new Map(operator.inputs.map(({ port }) => [port, String(opened)]));
      writing.stores.set(operator.id, typeof opened === "string" ? all() : opened);
    }
  }
}

/** A list that exists before the loop over it. */
interface Given {
  /** Null where it has events in it, and not the elements themselves. */
  readonly list: string | null;
  readonly size: string;
}

function givenBy(result: Result): Given | null {
  return result.kind === "list" ? { list: String(result.doc), size: `${result.doc}.${result.size}` } : null;
}

/** What an operator can take at once, instead of element by element. */
function givenTo(operator: StreamOperator, given: Given): string | null {
  const { takes } = breakerOf(operator);
  if (takes === undefined || operator.inputs.length > 1) return null;
  return takes === "size" ? given.size : given.list;
}

function emitInput(node: StreamInputNode, writing: StreamWriting, at: At): void {
  const name = writing.inputs.get(node.input) ?? node.input;
  const consumers = elementConsumers(node.id, writing);
  const events = consumers.filter(isEvents);
  const hint = writing.graph.hint(node.id);
  const otherwise = elementName(node.input, node.element);
  if (events.length > 0) emitEvents(name, consumers, writing, at);
  else {
    let value: Value | null = null;
    emitLoop(
      at,
      name,
      (scope) => {
        const declared = declareElement(scope, hint, otherwise);
        value = declared.value;
        return { ...declared, doc: declared.doc === "body" ? "{ body }" : ["{ body: ", declared.doc, " }"] };
      },
      (inner, leave) => {
        if (value !== null) pushAll(node.id, value, inner, leave, writing);
      },
    );
  }
}

/** A loop over an input of which someone wants the headers. */
function emitEvents(list: string, consumers: readonly Consumer[], writing: StreamWriting, at: At): void {
  const hint = consumers.map((one) => (isEvents(one) ? writing.graph.hint(one.operator.id).name : null));
  let event = "";
  emitLoop(
    at,
    list,
    (scope) => {
      event = scope.declare(hint.find((name) => name !== null) ?? "event");
      return { doc: event, name: event };
    },
    (inner, leave) => {
      const whole = eventOf(atom(event));
      const body = asValue(atom(`${event}.body`));
      const label = (one: Consumer): string => (one.kind === "wire" ? "output" : one.operator.name);
      emitEach(consumers, inner, leave, label, (one, each, leaveOne) => {
        push(one, isEvents(one) ? whole : body, each, leaveOne, writing);
      });
    },
  );
}

function isEvents(one: Consumer): one is Extract<Consumer, { kind: "operator" }> {
  return one.kind === "operator" && one.operator.takesEvents;
}

function emitResult(node: StreamNode, result: Result, writing: StreamWriting, at: At): void {
  if (elementConsumers(node.id, writing).length === 0) return;
  const label = letName(node) ?? "result";
  const body = (value: Value) => (inner: At, leave: Leave) => pushAll(node.id, value, inner, leave, writing);
  if (result.kind === "one") emitOnce(at, label, body(asValue(result.code)));
  else if (result.kind === "perhaps") {
    emitOnceIf(at, [result.code.doc, " !== undefined"], label, body(asValue(result.code)));
  } else emitList(node, result.doc, writing.graph.hint(node.id), writing, at);
}

function emitList(node: StreamNode, list: Doc, hint: NameHint, writing: StreamWriting, at: At): void {
  const name = letName(node);
  let value: Value | null = null;
  emitLoop(
    at,
    list,
    (scope) => {
      const declared = declareElement(scope, hint, elementName(name, node.element));
      value = declared.value;
      return declared;
    },
    (inner, leave) => {
      if (value !== null) pushAll(node.id, value, inner, leave, writing);
    },
  );
}

/** `line` of `lines`; a tuple is called what it is. */
function elementName(list: string | null, element: Type): string {
  return (list === null || element.kind === "tuple" ? null : singular(list)) ?? plainName(element);
}
