import { endpointsOf } from "../../3-plan/checks/endpoints.ts";
import { waysOutOnWire } from "../../3-plan/checks/ways-out.ts";
import type { AgentPlan, FlowPlan } from "../../3-plan/plan.ts";
import { call, object, property } from "../code.ts";
import { brokenObject, type Doc, group, HARD_LINE, indented, listed } from "../doc.ts";
import { emitComponent, emitDeclared, emitReading, emitSinkGroup, emitTopicWriter, topicName } from "../endpoint.ts";
import type { At } from "../module.ts";
import { probeComponent, probeProperties } from "../probe.ts";
import { emitRefused, type RefusingEnd, refusingEnds } from "../refused.ts";
import { commentLines, quoted } from "../text.ts";
import { emitPasses, operatorsOf } from "./pass.ts";

/** `agent({ … })`: the value of an agent's constant. */
export function emitAgent(plan: AgentPlan, top: At): Doc {
  const { imports } = top.module;
  const sources = plan.sources.map((source): Doc => {
    if (source.kind === "component") return documented(source.doc, property(source.name, emitComponent(source, top)));
    const args = [
      topicName(source.topic, top),
      emitReading(source, plan.keptAs, false, top),
      emitDeclared(source, top),
    ];
    return property(source.name, probeComponent("source", call(imports.runtime("topicSource"), args).doc, top));
  });
  const channels = plan.channels.map((one) => documented(one.doc, property(one.name, emitComponent(one, top))));
  const sinks = plan.sinks.map((sink): Doc => {
    if (sink.kind === "component") return documented(sink.doc, property(sink.name, emitComponent(sink, top)));
    return property(sink.name, emitTopicWriter(sink, top));
  });
  const groups = plan.groups.map((one) => property(one.name, emitSinkGroup(one, top)));
  const flows = plan.flows.map((flow, index) => emitFlow(plan, flow, index, top));
  return call(imports.runtime("agent"), [
    brokenObject([
      property("name", quoted(plan.id)),
      property("place", quoted(plan.place.text)),
      property("sources", brokenObject(sources)),
      property("channels", brokenObject(channels)),
      property("sinks", brokenObject(sinks)),
      ...(groups.length === 0 ? [] : [property("groups", brokenObject(groups))]),
      property("flows", ["[", indented(flows.map((flow) => [HARD_LINE, flow, ","])), HARD_LINE, "]"]),
    ]),
  ]).doc;
}

function emitFlow(plan: AgentPlan, flow: FlowPlan, index: number, top: At): Doc {
  const ends = flow.branches.flatMap((branch) => endpointsOf(branch.to));
  const to = [...new Set(ends.filter((end) => !end.optional).map((end) => end.name))];
  // What is required on one way is required.
  const optional = [...new Set(ends.map((end) => end.name).filter((name) => !to.includes(name)))];
  const rejects = [
    ...new Set(flow.branches.flatMap((branch) => branch.operators.flatMap((one) => one.rejects.map((to) => to.to)))),
  ];
  const refusing = flow.branches.flatMap((branch) => refusingEnds(branch.to));
  const passes = emitPasses(plan, flow, `${plan.id}.flow${index}`, top);
  const properties = [
    property("from", quoted(flow.from)),
    property("to", quotedList(to)),
    property("optional", quotedList(optional)),
    property("rejects", quotedList(rejects)),
    property("place", quoted(flow.place.text)),
    ...probeProperties(operatorsOf(flow), top),
    ...emitWaysOut(plan, flow, { first: to[0], refusing }, top),
  ];
  return passes.length === 0 ? group(listed("{", properties, "}", " ")) : brokenObject([...properties, ...passes]);
}

/** What becomes of what the sinks refuse, the first of which is known by itself, and of what does not get so far. */
function emitWaysOut(
  plan: AgentPlan,
  flow: FlowPlan,
  { first, refusing }: { readonly first: string | undefined; readonly refusing: readonly RefusingEnd[] },
  top: At,
): Doc[] {
  const [way] = refusing;
  if (way === undefined) return [];
  const written = [...plan.sinks, ...plan.groups];
  const ofFirst = refusing.filter(({ name }) => name === first).slice(0, 1);
  const others = new Map(refusing.filter(({ name }) => name !== first).map((end) => [end.name, end]));
  const { failed, rejects } = waysOutOnWire(plan, flow);
  for (const { name, element } of rejects) if (!others.has(name)) others.set(name, { ...way, name, element });
  const refusedBy = [...others].map(([name, end]) => property(name, emitRefused(end, written, top)));
  return [
    ...ofFirst.map((end) => property("refused", emitRefused(end, written, top))),
    ...(failed ? [property("failed", emitRefused({ ...way, element: flow.element }, written, top))] : []),
    ...(refusedBy.length === 0 ? [] : [property("refusedBy", object(refusedBy))]),
  ];
}

function quotedList(names: readonly string[]): Doc {
  return listed("[", names.map(quoted), "]");
}

/** A property with its doc comment above. */
function documented(doc: readonly string[], one: Doc): Doc {
  const lines = commentLines(doc);
  if (lines.length === 0) return one;
  if (lines.length === 1) return [`/** ${lines[0]} */`, HARD_LINE, one];
  return [
    "/**",
    lines.map((line): Doc => [HARD_LINE, line === "" ? " *" : ` * ${line}`]),
    HARD_LINE,
    " */",
    HARD_LINE,
    one,
  ];
}
