import { keeperOf } from "../3-plan/checks/keeper.ts";
import type {
  AgentPlan,
  BoundPlan,
  ComponentPlan,
  Options,
  Plan,
  StreamOperator,
  StreamPlan,
  TopicPlan,
  TopicReaderPlan,
} from "../3-plan/plan.ts";
import { durationText } from "../model/duration-text.ts";
import type { Known } from "../model/known.ts";

/** What a component is and how many events it moves at a time. */
export function componentFacts({ role, maker }: ComponentPlan): string[] {
  const count = (bound: BoundPlan | null): string | null => bound?.value?.toLocaleString("en") ?? null;
  const [batch, room, most] = [count(maker.batch), count(maker.room), count(maker.transaction)];
  return [
    `${role} ${maker.name}`,
    ...(maker.delivers === null ? [] : [maker.delivers]),
    ...(room === null ? [] : [`room for ${room}`]),
    ...(most === null ? [] : [`${most} a transaction`]),
    ...(batch === null ? [] : [`up to ${batch} at a time`]),
  ];
}

/** What a reader wants to know of a topic, each as a phrase: its kind, its partitions, how long it keeps what. */
export function topicFacts(topic: TopicPlan): string[] {
  const partitions = partitionsOf(topic);
  return [
    topic.maker.name,
    ...(topic.maker.delivers === null ? [] : [topic.maker.delivers]),
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
    `topic, from ${typeof start?.value === "string" ? start.value : "latest"}`,
    group === null ? `group ${own}` : typeof group.value === "string" ? `group ${group.value}` : "a group of its own",
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
  if (operator.isStateful) {
    const { windowed } = operator;
    const window = windowed === null ? null : durationOf(operator.options, windowed.length);
    // What a module keeps as it likes is not saved.
    const kept = operator.keeps === null ? "kept in memory only, and lost at a restart" : "kept between batches";
    return [...(window === null ? [] : [`the last ${window}`]), ...often, kept, ...failures];
  }
  return [...(operator.isElementwise ? [] : ["whole batch"]), ...often, ...failures];
}

function partitionsOf({ maker }: TopicPlan): number | null {
  return maker.readers?.value ?? null;
}

/** A duration among options, as people write it; null where it has none. */
export function durationOf(options: Options, name: string): string | null {
  const value: Known | undefined = options.get(name);
  return typeof value === "number" ? durationText(value) : null;
}
