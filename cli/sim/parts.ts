import type { ComponentPlan, Endpoint, Plan, SinkGroupPlan } from "../../compiler/3-plan/plan.ts";

/** What the plan says of the components of a program, by their ids (`a1.k1`). */
export interface Parts {
  /** Name of a component's declaration: a program imports only what is enough for its options. */
  readonly makers: Readonly<Record<string, string>>;
  /** The group that a sink is part of. */
  readonly groups: Readonly<Record<string, string>>;
  /** What else a path of a report begins or ends in, by how the report shows it: groups, `a1.failover(k1, k2)`, and topics. */
  readonly shown: Readonly<Record<string, string>>;
}

/** The parts of a program. */
export function partsOf(plan: Plan): Parts {
  const makers: Record<string, string> = {};
  const groups: Record<string, string> = {};
  const shown: Record<string, string> = {};
  /** A topic that is a member is an output of its own. */
  const addGroup = (owner: string, { id, maker }: ComponentPlan | SinkGroupPlan, members: readonly string[]) => {
    if (!members.every((member) => `${owner}.${member}` in makers)) return;
    for (const member of members) groups[`${owner}.${member}`] = id;
    shown[`${owner}.${maker.name}(${members.join(", ")})`] = id;
  };
  const add = (owner: string, one: Endpoint) => {
    if (one.kind === "sinkGroup") return addGroup(owner, one, one.members);
    if (one.kind === "topicReader" || one.kind === "topicWriter") shown[`${owner}.${one.name}`] = one.topic;
    if (one.kind !== "component") return;
    makers[one.id] = one.maker.name;
    if (one.members === undefined) return;
    for (const member of one.members) add(owner, member);
    addGroup(
      owner,
      one,
      one.members.map(({ name }) => name),
    );
  };
  for (const { name, sources, channels, sinks, groups } of plan.agents) {
    for (const one of [...sources, ...channels, ...sinks, ...groups]) add(name, one);
  }
  for (const { name, inputs, outputs } of plan.streams) for (const one of [...inputs, ...outputs]) add(name, one);
  return { makers, groups, shown };
}
