import type { ComponentDecl, Expr, TopicDecl } from "../../grammar/ast.ts";
import type { BoundCall, Unit } from "../model/checked.ts";
import { ERROR } from "../model/types/construct.ts";
import type { Type } from "../model/types/type.ts";
import { planComponent, planTopicReader, planTopicWriter, type Standing } from "./component.ts";
import { bare, callOf, idOf, keptNameOf, type PlanContext, type PlannedCall, symbolOf } from "./context.ts";
import type { Names } from "./names.ts";
import type { BranchPlan, ComponentPlan, FlowPlan, SinkGroupPlan, TopicReaderPlan, TopicWriterPlan } from "./plan.ts";
import { topicElement } from "./topic.ts";

/** An agent while its wires are being read. */
export interface AgentDraft {
  readonly context: PlanContext;
  readonly id: string;
  /** What it keeps is kept below this name. */
  readonly keptAs: string;
  readonly unit: Unit;
  readonly names: Names;
  /** Names of operators: their ids are below the agent's. */
  readonly operatorNames: Names;
  readonly sources: Map<string, ComponentPlan | TopicReaderPlan>;
  readonly channels: Map<string, ComponentPlan>;
  readonly sinks: Map<string, ComponentPlan | TopicWriterPlan>;
  readonly groups: Map<string, SinkGroupPlan>;
  readonly flows: FlowPlan[];
}

/** Plans a named component the first time that something flows to it; gives its name. */
export function declare(draft: AgentDraft, decl: ComponentDecl, arriving: Type | null): string {
  const name = decl.name.text;
  const at = { span: decl.name.span, doc: decl.doc };
  const standing = standingOf(draft, name, at, decl.was?.value);
  const made = callOf(draft.context, bare(decl.value));
  if (made !== null) addComponent(draft, made, decl.role, arriving, standing);
  return name;
}

/** Plans a component written on a wire; it gets its name from what it is made by. */
export function addAnonymous(
  draft: AgentDraft,
  expr: Expr,
  role: ComponentPlan["role"],
  arriving: Type | null,
): string | null {
  const made = callOf(draft.context, expr);
  if (made === null || made.bound.callee.kind !== "extern") return null;
  const name = draft.names.take(made.bound.callee.declaration.name);
  addComponent(draft, made, role, arriving, standingOf(draft, name, expr));
  return name;
}

function addComponent(
  draft: AgentDraft,
  made: PlannedCall,
  role: ComponentPlan["role"],
  arriving: Type | null,
  standing: Standing,
): void {
  const { name } = standing;
  if (draft.sources.has(name) || draft.channels.has(name) || draft.sinks.has(name) || draft.groups.has(name)) return;
  const component = planComponent(draft.context, made, role, arriving, standing);
  if (component === null) return;
  const members = made.bound.args.flatMap((arg) => arg.values ?? []);
  if (role === "source") draft.sources.set(name, component);
  else if (role === "channel") draft.channels.set(name, component);
  else if (members.length === 0) draft.sinks.set(name, component);
  else draft.groups.set(name, planGroup(draft, component, members, arriving));
}

function planGroup(
  draft: AgentDraft,
  component: ComponentPlan,
  members: readonly Expr[],
  arriving: Type | null,
): SinkGroupPlan {
  const { id, name, keptAs, element, place, maker, options, said } = component;
  const names = members.flatMap((member) => {
    const sink = addSink(draft, member, arriving ?? ERROR);
    return sink === null ? [] : [sink];
  });
  return { kind: "sinkGroup", id, name, keptAs, element, place, maker, options, said, members: names };
}

/** A sink, sink group or topic that events go to; null when `expr` is none. */
export function addSink(draft: AgentDraft, expr: Expr, arriving: Type): string | null {
  const target = bare(expr);
  const symbol = symbolOf(draft.context, target);
  if (symbol?.kind === "component") return declare(draft, symbol.decl, arriving);
  if (symbol?.kind === "topic") return addTopicWriter(draft, symbol.decl, target);
  return addAnonymous(draft, target, "sink", arriving);
}

function addTopicWriter(draft: AgentDraft, decl: TopicDecl, at: Expr): string {
  const topic = idOf(draft.context, decl);
  for (const sink of draft.sinks.values()) if (sink.kind === "topicWriter" && sink.topic === topic) return sink.name;
  const name = draft.names.take(decl.name.text);
  const standing = standingOf(draft, name, at, keptNameOf(name, decl));
  draft.sinks.set(name, planTopicWriter(draft.context, topic, topicElement(draft.context, decl), standing));
  return name;
}

/** A topic as a source of the agent. Two wires that read it alike share one reader. */
export function addTopicReader(
  draft: AgentDraft,
  decl: TopicDecl,
  element: Type,
  from: BoundCall | null,
  at: Expr,
): string {
  const topic = idOf(draft.context, decl);
  if (from === null) {
    for (const source of draft.sources.values()) {
      if (source.kind === "topicReader" && source.topic === topic && source.group === null) return source.name;
    }
  }
  const name = draft.names.take(decl.name.text);
  const standing = standingOf(draft, name, at, keptNameOf(name, decl));
  draft.sources.set(name, planTopicReader(draft.context, topic, element, from, standing));
  return name;
}

function standingOf(draft: AgentDraft, name: string, at: Standing["at"], was = name): Standing {
  return { owner: draft.id, name, keptAs: `${draft.keptAs}.${was}`, unit: draft.unit, at };
}

/** Adds what leaves `from`: one flow for a source, one for each sink of a channel. */
export function addFlow(draft: AgentDraft, from: string, element: Type, branch: BranchPlan): void {
  const flow = draft.flows.findIndex((one) => one.from === from);
  const known = draft.flows[flow];
  if (known !== undefined && draft.sources.has(from)) {
    draft.flows[flow] = { ...known, branches: [...known.branches, branch] };
    return;
  }
  const earlier = draft.flows.filter((one) => one.from === from).length;
  const id = earlier === 0 ? `${draft.id}.${from}` : `${draft.id}.${from}.${earlier + 1}`;
  draft.flows.push({ id, from, element, branches: [branch], place: branch.place });
}
