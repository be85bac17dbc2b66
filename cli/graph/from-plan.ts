import { endpointsOf } from "../../compiler/3-plan/checks/endpoints.ts";
import { GUARANTEES, type Guarantee, guaranteesOf, type PathReport } from "../../compiler/3-plan/checks/guarantee.ts";
import type {
  AgentPlan,
  Endpoint,
  OperatorPlan,
  Place,
  Plan,
  RoutePlan,
  StreamNode,
  StreamPlan,
  TargetPlan,
} from "../../compiler/3-plan/plan.ts";
import { show } from "../../compiler/model/types/show.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import type { Graph, GraphEdge, GraphGroup, GraphNode, NodeKind } from "./graph.ts";

/** The drawing of a plan. Where a topic is read or written, the line leads to the topic itself. */
export function graphOf(plan: Plan): Graph {
  const paths = guaranteesOf(plan);
  const drawing = new Drawing(paths);
  for (const topic of plan.topics) drawing.node("topic", topic, topic.maker.name, null);
  for (const topic of plan.topics) {
    for (const { to } of topic.sinks) drawing.edge(topic.id, drawEndpoint(drawing, to, null), to.element, true);
  }
  for (const agent of plan.agents) drawAgent(drawing, agent);
  for (const stream of plan.streams) drawStream(drawing, plan, stream);
  const guarantee = guaranteesOfEnds(paths, drawing);
  const edges = drawing.edges.map((edge) => ({ ...edge, guarantee: guarantee(edge) }));
  return { title: plan.file, groups: drawing.groups, nodes: drawing.nodes, edges };
}

/** Finds the guarantee of a line into a sink, topic or group of sinks, and from such a group to its members. */
function guaranteesOfEnds(paths: readonly PathReport[], { nodes }: Drawing): (edge: GraphEdge) => Guarantee | null {
  const node = new Map(nodes.map((one) => [one.id, one]));
  const weakest = new Map<string, Guarantee>();
  for (const { owners, ids, guarantee } of paths) {
    const end = ids.at(-1) ?? "";
    const key = `${owners[0]} ${end}`;
    const known = weakest.get(key);
    const isWeaker = known === undefined || GUARANTEES.indexOf(guarantee) < GUARANTEES.indexOf(known);
    if (isWeaker && node.get(end)?.kind !== "channel") weakest.set(key, guarantee);
  }
  return ({ from, to }) => {
    const owner = node.get(from)?.group;
    return weakest.get(`${owner} ${to}`) ?? weakest.get(`${owner} ${from}`) ?? null;
  };
}

/** Where a line starts or ends: a node's id. */
type End = string;

/** What a node is drawn of. */
interface DrawnPart {
  readonly id: string;
  readonly name: string;
  readonly element: Type;
  readonly place: Place;
  readonly doc?: readonly string[];
}

class Drawing {
  readonly groups: GraphGroup[] = [];
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly #paths: readonly PathReport[];

  constructor(paths: readonly PathReport[]) {
    this.#paths = paths;
  }

  node(kind: NodeKind, part: DrawnPart, detail: string, group: string | null): End {
    const { id, name: label, element, place } = part;
    const doc = (part.doc ?? []).join(" ");
    this.nodes.push({
      id,
      kind,
      label,
      detail: detail === label ? null : detail,
      group,
      type: show(element),
      doc,
      place: place.text,
    });
    return id;
  }

  group(kind: "agent" | "stream", owner: AgentPlan | StreamPlan): void {
    const { id, name: label, doc, place } = owner;
    const paths = this.#paths.filter((path) => path.owners.includes(label));
    this.groups.push({
      id,
      kind,
      label,
      guarantee: GUARANTEES.find((word) => paths.some((path) => path.guarantee === word)) ?? null,
      paths: paths.map((path) => `${path.steps.join(" -> ")}: ${path.guarantee}`),
      doc: doc.join(" "),
      place: place.text,
    });
  }

  edge(from: End, to: End, type: Type, aside = false): void {
    this.edges.push({ from, to, label: show(type), aside, guarantee: null });
  }

  labelled(from: End, to: End, label: string): void {
    this.edges.push({ from, to, label, aside: false, guarantee: null });
  }
}

