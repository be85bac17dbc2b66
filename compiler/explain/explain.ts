/** What a program does with its events: types of its parts, and the guarantee of every path with reasons. */
import { guaranteesOf, type Lowering, type PathReport, wholePaths } from "../3-plan/checks/guarantee.ts";
import { type Stall, stallsOf } from "../3-plan/checks/stalls.ts";
import type {
  AgentPlan,
  ComponentPlan,
  Endpoint,
  ExpressionPlan,
  OperatorPlan,
  Place,
  Plan,
  StreamPlan,
  TablePlan,
  TopicPlan,
  TopicSinkPlan,
} from "../3-plan/plan.ts";
import { show } from "../model/types/show.ts";
import { componentFacts, operatorFacts, readerFacts, topicFacts } from "./facts.ts";
import { refusalFacts } from "./refusals.ts";
import type { OwnerReport, PartReport, PathText, ProgramReport, TableReport, TopicReport } from "./report.ts";

/** `only` is the id of one agent, stream, topic or table, null means all. Nothing is in it when nothing has that id. */
export function explain(plan: Plan, only: string | null): ProgramReport {
  const wanted = ({ id }: { readonly id: string }): boolean => only === null || id === only;
  const known = { plan, paths: guaranteesOf(plan), stalls: stallsOf(plan) };
  const single = new Set(known.paths.flatMap((path) => path.lowerings.map(keyOf)));
  const whole = wholePaths(plan).filter(({ owners, ids }) => only === null || [...owners, ...ids].includes(only));
  return {
    file: plan.file,
    topics: plan.topics.filter(wanted).map((topic) => topicReport(plan, topic)),
    tables: plan.tables.filter(wanted).map(tableReport),
    agents: plan.agents.filter(wanted).map((agent) => agentReport(known, agent)),
    streams: plan.streams.filter(wanted).map((stream) => streamReport(known, stream)),
    through: whole.map((path) => pathText(path, single)),
  };
}

/** A plan with what the analyses have found. */
interface Known {
  readonly plan: Plan;
  readonly paths: readonly PathReport[];
  readonly stalls: readonly Stall[];
}

/** What `explain` can be asked about, by id: names, numbered where two files use the same. */
export function explainable(plan: Plan): string[] {
  return [...plan.topics, ...plan.tables, ...plan.agents, ...plan.streams].map(({ id }) => id);
}

/** Of a group the sinks that it is made of, and theirs. */
function membersOf(output: StreamPlan["outputs"][number]): readonly StreamPlan["outputs"][number][] {
  const members = output.kind === "component" ? (output.members ?? []) : [];
  return [...members, ...members.flatMap(membersOf)];
}

function topicReport(plan: Plan, topic: TopicPlan): TopicReport {
  const touches = (kind: Endpoint["kind"], parts: readonly Endpoint[]): boolean =>
    parts.some((one) => one.kind === kind && "topic" in one && one.topic === topic.id);
  const owners = [
    ...plan.agents.map((agent) => ({ id: agent.id, parts: [...agent.sources, ...agent.sinks] })),
    ...plan.streams.map((stream) => ({
      id: stream.id,
      parts: [...stream.inputs, ...stream.outputs, ...stream.outputs.flatMap(membersOf)],
    })),
  ];
  const named = (kind: Endpoint["kind"]) => owners.filter(({ parts }) => touches(kind, parts)).map(({ id }) => id);
  const undecodable = plan.topics.filter(({ sinks }) =>
    touches(
      "topicWriter",
      sinks.map(({ to }) => to),
    ),
  );
  return {
    name: topic.id,
    type: show(topic.element),
    facts: [...topicFacts(topic), ...topic.sinks.map((sink) => topicSinkFact(plan, sink))],
    doc: topic.doc,
    place: topic.place.text,
    from: [...named("topicWriter"), ...undecodable.map(({ id }) => id)],
    to: named("topicReader"),
  };
}

/** Rows may change at any time: a batch that is computed again may see others. */
function tableReport({ name, element, maker, doc, place, readers }: TablePlan): TableReport {
  const facts = [maker.name, "rows change while the program runs"];
  return { name, type: show(element), facts, doc, place: place.text, to: readers };
}

/** `undecodable to raw` */
function topicSinkFact(plan: Plan, { option, to }: TopicSinkPlan): string {
  const name = to.kind === "component" ? to.maker.name : (plan.topics.find(({ id }) => id === to.topic)?.name ?? "");
  return `${option} to ${name}`;
}

function agentReport(known: Known, agent: AgentPlan): OwnerReport {
  const parts: PartReport[] = [];
  const operators = (from: string): void => {
    for (const flow of agent.flows.filter((one) => one.from === from)) {
      for (const operator of flow.branches.flatMap((branch) => branch.operators)) {
        parts.push(
          operatorPart(
            operator,
            false,
            operator.rejects.map((reject) => `failures to ${reject.to}`),
          ),
        );
      }
    }
  };
  for (const source of agent.sources) {
    parts.push(endpointPart(known.plan, source, agent));
    operators(source.name);
  }
  for (const channel of agent.channels) {
    parts.push(endpointPart(known.plan, channel, agent));
    operators(channel.name);
  }
  const refusals = refusalFacts(known.plan, agent);
  for (const sink of [...agent.groups, ...agent.sinks]) {
    parts.push(withFacts(endpointPart(known.plan, sink, agent), refusals.get(sink.name)));
  }
  return { kind: "agent", every: null, ...ownerReport(known, agent), parts };
}

