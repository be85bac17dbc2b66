import type { Expr, StreamDecl } from "../../../grammar/ast.ts";
import { keeperOf } from "../../3-plan/checks/keeper.ts";
import { outputsWrittenOnce } from "../../3-plan/checks/once.ts";
import type { ComponentPlan, StreamInput, StreamPlan } from "../../3-plan/plan.ts";
import { declareConst } from "../block.ts";
import { asValue, atom, call, object, property } from "../code.ts";
import { emitDemands } from "../demand.ts";
import { brokenObject, type Doc } from "../doc.ts";
import { emitComponent, emitReading, emitSinkGroup, emitTestPart, emitTopicWriter, topicName } from "../endpoint.ts";
import { type At, typeOf } from "../module.ts";
import { probeProperties, watchedAt } from "../probe.ts";
import { emitRefused, refusingEnds } from "../refused.ts";
import { jsonText } from "../rejects.ts";
import { type EmittedStream, withObservers } from "../test/observer.ts";
import { quoted } from "../text.ts";
import { needsWriting, typeText } from "../types.ts";
import { emitBatchFunction, operatorsOf } from "./batch-function.ts";

/** `stream({ … })` or `statefulStream({ … })`: the value of a stream's constant. */
export function emitStream(planned: StreamPlan, decl: StreamDecl, top: At): Doc {
  const { imports } = top.module;
  const plan = top.module.testing ? withObservers(top.module, planned) : planned;
  emitPlainLets(decl, top);
  emitDemands(decl, top);
  const operators = operatorsOf(plan);
  const { doc: batch, state } = emitBatchFunction("batch", plan, top);
  const watching = operators.length === 0 ? null : watchedAt(top);
  const watched = watching === null ? [] : [emitBatchFunction("watched", plan, watching).doc];

  return call(imports.runtime(state.length === 0 ? "stream" : "statefulStream"), [
    brokenObject([
      property("name", quoted(plan.id)),
      property("place", quoted(plan.place.text)),
      property("every", top.module.emit(decl.every, top).whole().doc),
      ...emitKept(planned),
      ...emitOnce(planned, top),
      ...emitPace(decl, top),
      ...emitPoison(planned, decl, top),
      ...probeProperties(operators, top),
      property("inputs", brokenObject(plan.inputs.map((input) => property(input.name, emitInput(input, plan, top))))),
      property("outputs", brokenObject(plan.outputs.map((output) => property(output.name, emitOutput(output, top))))),
      ...emitWaysOut(planned, top),
      ...(state.length === 0
        ? []
        : [property("state", ["() => (", brokenObject(state.map(({ key, made }) => property(key, made))), ")"])]),
      batch,
      ...watched,
    ]),
  ]).doc;
}

/** What becomes of what an output refuses, by its name. */
function emitWaysOut(plan: StreamPlan, top: At): Doc[] {
  const ends = new Map(plan.wires.flatMap(({ to }) => refusingEnds(to)).map((end) => [end.name, end]));
  if (ends.size === 0) return [];
  const ways = [...ends].map(([name, end]) => property(name, emitRefused(end, plan.outputs, top)));
  return [property("refused", brokenObject(ways))];
}

/** Under which names things are kept, where these are others than those that the program has now. */
function emitKept({ id, keptAs, inputs, nodes }: StreamPlan): Doc[] {
  const names = (pairs: readonly (readonly [string, string])[]) =>
    object(pairs.map(([name, kept]) => property(name, quoted(kept))));
  const renamed = inputs.flatMap((input): [string, string][] => {
    const kept = input.keptAs.slice(keptAs.length + 1);
    return kept === input.name ? [] : [[input.name, kept]];
  });
  const chains = nodes.flatMap((node): [string, string][] =>
    node.kind === "operator" && node.isStateful && node.keptAsChain !== null && node.keptAsChain !== node.keptAs
      ? [[node.keptAs, node.keptAsChain]]
      : [],
  );
  const kept = [
    ...(keptAs === id ? [] : [property("as", quoted(keptAs))]),
    ...(renamed.length === 0 ? [] : [property("inputs", names(renamed))]),
    ...(chains.length === 0 ? [] : [property("chains", names(chains))]),
  ];
  return kept.length === 0 ? [] : [property("kept", object(kept))];
}

