import { basename } from "node:path/posix";
import type { Endpoint, Plan } from "../../3-plan/plan.ts";
import { call, object, property } from "../code.ts";
import { type Doc, listed } from "../doc.ts";
import type { Module } from "../module.ts";
import { quoted } from "../text.ts";

interface MeteredPart {
  readonly id: string;
  readonly kind: "source" | "channel" | "sink" | "topic" | "operator" | "agent" | "stream";
  readonly type: string;
  readonly place: string;
  /** Id of the part whose declaration says what it counts: its own, or that of the topic that it reads. Null where none does. */
  readonly countsOf: string | null;
}

/**
 * `metrics([{ id: "a1.r1", kind: "source", … }, …])`: what a program that is compiled for metrics brings along. With a page
 * it is `ui(picture, […])`, and the picture is a module beside it (`pictureFile`).
 */
export function emitMetrics(
  { imports, plan, origins }: Pick<Module, "imports" | "plan" | "origins">,
  hasPage: boolean,
): Doc {
  const parts = partsOf(plan).map(({ id, kind, type, place, countsOf }) => {
    const counts = origins.made.get(countsOf ?? "")?.maker.declaration.counts ?? [];
    const said = counts.map(({ name, what }) => property(name, quoted(sentence(what))));
    return object([
      property("id", quoted(id)),
      property("kind", quoted(kind)),
      property("type", quoted(type)),
      property("place", quoted(place)),
      ...(said.length === 0 ? [] : [property("counts", object(said))]),
    ]);
  });
  const all = listed("[", parts, "]");
  if (!hasPage) return call(imports.runtime("metrics"), [all]).doc;
  return call(imports.runtime("ui"), [imports.beside(pictureFile(plan.file), "picture"), all]).doc;
}

/** Name of the module with the picture of a program: `access.picture.ts`. */
export function pictureFile(entry: string): string {
  return `${basename(entry, ".flow")}.picture.ts`;
}

/** Whatever counts under an id of its own. */
function partsOf(plan: Plan): MeteredPart[] {
  const topics = plan.topics.map(({ name, maker, place }) => {
    // What its declaration counts is counted where it is read.
    return { ...part(name, "topic", maker.name, place.text), countsOf: null };
  });
  const agents = plan.agents.flatMap((agent) => [
    part(agent.id, "agent", "", agent.place.text),
    ...agent.sources.map((one) => endpoint(one, "source")),
    ...agent.channels.map((one) => endpoint(one, "channel")),
    ...[...agent.sinks, ...agent.groups].map((one) => endpoint(one, "sink")),
    ...agent.flows.flatMap(({ branches }) => branches.flatMap(({ operators }) => operators.map(operator))),
  ]);
  const streams = plan.streams.flatMap((stream) => [
    part(stream.id, "stream", "", stream.place.text),
    ...stream.inputs.map((one) => endpoint(one, "source")),
    ...stream.nodes.flatMap((node) => (node.kind === "operator" ? [operator(node)] : [])),
    ...stream.outputs.map((one) => endpoint(one, "sink")),
  ]);
  return [...topics, ...agents, ...streams];
}

function endpoint(one: Endpoint, kind: MeteredPart["kind"]): MeteredPart {
  const type = one.kind === "component" || one.kind === "sinkGroup" ? one.maker.name : "topic";
  const named = part(one.id, kind, one.kind === "channelReader" ? "channel" : type, one.place.text);
  return one.kind === "topicReader" ? { ...named, countsOf: one.topic } : named;
}

function operator({ id, name, place }: { id: string; name: string; place: { text: string } }): MeteredPart {
  return part(id, "operator", name, place.text);
}

function part(id: string, kind: MeteredPart["kind"], type: string, place: string): MeteredPart {
  return { id, kind, type, place, countsOf: id };
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
