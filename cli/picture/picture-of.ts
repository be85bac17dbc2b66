import type { Endpoint, Place, Plan } from "../../compiler/3-plan/plan.ts";
import type { Excerpt, Picture, PictureEdge, PictureNode } from "../../runtime/program/ui/messages.ts";
import { graphOf } from "../graph/from-plan.ts";
import type { Graph, GraphEdge } from "../graph/graph.ts";
import { toSvg } from "../graph/svg.ts";
import { shapeOf } from "./shape-of.ts";
import { endsOf, tappedParts } from "./tapped-parts.ts";

/** Lines of the program that are shown around a place. */
const AROUND = 2;

/** Longest line that is shown. */
const LONGEST_LINE = 400;

/** What stands beside each line of the drawing until its rate is known: room for any. */
const ROOM_FOR_RATE = "000.0 k/s";

/** The program whose picture is made. */
export interface Pictured {
  readonly plan: Plan;
  /** Names of fields whose values are not shown. */
  readonly masked: ReadonlySet<string>;
  /** Gives the text of a file. */
  read(path: string): string | null;
}

/** What the page of a program shows of it as it is written. */
export function pictureOf({ plan, masked, read }: Pictured): Picture {
  const graph = graphOf(plan);
  const ends = endsOf(plan);
  const drawn: Graph = { ...graph, edges: graph.edges.map((edge) => ({ ...edge, label: ROOM_FOR_RATE })) };
  const groups = graph.groups.map(
    ({ id, kind, label, doc, place }): PictureNode => ({
      id,
      kind,
      label,
      detail: null,
      group: null,
      type: "",
      doc,
      place,
      parts: [id],
    }),
  );
  const users = (topic: string) => ends.filter((end) => topicOf(end) === topic).map(({ id }) => id);
  const nodes = graph.nodes.map(
    (node): PictureNode => ({ ...node, parts: node.kind === "topic" ? [node.id, ...users(node.id)] : [node.id] }),
  );
  return {
    file: plan.file,
    svg: toSvg(drawn, { inPage: true }),
    nodes: [...groups, ...nodes],
    edges: graph.edges.map((edge) => pictureEdge(edge, graph, ends)),
    shapes: Object.fromEntries([...tappedParts(plan)].map(([id, element]) => [id, shapeOf(element, masked)])),
    masked: [...masked],
    letters: lettersOf(plan),
    excerpts: excerptsOf(plan, read),
  };
}

function topicOf(end: Endpoint): string | null {
  return end.kind === "topicReader" || end.kind === "topicWriter" ? end.topic : null;
}

/** What a line counts by is not drawn where it ends in a topic: the topic stands for those who write and read it. */
function pictureEdge({ from, to, label, aside }: GraphEdge, { nodes }: Graph, ends: readonly Endpoint[]): PictureEdge {
  const groupOf = (id: string) => nodes.find((node) => node.id === id)?.group ?? null;
  const owner = groupOf(from) ?? groupOf(to);
  const user = (topic: string, kind: Endpoint["kind"]) =>
    ends.find((end) => end.kind === kind && topicOf(end) === topic && end.id.startsWith(`${owner}.`))?.id;
  return { from, to, type: label, aside, counted: user(to, "topicWriter") ?? user(from, "topicReader") ?? null };
}

/** Ids of the sinks that take what steps and other sinks have refused. */
function lettersOf({ agents, streams }: Plan): readonly string[] {
  const found = new Set<string>();
  for (const { id, sinks, flows } of agents) {
    const targets = flows.flatMap(({ branches }) =>
      branches.flatMap(({ operators, to }) => [
        ...operators.flatMap(({ rejects }) => rejects.map((reject) => reject.to)),
        ...refusedOf(to),
      ]),
    );
    for (const name of targets) found.add(sinks.find((sink) => sink.name === name)?.id ?? `${id}.${name}`);
  }
  for (const { id, outputs, nodes, wires, poison } of streams) {
    const targets = [
      ...nodes.flatMap((node) => (node.kind === "operator" ? node.rejects.map((reject) => reject.to) : [])),
      ...wires.flatMap(({ to }) => refusedOf(to)),
      ...(poison?.to ? [poison.to] : []),
    ];
    for (const name of targets) found.add(outputs.find((output) => output.name === name)?.id ?? `${id}.${name}`);
  }
  return [...found];
}

type Target = Plan["agents"][number]["flows"][number]["branches"][number]["to"];

function refusedOf(target: Target): readonly string[] {
  switch (target.kind) {
    case "endpoint":
      return target.refused?.to ? [target.refused.to] : [];
    case "fanOut":
      return target.targets.flatMap(refusedOf);
    case "route":
      return target.cases.flatMap((one) => refusedOf(one.target));
    case "drop":
      return [];
  }
}

/** The lines around whatever has a place, by that. */
function excerptsOf(plan: Plan, read: (path: string) => string | null): Readonly<Record<string, Excerpt>> {
  const lines = new Map<string, readonly string[]>();
  const found: Record<string, Excerpt> = {};
  for (const { file, text } of placesOf(plan)) {
    const own = lines.get(file) ?? (read(file) ?? "").split("\n");
    lines.set(file, own);
    const line = Number(/:(\d+):\d+$/.exec(text)?.[1]);
    if (Number.isNaN(line) || own.length < line) continue;
    const first = Math.max(1, line - AROUND);
    const shown = own.slice(first - 1, line + AROUND).map((one) => one.slice(0, LONGEST_LINE));
    found[text] = { first, lines: shown };
  }
  return found;
}

function placesOf({ topics, agents, streams }: Plan): readonly Place[] {
  return [
    ...topics.map(({ place }) => place),
    ...agents.flatMap(({ place, sources, channels, sinks, groups, flows }) => [
      place,
      ...[...sources, ...channels, ...sinks, ...groups].map((one) => one.place),
      ...flows.flatMap(({ branches }) =>
        branches.flatMap(({ operators, to }) => [to.place, ...operators.map((one) => one.place)]),
      ),
    ]),
    ...streams.flatMap(({ place, inputs, outputs, nodes, wires }) => [
      place,
      ...[...inputs, ...outputs].map((one) => one.place),
      ...nodes.flatMap((node) => (node.kind === "operator" ? [node.place] : [])),
      ...wires.map(({ to }) => to.place),
    ]),
  ];
}
