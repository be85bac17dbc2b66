import type { Expr, LetStmt, TopicDecl } from "../../grammar/ast.ts";
import type { BoundCall, FlowSymbol, Unit } from "../model/checked.ts";
import type { Type } from "../model/types/type.ts";
import { planComponent, planTopicReader, planTopicWriter, type Standing } from "./component.ts";
import { bare, callOf, idOf, keptNameOf, type PlanContext, symbolOf } from "./context.ts";
import type { Names } from "./names.ts";
import type {
  CadencePlan,
  ComponentPlan,
  RefusedPlan,
  StreamInput,
  StreamNode,
  StreamWire,
  TopicWriterPlan,
} from "./plan.ts";
import type { UnnamedOperator } from "./stable-ids.ts";
import { topicElement } from "./topic.ts";

/** A stream while its lets and wires are being read. */
export interface StreamDraft {
  readonly context: PlanContext;
  readonly id: string;
  /** What it keeps is kept below this name. */
  readonly keptAs: string;
  readonly unit: Unit;
  /** Names of lets, inputs, outputs and operators: all stand below the stream's id. */
  readonly names: Names;
  /** What lets and inputs were called before, by their names now. */
  readonly former: Map<string, string>;
  readonly cadences: CadencePlan[];
  readonly inputs: Map<string, StreamInput>;
  readonly outputs: Map<string, ComponentPlan | TopicWriterPlan>;
  /** What becomes of what an output refuses, by the output's name. */
  readonly refusals: Map<string, RefusedPlan>;
  readonly nodes: Map<string, StreamNode>;
  readonly wires: StreamWire[];
  /** Node of each `let` that has been planned. */
  readonly lets: Map<LetStmt, string>;
  /** Operators that no `let` names, by the id that they would like to have. */
  readonly unnamed: Map<string, UnnamedOperator[]>;
  /** What such an operator's id is made of, by that id. */
  readonly chains: Map<string, Chain>;
}

/** An unnamed operator below the name that stands before it, or that is given to all of it: `hits`, `filter`, `map`. */
export interface Chain {
  readonly base: string;
  readonly operators: readonly string[];
}

/**
 * Id of an operator that no `let` names: below the nearest name (`trending.hits.filter`), so that it stays the same
 * whatever is written elsewhere. The second `map` of a chain is `map2`. `wanted` is what it is called unless
 * another chain has the same, `keptAs` the same within the stream, with the name that stood there before.
 */
export function unnamedId(
  draft: StreamDraft,
  parent: string,
  operator: string,
  within: string | null,
): { readonly id: string; readonly wanted: string; readonly keptAs: string } {
  const before = draft.chains.get(parent);
  const base = within ?? before?.base ?? parent.slice(draft.id.length + 1);
  const operators = [...(before?.base === base ? before.operators : []), operator];
  const times = operators.filter((one) => one === operator).length;
  const wanted = `${base}.${operator}${times > 1 ? times : ""}`;
  // Those that another chain has as well get their ids when all are known.
  const isTaken = draft.unnamed.has(nodeId(draft, wanted));
  const id = nodeId(draft, draft.names.take(isTaken ? `${wanted}_` : wanted));
  draft.chains.set(id, { base, operators });
  const keptAs = `${draft.former.get(base) ?? base}${wanted.slice(base.length)}`;
  return { id, wanted: nodeId(draft, wanted), keptAs };
}

/** Id of the node named `name` within the stream. */
export function nodeId(draft: StreamDraft, name: string): string {
  return `${draft.id}.${name}`;
}

/** The name that the program gives with `let`, else the one wanted, numbered where it is taken. */
function nameFor(draft: StreamDraft, letName: string | null, wanted: string): string {
  return letName ?? draft.names.take(wanted);
}

/** The stream's own interval: the first cadence. */
export function interval(draft: StreamDraft): string {
  return draft.cadences[0]?.id ?? "";
}

/** A source written in the stream: each call is an input of its own. */
export function addSource(draft: StreamDraft, expr: Expr, letName: string | null): string | null {
  const made = callOf(draft.context, expr);
  if (made?.bound.callee.kind !== "extern" || made.bound.callee.declaration.kind !== "source") return null;
  const name = nameFor(draft, letName, made.bound.callee.declaration.name);
  const component = planComponent(draft.context, made, "source", null, standing(draft, name, expr));
  return component === null ? null : addInput(draft, component);
}

