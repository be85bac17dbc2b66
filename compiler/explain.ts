/** What a program does with its events, in words: types of its parts, and the guarantee of every path with reasons. */
import { GUARANTEES, guaranteesOf, type PathReport } from "./3-plan/guarantee.ts";
import type { AgentPlan, Plan, StreamPlan, TopicPlan } from "./3-plan/plan.ts";
import { show } from "./types/show.ts";

/** Text for `sluice explain`; `only` names one agent, stream or topic, null means all. Empty when nothing has that name. */
export function explain(plan: Plan, only: string | null): string {
  const paths = guaranteesOf(plan);
  const wanted = (part: { readonly name: string }): boolean => only === null || part.name === only;
  return [
    ...plan.topics.filter(wanted).map(topicText),
    ...plan.agents.filter(wanted).map((agent) => agentText(agent, paths)),
    ...plan.streams.filter(wanted).map((stream) => streamText(stream, paths)),
  ].join("\n");
}

/** Names that `explain` can be asked about. */
export function explainable(plan: Plan): string[] {
  return [...plan.topics, ...plan.agents, ...plan.streams].map((part) => part.name);
}

function topicText(topic: TopicPlan): string {
  return `topic ${topic.name}: ${show(topic.element)} = ${topic.declaration.name}   ${topic.place.text}\n`;
}

function agentText(agent: AgentPlan, paths: readonly PathReport[]): string {
  const parts = [...agent.sources, ...agent.channels, ...agent.sinks, ...agent.groups];
  const rows = parts.map((part): Row => {
    const what =
      part.kind === "component"
        ? `${part.role} ${part.declaration.name}${part.declaration.delivers === null ? "" : `, ${part.declaration.delivers}`}`
        : part.kind === "sinkGroup"
          ? `sinks ${part.members.join(", ")} by ${part.declaration.name}`
          : `topic ${part.topic}`;
    return [part.name, `Events<${show(part.element)}>`, what];
  });
  const claim = agent.guarantees === null ? "" : ` guarantees ${agent.guarantees}`;
  return [
    `agent ${agent.name}${claim}   ${agent.place.text}`,
    ...table(rows),
    ...pathLines(agent.name, paths),
    "",
  ].join("\n");
}

function streamText(stream: StreamPlan, paths: readonly PathReport[]): string {
  const rows = stream.nodes.map((node): Row => {
    const name = node.names.join(", ") || node.id.slice(node.id.indexOf(".") + 1);
    const cadence = `every ${node.cadence}`;
    const what = node.kind === "input" ? `input, ${cadence}` : `${node.name}, ${READS[node.reads]}, ${cadence}`;
    return [name, `DStream<${show(node.element)}>`, what];
  });
  for (const output of stream.outputs) {
    const what = output.kind === "component" ? `sink ${output.declaration.name}` : `topic ${output.topic}`;
    rows.push([`-> ${output.name}`, show(output.element), what]);
  }
  const claim = stream.guarantees === null ? "" : ` guarantees ${stream.guarantees}`;
  return [
    `stream ${stream.name}${claim}   ${stream.place.text}`,
    ...table(rows),
    ...pathLines(stream.name, paths),
    "",
  ].join("\n");
}

const READS = {
  each: "one element at a time",
  batch: "needs the whole batch",
  window: "keeps its window in a checkpoint",
} as const;

type Row = readonly [name: string, type: string, what: string];

function table(rows: readonly Row[]): string[] {
  const width = (column: 0 | 1): number => Math.max(0, ...rows.map((row) => row[column].length));
  return rows.map(([name, type, what]) => `  ${name.padEnd(width(0))}  ${type.padEnd(width(1))}  ${what}`);
}

function pathLines(owner: string, paths: readonly PathReport[]): string[] {
  return paths
    .filter((path) => path.owner === owner)
    .flatMap((path) => {
      const worst = path.lowerings.filter((one) => GUARANTEES.indexOf(one.to) <= GUARANTEES.indexOf(path.guarantee));
      return [
        `  ${path.steps.join(" -> ")}   ${path.guarantee}`,
        ...worst.flatMap((one) => [
          `    ${one.step}: ${one.reason} (${one.place.text})`,
          `      to raise it: ${one.raise}`,
        ]),
      ];
    });
}