function streamReport(known: Known, stream: StreamPlan): OwnerReport {
  const own = stream.cadences[0]?.id ?? "";
  const parts = stream.nodes.map((node): PartReport => {
    if (node.kind === "operator") {
      const named = node.names.length > 0;
      const facts = operatorFacts(node, own);
      const part = operatorPart(node, named, named ? [node.name, ...facts] : facts);
      return named ? { ...part, name: node.names.join(", ") } : part;
    }
    const input = stream.inputs.find((one) => one.name === node.input);
    const part = input === undefined ? null : endpointPart(known.plan, input, stream);
    const name = node.names.join(", ") || node.input;
    return part === null
      ? { kind: "source", name, named: true, type: show(node.element), facts: [], place: node.place.text }
      : { ...part, name, type: show(node.element) };
  });
  const refusals = refusalFacts(known.plan, stream);
  for (const output of stream.outputs) {
    parts.push(withFacts(endpointPart(known.plan, output, stream), refusals.get(output.name)));
  }
  return { kind: "stream", every: own, ...ownerReport(known, stream), parts };
}

function ownerReport(known: Known, owner: AgentPlan | StreamPlan) {
  const { id, guarantees, doc } = owner;
  const paths = known.paths.filter((path) => path.owners.includes(id));
  const notes = known.stalls.filter((stall) => stall.owner === id);
  return {
    name: id,
    guarantees,
    doc,
    place: owner.place.text,
    paths: paths.map((path) => pathText(path)),
    notes: [...("poison" in owner ? [...paceNotes(owner), ...poisonNotes(owner)] : []), ...notes.map(placed)],
  };
}

/** What the program says of how many batches there are, and of how much they take. */
function paceNotes({ place, overrun, maxRate, maxRatePerPartition, backpressure }: StreamPlan) {
  const bound = (rate: ExpressionPlan | null, of: string) =>
    rate === null ? [] : [`batches take at most ${rate.text} events a second of each ${of}`];
  const notes = [
    ...(overrun === "merge" ? ["a stream that is behind has one batch for all intervals that it has missed"] : []),
    ...(overrun === "queue" ? ["a stream that is behind has a batch for each interval that it has missed"] : []),
    ...bound(maxRate, "input"),
    ...bound(maxRatePerPartition, "partition"),
    ...(backpressure ? ["batches take no more than the ones before them could do in an interval"] : []),
  ];
  return notes.map((what) => ({ what, place: place.text }));
}

/** What the program says of batches that fail. */
function poisonNotes({
  name,
  place,
  retries,
  poison,
}: StreamPlan): { readonly what: string; readonly place: string }[] {
  if (retries === null && poison === null) return [];
  const times = typeof retries?.value === "number" ? `${retries.value} times` : "as `retries` says";
  const first = retries === null ? "" : `is tried again ${times}, then `;
  const last =
    poison === null
      ? `ends \`${name}\`, and the rest of the program goes on`
      : `goes on without the elements that make it fail: they ${poison.to === null ? "are dropped" : `go to \`${poison.to}\``}`;
  return [{ what: `a batch that fails ${first}${last}`, place: poison?.place.text ?? place.text }];
}

function endpointPart(plan: Plan, part: Endpoint, owner: AgentPlan | StreamPlan): PartReport {
  const base = { name: part.name, named: true, type: show(part.element), place: part.place.text };
  switch (part.kind) {
    case "component":
      return part.members === undefined
        ? { ...base, kind: part.role, named: part.name !== part.maker.name, facts: componentFacts(part) }
        : {
            ...base,
            kind: "sink",
            facts: [
              groupFact(
                part,
                part.members.map(({ name }) => name),
              ),
            ],
          };
    case "sinkGroup":
      return { ...base, kind: "sink", facts: [groupFact(part, part.members)] };
    case "channelReader":
      return { ...base, kind: "channel", facts: [`channel ${part.agent}.${part.channel}`] };
    case "topicReader":
      return { ...base, kind: "topic", facts: readerFacts(plan, part, owner) };
    case "topicWriter":
      return { ...base, kind: "topic", facts: ["topic"] };
  }
}

function groupFact({ maker }: Pick<ComponentPlan, "maker">, members: readonly string[]): string {
  return `${maker.name} of ${members.join(", ")}`;
}

function withFacts(part: PartReport, facts: readonly string[] = []): PartReport {
  return { ...part, facts: [...part.facts, ...facts] };
}

function operatorPart(operator: OperatorPlan, named: boolean, facts: readonly string[]): PartReport {
  const { name, element, place } = operator;
  return { kind: "operator", name, named, type: show(element), facts, place: place.text };
}

/** `single`: what lowers the paths of single agents and streams; absent when that is what `path` is. */
function pathText(path: PathReport, single?: ReadonlySet<string>): PathText {
  const { steps, owners, guarantee, lowerings, rejects, choices } = path;
  return {
    steps,
    through: owners,
    guarantee,
    mayLose: lowerings.some((one) => one.to === "atMostOnce"),
    mayRepeat: lowerings.some((one) => one.to === "atLeastOnce"),
    rejects,
    reasons: lowerings.map((one) => ({
      step: one.step,
      effect: one.to === "atMostOnce" ? "lost" : "twice",
      reason: one.reason,
      raise: one.raise,
      onlyThrough: single !== undefined && !single.has(keyOf(one)),
      place: one.place.text,
    })),
    choices: choices.map(placed),
  };
}

function keyOf({ step, reason, place }: Lowering): string {
  return `${step} ${reason} ${place.text}`;
}

function placed({ what, place }: { readonly what: string; readonly place: Place }) {
  return { what, place: place.text };
}