function drawAgent(drawing: Drawing, agent: AgentPlan): void {
  drawing.group("agent", agent);
  const ends = new Map<string, End>();
  for (const part of [...agent.sources, ...agent.channels, ...agent.sinks, ...agent.groups]) {
    ends.set(part.name, drawEndpoint(drawing, part, agent.id));
  }
  for (const group of agent.groups) {
    for (const member of group.members) drawing.edge(group.id, endOf(ends, member), group.element);
  }
  for (const flow of agent.flows) {
    for (const branch of flow.branches) {
      let at = endOf(ends, flow.from);
      let element = flow.element;
      for (const operator of branch.operators) {
        drawing.edge(at, drawOperator(drawing, operator, [], agent.id, ends), element);
        at = operator.id;
        element = operator.element;
      }
      drawTarget(drawing, at, branch.to, agent.id, ends);
    }
  }
}

/** A group with those that it is made of. */
function drawOutput(drawing: Drawing, output: StreamPlan["outputs"][number], owner: string): End {
  const end = drawEndpoint(drawing, output, owner);
  const members = output.kind === "component" ? (output.members ?? []) : [];
  for (const member of members) drawing.edge(end, drawOutput(drawing, member, owner), output.element);
  return end;
}

function drawStream(drawing: Drawing, plan: Plan, stream: StreamPlan): void {
  drawing.group("stream", stream);
  const inputs = new Map<string, End>();
  const outputs = new Map<string, End>();
  for (const input of stream.inputs) inputs.set(input.name, drawInput(drawing, plan, input, stream.id));
  for (const output of stream.outputs) outputs.set(output.name, drawOutput(drawing, output, stream.id));
  const nodes = new Map(stream.nodes.map((node) => [node.id, node]));
  const endOfNode = (node: StreamNode | undefined): End =>
    node?.kind === "input" ? endOf(inputs, node.input) : (node?.id ?? "");
  for (const node of stream.nodes) {
    if (node.kind === "input") {
      const dead = stream.poison?.to ?? null;
      if (dead !== null) drawing.edge(endOf(inputs, node.input), endOf(outputs, dead), node.element, true);
      continue;
    }
    drawOperator(drawing, node, node.names, stream.id, outputs);
    for (const { node: id, element } of node.inputs) drawing.edge(endOfNode(nodes.get(id)), node.id, element);
  }
  for (const wire of stream.wires) drawTarget(drawing, endOfNode(nodes.get(wire.from)), wire.to, stream.id, outputs);
}

function drawInput(drawing: Drawing, plan: Plan, input: StreamPlan["inputs"][number], group: string): End {
  if (input.kind !== "channelReader") return drawEndpoint(drawing, input, group);
  const agent = plan.agents.find((candidate) => candidate.id === input.agent);
  return agent?.channels.find((channel) => channel.name === input.channel)?.id ?? `${input.agent}.${input.channel}`;
}

function drawEndpoint(drawing: Drawing, endpoint: Endpoint, group: string | null): End {
  switch (endpoint.kind) {
    case "topicReader":
    case "topicWriter":
      return endpoint.topic;
    case "channelReader":
      return endpoint.id;
    case "sinkGroup":
      return drawing.node("sink", endpoint, endpoint.maker.name, group);
    case "component":
      return drawing.node(endpoint.role, endpoint, endpoint.maker.name, group);
  }
}

function drawOperator(
  drawing: Drawing,
  operator: OperatorPlan,
  names: readonly string[],
  group: string,
  ends: ReadonlyMap<string, End>,
): End {
  const [name = operator.name] = names;
  drawing.node("operator", { ...operator, name }, operator.name, group);
  for (const reject of operator.rejects) drawing.edge(operator.id, endOf(ends, reject.to), reject.element, true);
  return operator.id;
}

function drawTarget(drawing: Drawing, from: End, to: TargetPlan, group: string, ends: ReadonlyMap<string, End>): void {
  switch (to.kind) {
    case "endpoint":
      drawing.edge(from, endOf(ends, to.name), to.element, to.optional);
      if (to.refused?.to) drawing.edge(endOf(ends, to.name), endOf(ends, to.refused.to), to.element, true);
      break;
    case "fanOut":
      for (const target of to.targets) drawTarget(drawing, from, target, group, ends);
      break;
    case "route":
      drawRoute(drawing, from, to, group, ends);
      break;
    case "drop":
      break;
  }
}

function drawRoute(drawing: Drawing, from: End, route: RoutePlan, group: string, ends: ReadonlyMap<string, End>): void {
  drawing.node("operator", { ...route, name: "route" }, route.selector.text, group);
  drawing.edge(from, route.id, route.element);
  for (const { patterns, target } of route.cases) {
    const written = patterns.map(({ text }) => text).join(", ");
    const label = written === "" ? "else" : written;
    for (const { name } of endpointsOf(target)) drawing.labelled(route.id, endOf(ends, name), label);
  }
}

function endOf(ends: ReadonlyMap<string, End>, name: string): End {
  return ends.get(name) ?? name;
}
