import type { ComponentPlan, Plan, RejectPlan, TargetPlan, TopicWriterPlan } from "../../compiler/3-plan/plan.ts";
import type { Type } from "../../compiler/model/types/type.ts";

/** What keeps dead letters of a program. */
export type Holder = {
  /** Id of the topic or of the sink: `dead`, `shop.dead`. */
  readonly id: string;
  /** Type of the bodies in it. */
  readonly element: Type;
} & (
  | { readonly kind: "topic" }
  | { readonly kind: "files"; readonly directory: string; readonly prefix: string }
  /** Nobody can read letters there from here, for this reason. */
  | { readonly kind: "closed"; readonly reason: string }
);

/** Everything that the program sends dead letters to, in the order of the program, each once. */
export function holdersOf(plan: Plan): readonly Holder[] {
  const found = new Map<string, Holder>();
  const add = (end: ComponentPlan | TopicWriterPlan | undefined): void => {
    if (end === undefined) return;
    const holder = holderOf(plan, end);
    if (!found.has(holder.id)) found.set(holder.id, holder);
  };
  for (const { flows, sinks } of plan.agents) {
    const targets = flows.flatMap(({ branches }) => branches.flatMap(({ to }) => refusedTo(to)));
    for (const name of targets) add(sinks.find((sink) => sink.name === name));
  }
  for (const { wires, outputs, poison } of plan.streams) {
    const targets = [...wires.flatMap(({ to }) => refusedTo(to)), ...(poison?.to ? [poison.to] : [])];
    for (const name of targets) add(outputs.find((output) => output.name === name));
  }
  for (const { sinks } of plan.topics) for (const { option, to } of sinks) if (option === "undecodable") add(to);
  return [...found.values()];
}

/** Ids of the topics and sinks that steps of the program reject to, each once. */
export function rejectsOf(plan: Plan): readonly string[] {
  const ids = (
    ends: readonly (ComponentPlan | TopicWriterPlan)[],
    operators: readonly { rejects: readonly RejectPlan[] }[],
  ) =>
    operators.flatMap(({ rejects }) =>
      rejects.flatMap(({ to }) => ends.filter(({ name }) => name === to).map((end) => holderOf(plan, end).id)),
    );
  const ofAgents = plan.agents.flatMap(({ flows, sinks }) =>
    ids(
      sinks,
      flows.flatMap(({ branches }) => branches.flatMap(({ operators }) => operators)),
    ),
  );
  const ofStreams = plan.streams.flatMap(({ nodes, outputs }) =>
    ids(
      outputs,
      nodes.filter((node) => node.kind === "operator"),
    ),
  );
  return [...new Set([...ofAgents, ...ofStreams])];
}

/** Names of what takes the events that a target refuses. */
function refusedTo(target: TargetPlan): string[] {
  switch (target.kind) {
    case "endpoint":
      return target.refused?.to ? [target.refused.to] : [];
    case "fanOut":
      return target.targets.flatMap(refusedTo);
    case "route":
      return target.cases.flatMap((one) => refusedTo(one.target));
    case "drop":
      return [];
  }
}

function holderOf(plan: Plan, end: ComponentPlan | TopicWriterPlan): Holder {
  const { id, element } = end;
  if (end.kind === "topicWriter") {
    const topic = plan.topics.find((one) => one.id === end.topic)!;
    return { kind: "topic", id: topic.id, element: topic.element };
  }
  const { maker, options } = end;
  if (maker.declaredIn !== "sluice/files/files.flow" || maker.name !== "files") {
    return { kind: "closed", id, element, reason: `\`${maker.name}\` gives nothing back` };
  }
  const directory = options.get("directory");
  const prefix = options.get("prefix");
  if (options.get("format") !== "event") {
    return { kind: "closed", id, element, reason: 'its files have no reasons: write `format: "event"`' };
  }
  if (typeof directory !== "string" || typeof prefix !== "string") {
    return { kind: "closed", id, element, reason: "its directory is known only when the program starts" };
  }
  return { kind: "files", id, element, directory, prefix };
}
