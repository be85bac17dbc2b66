import { type End, endpointsOf } from "../3-plan/checks/endpoints.ts";
import { originOf } from "../3-plan/origins.ts";
import type { ComponentPlan, SinkGroupPlan, TargetPlan, TopicPlan, TopicWriterPlan } from "../3-plan/plan.ts";
import { fits } from "../model/types/fits.ts";
import type { Type } from "../model/types/type.ts";
import { object, property } from "./code.ts";
import type { Doc } from "./doc.ts";
import { emitArgument } from "./expression/extern.ts";
import type { At } from "./module.ts";
import { wayOutProperties } from "./probe.ts";
import { jsonText } from "./rejects.ts";
import { quoted } from "./text.ts";

/** What a flow or an output of a stream writes to. */
type Written = ComponentPlan | TopicWriterPlan | SinkGroupPlan;

/** The end of an arrow with an `else` in a target, with the type of what goes along that arrow. */
export interface RefusingEnd extends End {
  readonly element: Type;
}

/** Every end in a target that has a way out for what it refuses. */
export function refusingEnds(target: TargetPlan): readonly RefusingEnd[] {
  return endpointsOf(target).flatMap((end) => (end.refused === null ? [] : [{ ...end, element: target.element }]));
}

/** `{ to: "dead", retries: 0, retryFor: null }`: what becomes of events that a target refuses. */
export function emitRefused(end: RefusingEnd, written: readonly Written[], at: At): Doc {
  const target = written.find((one) => one.name === end.name);
  const to = end.refused?.to ?? null;
  const taker = written.find((one) => one.name === to);
  const text = taker === undefined ? null : asText(end.element, taker.element, at);
  return object([
    property("to", to === null ? "null" : quoted(to)),
    ...(target === undefined ? [] : sharedOptions(target, at)),
    ...(text === null ? [] : [property("as", text)]),
    ...wayOutProperties(end.element, at),
  ]);
}

/** What the program says for the options that all sinks and topics have, or else their defaults. */
function sharedOptions(target: Written, at: At): Doc[] {
  const { plan } = at.module;
  const declared: ComponentPlan | SinkGroupPlan | TopicPlan | undefined =
    target.kind === "topicWriter" ? plan.topics.find(({ id }) => id === target.topic) : target;
  if (declared === undefined) return [];
  const { maker, args } = originOf(at.module.origins.made, declared.id);
  return maker.declaration.shared.map(({ name }) => {
    const arg = args.find((one) => one.name === name);
    const given = arg === undefined ? null : emitArgument(arg, at);
    return property(name, given ?? String(declared.options.get(name) ?? null));
  });
}

/** How a body becomes what a sink of texts or of bytes takes; null where it is that already. */
function asText(type: Type, wanted: Type, at: At): Doc | null {
  const isText = wanted.kind === "string" || wanted.kind === "bytes";
  return !isText || fits(type, wanted) ? null : jsonText(type, wanted, at);
}
