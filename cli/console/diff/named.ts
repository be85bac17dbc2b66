/** What sources, channels, topics and groups keep: found again by a name, whatever else is written there. */
import type { AgentPlan, Plan, StreamPlan, TopicPlan } from "../../../compiler/3-plan/plan.ts";
import type { Schema } from "../../../runtime/contract/schema.ts";
import { misfitOf } from "../../../runtime/state/judge/fit-schema.ts";
import { schemaText } from "../../../runtime/state/judge/schema-text.ts";
import type { Change, Subject } from "./change.ts";
import { schemaOf } from "./schema-of.ts";

/** Something that keeps something. */
interface Keeper {
  readonly subject: Subject;
  readonly owner: string;
  readonly name: string;
  /** What it is found by. */
  readonly key: string;
  /** What makes it: another one would not read what this one has written. */
  readonly maker: string;
  /** Type of what it keeps; null for positions. */
  readonly schema: Schema | null;
  /** What it means that nothing takes it over. */
  readonly loss: string;
  /** What it means that it begins from scratch. */
  readonly beginning: string;
  /** Whether it is kept where a start looks, and so does not start without it: in the data directory, and not in a cluster. */
  readonly isHere: boolean;
  /** Of a group, what its topic is found by. */
  readonly within?: string;
}

/** What a restart with the new program makes of positions, channels, topics and groups of the old one. */
export function diffNamed(before: Plan, after: Plan): Change[] {
  const [olds, news] = [keepersOf(before), keepersOf(after)];
  const byKey = new Map(olds.map((one) => [one.key, one]));
  const changes = news.map((one): Change => {
    const old = byKey.get(one.key);
    if (old !== undefined && old.maker === one.maker) return takenOver(old, one);
    const former =
      old ?? olds.find(({ subject, name, key }) => subject === one.subject && name === one.name && isLeft(key));
    if (former === undefined) return change(one, "new", "");
    const other = former.maker === one.maker ? "" : `it was ${former.maker}, and is ${one.maker}: `;
    return change(one, "begun again", `${other}${one.beginning}`, discardOf(former));
  });
  const told = new Set(changes.map(({ subject, name }) => `${subject} ${name}`));
  const lost = olds.filter((one) => isLeft(one.key) && !told.has(`${one.subject} ${one.name}`));
  return [...changes, ...lost.map((one) => change(one, "lost", one.loss, discardOf(one)))];

  /** A group goes with its topic, whose records are what it stands in. */
  function discardOf({ name, isHere, within }: Keeper): string | null {
    return isHere && (within === undefined || !isLeft(within)) ? name : null;
  }

  function isLeft(key: string): boolean {
    return !news.some((one) => one.key === key);
  }
}

function takenOver(old: Keeper, one: Keeper): Change {
  const moved = old.name === one.name ? "" : `it was ${old.name}`;
  if (old.schema === null || one.schema === null) return change(one, "kept", moved);
  const misfit = misfitOf(old.schema, one.schema);
  if (misfit !== null) {
    const discard = one.subject === "channel" && one.isHere ? one.name : null;
    return change(one, "lost", `what is there does not fit (${misfit}), and is left out when it is read`, discard);
  }
  const isSame = JSON.stringify(old.schema) === JSON.stringify(one.schema);
  const types = `what is there as ${schemaText(old.schema)} is read as ${schemaText(one.schema)}`;
  return change(one, isSame ? "kept" : "migrated", isSame ? moved : types);
}

function change(
  { subject, owner, name }: Keeper,
  verdict: Change["verdict"],
  reason: string,
  discard: string | null = null,
): Change {
  return { subject, owner, name, verdict, reason, discard };
}

function keepersOf(plan: Plan): Keeper[] {
  const owners = [...plan.agents, ...plan.streams];
  return [
    ...plan.topics.map(topicKeeper),
    ...plan.agents.flatMap(channelKeepers),
    ...owners.flatMap((owner) => [...sourceKeepers(owner), ...groupKeepers(owner, plan)]),
  ];
}

function topicKeeper({ id, element, maker, ...topic }: TopicPlan): Keeper {
  return {
    subject: "topic",
    owner: id,
    name: id,
    key: `topic ${storedTopic(topic)}`,
    maker: maker.name,
    schema: schemaOf(element),
    loss: "its records stay where they are, and nothing reads or writes them any more",
    beginning: "it begins without records",
    isHere: !maker.isDistributed,
  };
}

function storedTopic({ options, keptAs }: Pick<TopicPlan, "options" | "keptAs">): string {
  const inCluster = options.get("topic");
  return typeof inCluster === "string" ? inCluster : keptAs;
}

function channelKeepers(agent: AgentPlan): Keeper[] {
  return agent.channels.flatMap(({ id, keptAs, maker, options, element }): Keeper[] => {
    if (maker.delivers !== "durable") return [];
    const directory = options.get("directory");
    return [
      {
        subject: "channel",
        owner: agent.id,
        name: id,
        key: `channel ${typeof directory === "string" ? directory : keptAs}`,
        maker: maker.name,
        schema: schemaOf(element),
        loss: "events that are left in it stay in its files, and nothing delivers them",
        beginning: "it begins empty",
        isHere: !maker.isDistributed,
      },
    ];
  });
}

/** Some sources keep where they stand themselves. Of those that can read again, a stream with state keeps it. */
function sourceKeepers(owner: AgentPlan | StreamPlan): Keeper[] {
  const sources = "flows" in owner ? owner.sources : owner.inputs;
  return sources.flatMap((source): Keeper[] => {
    if (source.kind !== "component" || source.maker.delivers !== "replayable") return [];
    const isKept = "nodes" in owner && owner.nodes.some((node) => node.kind === "operator" && node.isStateful);
    if (!isKept && !source.maker.resumes) return [];
    const file = source.options.get("positionFile") ?? source.options.get("trackerDir");
    return [
      {
        subject: "positions",
        owner: owner.id,
        name: source.id,
        key: `source ${typeof file === "string" ? file : source.keptAs}`,
        maker: source.maker.name,
        schema: null,
        loss: "nothing reads on from where it stands",
        beginning: "it reads as if it had never read",
        isHere: true,
      },
    ];
  });
}

/** A group stands somewhere in each topic that it reads. */
function groupKeepers(owner: AgentPlan | StreamPlan, plan: Plan): Keeper[] {
  const sources = "flows" in owner ? owner.sources : owner.inputs;
  return sources.flatMap((reader): Keeper[] => {
    if (reader.kind !== "topicReader") return [];
    const topic = plan.topics.find(({ id }) => id === reader.topic);
    const start = typeof reader.start?.value === "string" ? reader.start.value : "latest";
    const group = reader.group === null ? owner.keptAs : `"${reader.group.value ?? reader.group.text}"`;
    return [
      {
        subject: "positions",
        owner: owner.id,
        name: reader.id,
        key: `group ${group} in ${topic === undefined ? reader.topic : storedTopic(topic)}`,
        maker: topic?.maker.name ?? "",
        schema: null,
        loss: `nothing reads on from where group ${group} stands in ${reader.topic}`,
        beginning:
          start === "latest"
            ? "it reads what comes from now on (`latest`), and leaves out what came since the last batch"
            : `it reads from the ${start} record again`,
        isHere: topic !== undefined && !topic.maker.isDistributed,
        ...(topic === undefined ? {} : { within: `topic ${storedTopic(topic)}` }),
      },
    ];
  });
}
