import type { Known } from "../2-check/evaluate.ts";
import { keeperOf } from "../3-plan/keeper.ts";
import type {
  AgentPlan,
  ComponentPlan,
  Options,
  Plan,
  StreamOperator,
  StreamPlan,
  TopicPlan,
  TopicReaderPlan,
} from "../3-plan/plan.ts";
import type { Declaration } from "../declaration.ts";

/** What a component is and how many events it moves at a time. */
export function componentFacts({ role, declaration, options }: ComponentPlan): string[] {
  const count = (option: string | null): string | null => {
    const value = option === null ? undefined : options.get(option);
    return typeof value === "number" ? value.toLocaleString("en") : null;
  };
  const [batch, room, most] = [count(declaration.batches), count(declaration.holds), count(declaration.transacts)];
  return [
    `${role} ${declaration.name}`,
    ...(declaration.delivers === null ? [] : [declaration.delivers]),
    ...(room === null ? [] : [`room for ${room}`]),
    ...(most === null ? [] : [`${most} a transaction`]),
    ...(batch === null ? [] : [`up to ${batch} at a time`]),
  ];
}

export function topicFacts(topic: TopicPlan): string[] {
  const partitions = partitionsOf(topic);
  return [
    topic.declaration.name,
    ...(topic.declaration.delivers === null ? [] : [topic.declaration.delivers]),
    ...(partitions === null ? [] : [partitions === 1 ? "1 partition" : `${partitions} partitions`]),
  ];
}

/** A topic where an agent or stream reads it. */
export function readerFacts(plan: Plan, reader: TopicReaderPlan, owner: AgentPlan | StreamPlan): string[] {
  const topic = plan.topics.find((one) => one.id === reader.topic);
  const partitions = topic === undefined ? null : partitionsOf(topic);
  const { group, start } = reader;
  const own = `${plan.file.replace(/\.flow$/, "")}.${owner.id}`;
  const keeper = "every" in owner ? keeperOf(owner, reader.name) : null;
  return [
    `topic, from ${start?.kind === "StringLiteral" ? start.value : "latest"}`,
    group === null ? `group ${own}` : group.kind === "StringLiteral" ? `group ${group.value}` : "a group of its own",
    ...(keeper !== null
      ? [`one reader only: \`${keeper}\` keeps state`]
      : partitions === null || partitions < 2
        ? []
        : [`up to ${partitions} can share it`]),
  ];
}

/** An operator of a stream: what it waits for and what it keeps. */
export function operatorFacts(operator: StreamOperator, own: string): string[] {
  const often = operator.cadence === own ? [] : [`every ${operator.cadence}`];
  const failures = operator.rejects.map((reject) => `failures to ${reject.to}`);
  if (operator.declaration.stateful) {
    const window = durationOf(operator.options, "window") ?? durationOf(operator.options, "length");
    return [...(window === null ? [] : [`the last ${window}`]), ...often, "kept in a checkpoint", ...failures];
  }
  return [
    ...(operator.reads === "batch" && operator.builtIn !== "union" ? ["whole batch"] : []),
    ...often,
    ...failures,
  ];
}

function partitionsOf({ declaration, options }: { declaration: Declaration; options: Options }): number | null {
  const value = declaration.parallel === null ? undefined : options.get(declaration.parallel);
  return typeof value === "number" ? value : null;
}

/** A duration among options, as people write it; null where it has none. */
export function durationOf(options: Options, name: string): string | null {
  const value: Known | undefined = options.get(name);
  if (typeof value !== "number") return null;
  for (const [unit, ms] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
    ["s", 1000],
  ] as const) {
    if (value >= ms && value % ms === 0) return `${value / ms}${unit}`;
  }
  return `${value}ms`;
}
