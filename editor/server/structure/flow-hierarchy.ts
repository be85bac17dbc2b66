/** Who feeds a thing of the program, and whom it feeds: what editors call a call hierarchy, along the flow. */
import { endpointsOf } from "../../../compiler/3-plan/checks/endpoints.ts";
import type {
  AgentPlan,
  Endpoint,
  OperatorPlan,
  Place,
  Plan,
  StreamPlan,
  TargetPlan,
} from "../../../compiler/3-plan/plan.ts";
import type { Analysis } from "../../../compiler/compile.ts";

/** What stands in the flow: a topic, a stream, or a component of an agent. */
export interface FlowItem {
  /** Unique in the program; what `feeding` and `fedBy` ask by. */
  readonly id: string;
  readonly name: string;
  readonly kind: "topic" | "stream" | "source" | "channel" | "sink";
  /** The agent or stream that it stands in; empty for none. */
  readonly owner: string;
  readonly place: Place;
}

/** One neighbour, and the places at which something goes from the one to the other. */
export interface FlowNeighbour {
  readonly item: FlowItem;
  readonly at: readonly Place[];
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly place: Place;
}

interface FlowGraph {
  readonly items: ReadonlyMap<string, FlowItem>;
  readonly edges: readonly Edge[];
}

/** The smallest item whose name, declaration or call is at `offset` of the analysed file; null where there is none. */
export function flowItemAt({ checked, plan }: Analysis, offset: number): FlowItem | null {
  const around = [...graphOf(plan).items.values()].filter(
    ({ place: { file, span } }) => file === checked.entry.path && span.start <= offset && offset <= span.end,
  );
  const length = ({ place: { span } }: FlowItem) => span.end - span.start;
  return around.sort((a, b) => length(a) - length(b))[0] ?? null;
}

/** Whom the item of that id feeds. */
export function fedBy({ plan }: Analysis, id: string): readonly FlowNeighbour[] {
  return neighbours(graphOf(plan), (edge) => (edge.from === id ? edge.to : null));
}

/** Who feeds the item of that id. */
export function feeding({ plan }: Analysis, id: string): readonly FlowNeighbour[] {
  return neighbours(graphOf(plan), (edge) => (edge.to === id ? edge.from : null));
}

function neighbours({ items, edges }: FlowGraph, other: (edge: Edge) => string | null): readonly FlowNeighbour[] {
  const at = new Map<string, Place[]>();
  for (const edge of edges) {
    const id = other(edge);
    if (id !== null) at.set(id, [...(at.get(id) ?? []), edge.place]);
  }
  return [...at].flatMap(([id, places]) => {
    const item = items.get(id);
    return item === undefined ? [] : [{ item, at: places }];
  });
}

function graphOf({ topics, agents, streams }: Plan): FlowGraph {
  const items = new Map<string, FlowItem>();
  const edges: Edge[] = [];
  for (const { id, name, place, sinks } of topics) {
    items.set(id, { id, name, kind: "topic", owner: "", place });
    for (const { to } of sinks) {
      addItem(to, name, items);
      edges.push({ from: id, to: idOf(to), place: to.place });
    }
  }
  for (const agent of agents) addAgent(agent, items, edges);
  for (const stream of streams) addStream(stream, items, edges);
  return { items, edges };
}

function addAgent(agent: AgentPlan, items: Map<string, FlowItem>, edges: Edge[]): void {
  const endpoints = [...agent.sources, ...agent.channels, ...agent.sinks, ...agent.groups];
  const ids = new Map(endpoints.map((one) => [one.name, idOf(one)]));
  for (const one of endpoints) addItem(one, agent.name, items);
  for (const { id, place, members } of agent.groups) {
    for (const member of members) edges.push({ from: id, to: ids.get(member) ?? member, place });
  }
  for (const { from, branches } of agent.flows) {
    for (const { operators, to } of branches) {
      for (const { name, place } of [...endsOf(to), ...rejectsOf(operators)]) {
        edges.push({ from: ids.get(from) ?? from, to: ids.get(name) ?? name, place });
      }
    }
  }
}

function addStream(stream: StreamPlan, items: Map<string, FlowItem>, edges: Edge[]): void {
  const { id, name, place, poison } = stream;
  items.set(id, { id, name, kind: "stream", owner: "", place });
  for (const input of stream.inputs) {
    addItem(input, name, items);
    edges.push({ from: idOf(input), to: id, place: input.place });
  }
  const ids = new Map(stream.outputs.map((one) => [one.name, idOf(one)]));
  for (const output of stream.outputs) addItem(output, name, items);
  const rejects = rejectsOf(stream.nodes.filter((node) => node.kind === "operator"));
  const dead = poison?.to == null ? [] : [{ name: poison.to, place: poison.place }];
  for (const end of [...stream.wires.flatMap(({ to }) => endsOf(to)), ...rejects, ...dead]) {
    edges.push({ from: id, to: ids.get(end.name) ?? end.name, place: end.place });
  }
}

/** What an endpoint is in the whole program: a topic, or a channel that a stream reads, by its own id. */
function idOf(endpoint: Endpoint): string {
  if (endpoint.kind === "topicReader" || endpoint.kind === "topicWriter") return endpoint.topic;
  return endpoint.kind === "channelReader" ? `${endpoint.agent}.${endpoint.channel}` : endpoint.id;
}

function addItem(endpoint: Endpoint, owner: string, items: Map<string, FlowItem>): void {
  const { id, name, place } = endpoint;
  if (endpoint.kind === "component") items.set(id, { id, name, kind: endpoint.role, owner, place });
  if (endpoint.kind === "sinkGroup") items.set(id, { id, name, kind: "sink", owner, place });
}

/** An endpoint of the same agent or stream, and where something goes to it. */
interface End {
  readonly name: string;
  readonly place: Place;
}

/** The endpoints that a target leads to, those of refused events included. */
function endsOf(target: TargetPlan): readonly End[] {
  return endpointsOf(target).flatMap(({ name, place, refused }) =>
    refused?.to == null
      ? [{ name, place }]
      : [
          { name, place },
          { name: refused.to, place: refused.place },
        ],
  );
}

function rejectsOf(operators: readonly OperatorPlan[]): readonly End[] {
  return operators.flatMap(({ rejects }) => rejects.map(({ to, place }) => ({ name: to, place })));
}