/** Whether outputs are told which batch they are given, so that a crash repeats none. */
function emitOnce(plan: StreamPlan, { module }: At): Doc[] {
  const topics = new Map(module.plan.topics.map((topic) => [topic.id, topic]));
  return module.testing || outputsWrittenOnce(topics, plan).size === 0 ? [] : [property("once", "true")];
}

/** How many batches there are, and how much they take. */
function emitPace({ overrun, maxRate, maxRatePerPartition, backpressureSpan }: StreamDecl, top: At): Doc[] {
  const valued = (name: string, value: Expr | null): Doc[] =>
    value === null ? [] : [property(name, top.module.emit(value, top).whole().doc)];
  return [
    ...(overrun === null ? [] : [property("overrun", quoted(overrun.text))]),
    ...valued("maxRate", maxRate),
    ...valued("maxRatePerPartition", maxRatePerPartition),
    ...(backpressureSpan === null ? [] : [property("backpressure", "true")]),
  ];
}

/** What becomes of a batch that fails. */
function emitPoison({ poison, inputs, outputs }: StreamPlan, { retries }: StreamDecl, top: At): Doc[] {
  const tries = retries === null ? [] : [property("retries", top.module.emit(retries, top).whole().doc)];
  if (poison === null) return tries;
  const taker = outputs.find((output) => output.name === poison.to);
  if (taker === undefined) return [...tries, property("poison", quoted("drop"))];
  const as = inputs.flatMap((input) => {
    const text = jsonText(input.element, taker.element, top);
    return text === null ? [] : [property(input.name, text)];
  });
  const to = property("to", quoted(taker.name));
  return [...tries, property("poison", object(as.length === 0 ? [to] : [to, property("as", object(as))]))];
}

/** A `let` that is no stream is a constant before it: options may use it too. */
function emitPlainLets(decl: StreamDecl, top: At): void {
  for (const member of decl.members) {
    if (member.kind !== "LetStmt" || typeOf(top, member).kind === "generic") continue;
    const name = member.name.text;
    const code = top.module.emit(member.value, top, name).whole();
    const annotation =
      code.widens && needsWriting(typeOf(top, member)) ? typeText(top.module, typeOf(top, member)) : null;
    const declared = declareConst(top.block, name, code.doc, annotation);
    top.module.bindings.set(member, asValue(atom(declared)));
  }
}

function emitOutput(output: EmittedStream["outputs"][number], top: At): Doc {
  switch (output.kind) {
    case "component":
      return output.members === undefined || top.module.testing
        ? emitComponent(output, top)
        : emitGroup(output, output.members, top);
    case "topicWriter":
      return emitTopicWriter(output, top);
    case "observer":
      return emitTestPart("testSink", output, top);
  }
}

/** `grouped(failover(["files", "files2"], {}), { files: files({ … }), … })` */
function emitGroup(group: ComponentPlan, members: NonNullable<ComponentPlan["members"]>, top: At): Doc {
  const made = emitSinkGroup({ id: group.id, members: members.map(({ name }) => name) }, top);
  const sinks = members.map((member) => property(member.name, emitOutput(member, top)));
  return call(top.module.imports.runtime("grouped"), [made, brokenObject(sinks)]).doc;
}

function emitInput(input: StreamInput, plan: EmittedStream, top: At): Doc {
  const { imports } = top.module;
  switch (input.kind) {
    case "component":
      if (top.module.testing) return emitTestPart("testInput", input, top);
      return call(imports.runtime("fromSource"), [emitComponent(input, top)]).doc;
    case "topicReader":
      return call(imports.runtime("fromTopic"), [
        topicName(input.topic, top),
        emitReading(input, plan.keptAs, keeperOf(plan, input.name) !== null, top),
      ]).doc;
    case "channelReader":
      return call(imports.runtime("fromChannel"), [agentName(input.agent, top), quoted(input.channel)]).doc;
  }
}

function agentName(id: string, top: At): string {
  const { module } = top;
  for (const [decl, declId] of module.ids) {
    if (decl.kind === "AgentDecl" && declId === id) {
      module.needs.add(decl);
      return module.names.get(decl) ?? id;
    }
  }
  throw new Error(`there is no agent ${id}`);
}
