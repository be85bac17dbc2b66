import type { AgentPlan, FlowPlan, TargetPlan } from "../../3-plan/plan.ts";
import { call, property } from "../code.ts";
import { emitComponent, emitDeclared, emitReading, emitSinkGroup, emitTopicWriter, topicName } from "../endpoint.ts";
import { brokenObject, type Doc, group, HARD_LINE, indented, listed } from "../layout.ts";
import type { At } from "../module.ts";
import { emitRefused, refusingEnds } from "../refused.ts";
import { commentLines, quoted } from "../text.ts";
import { emitPass } from "./pass.ts";

/** `agent({ … })`: the value of an agent's constant. */
export function emitAgent(plan: AgentPlan, top: At): Doc {
  const { imports } = top.module;
  const sources = plan.sources.map((source): Doc => {
    if (source.kind === "component") return documented(source.doc, property(source.name, emitComponent(source, top)));
    const args = [topicName(source.topic, top), emitReading(source, plan.id, false, top), emitDeclared(source, top)];
    return property(source.name, call(imports.runtime("topicSource"), args).doc);
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
  const ends = flow.branches.flatMap((branch) => endsOf(branch.to));
  const to = [...new Set(ends.filter((end) => !end.optional).map((end) => end.name))];
  // What is required on one way is required.
  const optional = [...new Set(ends.map((end) => end.name).filter((name) => !to.includes(name)))];
  const rejects = [
    ...new Set(flow.branches.flatMap((branch) => branch.operators.flatMap((one) => one.rejects.map((to) => to.to)))),
  ];
  // A channel feeds one sink in each of its flows.
  const [refusing] = flow.branches.flatMap((branch) => refusingEnds(branch.to));
  const pass = emitPass(plan, flow, `${plan.id}.flow${index}`, top);
  const properties = [
    property("from", quoted(flow.from)),
    property("to", quotedList(to)),
    property("optional", quotedList(optional)),
    property("rejects", quotedList(rejects)),
    property("place", quoted(flow.place.text)),
    ...(refusing === undefined
      ? []
      : [property("refused", emitRefused(refusing, [...plan.sinks, ...plan.groups], top))]),
  ];
  return pass === null ? group(listed("{", properties, "}", " ")) : brokenObject([...properties, pass]);
}

function endsOf(target: TargetPlan): { readonly name: string; readonly optional: boolean }[] {
  switch (target.kind) {
    case "endpoint":
      return [target];
    case "fanOut":
      return target.targets.flatMap(endsOf);
    case "route":
      return target.cases.flatMap((one) => endsOf(one.target));
    case "drop":
      return [];
  }
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