/** A topic read by the stream. Reading it twice as the same group is one input. */
export function addTopicInput(
  draft: StreamDraft,
  decl: TopicDecl,
  from: BoundCall | null,
  expr: Expr,
  letName: string | null,
): string {
  const topic = idOf(draft.context, decl);
  if (from === null) {
    for (const input of draft.inputs.values()) {
      if (input.kind === "topicReader" && input.topic === topic && input.group === null && input.start === null) {
        return nodeId(draft, input.name);
      }
    }
  }
  const name = nameFor(draft, letName, decl.name.text);
  const was = keptNameOf(name, decl);
  if (letName === null && was !== name) draft.former.set(name, was);
  const element = topicElement(draft.context, decl);
  return addInput(draft, planTopicReader(draft.context, topic, element, from, standing(draft, name, expr)));
}

/** A channel of an agent (`a1.c1`), drained by the stream. */
export function addChannelInput(
  draft: StreamDraft,
  symbol: Extract<FlowSymbol, { kind: "component" }>,
  element: Type,
  expr: Expr,
  letName: string | null,
): string {
  const agent = idOf(draft.context, symbol.agent);
  const channel = symbol.decl.name.text;
  for (const input of draft.inputs.values()) {
    if (input.kind === "channelReader" && input.agent === agent && input.channel === channel) {
      return nodeId(draft, input.name);
    }
  }
  const name = nameFor(draft, letName, channel);
  const place = draft.context.places.at(draft.unit, expr.span);
  const { keptAs } = standing(draft, name, expr);
  return addInput(draft, {
    kind: "channelReader",
    id: nodeId(draft, name),
    name,
    keptAs,
    agent,
    channel,
    element,
    place,
  });
}

/**
 * A sink or topic that a wire ends in, or that failures go to; null when `expr` is none. A topic is one output for all
 * that is written to it with the same way out for what it refuses.
 */
export function addOutput(
  draft: StreamDraft,
  expr: Expr,
  element: Type,
  refused: RefusedPlan | null = null,
): string | null {
  const target = bare(expr);
  const symbol = symbolOf(draft.context, target);
  if (symbol?.kind === "topic") {
    const topic = idOf(draft.context, symbol.decl);
    for (const output of draft.outputs.values()) {
      const known = draft.refusals.get(output.name);
      const isSame = known === undefined ? refused === null : refused !== null && known.to === refused.to;
      if (output.kind === "topicWriter" && output.topic === topic && isSame) return output.name;
    }
    const name = draft.names.take(symbol.decl.name.text);
    const was = keptNameOf(name, symbol.decl);
    if (was !== name) draft.former.set(name, was);
    if (refused !== null) draft.refusals.set(name, refused);
    draft.outputs.set(name, topicWriter(draft, symbol.decl, name, target));
    return name;
  }
  const sink = planSink(draft, target, element);
  if (sink === null) return null;
  draft.outputs.set(sink.name, sink);
  return sink.name;
}

/** A sink that stands by itself in the stream, or a group with its members; null when `target` is something else. */
function planSink(draft: StreamDraft, target: Expr, element: Type): ComponentPlan | null {
  const made = callOf(draft.context, target);
  if (made === null || made.bound.callee.kind !== "extern") return null;
  const name = draft.names.take(made.bound.callee.declaration.name);
  const component = planComponent(draft.context, made, "sink", element, standing(draft, name, target));
  const grouped = made.bound.args.flatMap((arg) => arg.values ?? []);
  if (component === null || grouped.length === 0) return component;
  return { ...component, members: grouped.flatMap((member) => planMember(draft, bare(member), element) ?? []) };
}

function planMember(draft: StreamDraft, target: Expr, element: Type): ComponentPlan | TopicWriterPlan | null {
  const symbol = symbolOf(draft.context, target);
  if (symbol?.kind !== "topic") return planSink(draft, target, element);
  return topicWriter(draft, symbol.decl, draft.names.take(symbol.decl.name.text), target);
}

function topicWriter(draft: StreamDraft, decl: TopicDecl, name: string, target: Expr): TopicWriterPlan {
  const { context } = draft;
  return planTopicWriter(context, idOf(context, decl), topicElement(context, decl), standing(draft, name, target));
}

function addInput(draft: StreamDraft, input: StreamInput): string {
  draft.inputs.set(input.name, input);
  const { id, element, place } = input;
  draft.nodes.set(id, { kind: "input", id, input: input.name, names: [], element, cadence: interval(draft), place });
  return id;
}

function standing(draft: StreamDraft, name: string, at: Expr): Standing {
  const keptAs = `${draft.keptAs}.${draft.former.get(name) ?? name}`;
  return { owner: draft.id, name, keptAs, unit: draft.unit, at };
}
