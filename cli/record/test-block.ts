import type { Plan, StreamInput, StreamPlan } from "../../compiler/3-plan/plan.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import { durationText } from "../../runtime/codec/units.ts";
import { Failure } from "../../runtime/contract/failure.ts";
import { showValue } from "../../runtime/testing/show-value.ts";
import { Json } from "../../runtime/value/json.ts";
import { schemaOf } from "../console/diff/schema-of.ts";
import { type RecordedEvent, readEvent } from "./recorded-value.ts";
import type { Entry, RecordedBatch, Recording } from "./recording.ts";

/** What one source or input was given in one interval. */
interface Given {
  readonly target: string;
  readonly type: Type;
  readonly isBatch: boolean;
  readonly events: RecordedEvent[];
}

/** A test that gives a program what was recorded, and expects nothing yet: what comes of it is observed. */
export interface TestText {
  readonly name: string;
  readonly text: string;
  /** Events that it gives, and that it leaves out since there are too many. */
  readonly events: number;
  readonly left: number;
}

/** Nobody reads a test with more. */
const MOST_EVENTS = 200;

const makers = { json: (text: string) => new Json(text), failure: (reason: string) => new Failure(reason) };

/** The last events of a recording as a `test` block of the program with that `plan`. */
export function testTextOf({ about, entries }: Recording, plan: Plan): TestText {
  const written = writtenTopics(plan);
  const intervals = plan.streams.map((stream) => stream.cadences[0]?.ms ?? intervalIn(entries, stream.name));
  const interval = intervals.length === 0 ? 1000 : Math.min(...intervals);
  const gifts = new Map<number, Map<string, Given>>();
  let events = 0;
  let left = 0;
  const give = (slot: number, input: Omit<Given, "events"> | null, some: readonly RecordedEvent[]) => {
    if (input === null || some.length === 0) return;
    const taken = some.slice(Math.max(0, some.length - (MOST_EVENTS - events)));
    left += some.length - taken.length;
    events += taken.length;
    if (taken.length === 0) return;
    const inSlot = gifts.get(slot) ?? new Map<string, Given>();
    gifts.set(slot, inSlot);
    const given = inSlot.get(input.target) ?? { ...input, events: [] };
    inSlot.set(input.target, given);
    given.events.unshift(...taken);
  };
  const refused = new Set(entries.flatMap((entry) => ("refused" in entry ? [entry.refused] : [])));
  // From the end: what came last is what somebody wants to see again.
  for (const entry of [...entries].reverse()) {
    if ("put" in entry && !refused.has(entry.n)) {
      // What a batch at the end of an interval has was put in the course of it.
      give(Math.floor(entry.at / interval) + 1, sourceOf(plan, entry.put, written), entry.events);
    } else if ("batch" in entry) {
      for (const [name, input] of inputsOf(plan, entry, written)) {
        give(Math.floor(entry.time / interval), input, entry.inputs[name] ?? []);
      }
    }
  }
  const statements: string[] = [];
  let last: number | null = null;
  for (const [slot, inSlot] of [...gifts].sort(([one], [other]) => one - other)) {
    if (last !== null) statements.push(`advance ${durationText((slot - last - 1) * interval)}`);
    last = slot;
    for (const { target, type, isBatch, events: own } of inSlot.values()) {
      const schema = schemaOf(type);
      const bodies = own.map((event) => showValue(schema, readEvent(event, makers).body));
      statements.push(`given ${target} = ${isBatch ? `[[${bodies.join(", ")}]]` : `[${bodies.join(", ")}]`}`);
    }
  }
  const expected = outputsOf(plan, written).map((target) => `expect ${target} == []`);
  const from = new Date(entries[0]!.at).toISOString();
  const name = `as recorded ${from.slice(0, 19).replace("T", " ")}`;
  const masked = about.masked.length === 0 ? "" : `  // Masked in the recording: ${about.masked.join(", ")}.\n`;
  const body = [...statements, ...expected].map((line) => `  ${line}\n`).join("");
  return { name, text: `\ntest ${JSON.stringify(name)} {\n${masked}${body}}\n`, events, left };
}

/** The interval of a stream that only its params know: the least between two of its batches. */
function intervalIn(entries: readonly Entry[], stream: string): number {
  const times = entries.flatMap((entry) => ("batch" in entry && entry.batch === stream ? [entry.time] : []));
  const between = times.slice(1).flatMap((time, index) => (time > times[index]! ? [time - times[index]!] : []));
  return between.length === 0 ? 1000 : Math.min(...between);
}

/** Names of topics that the program itself writes: what is in them comes of what else is given. */
function writtenTopics({ agents, streams, topics }: Plan): ReadonlySet<string> {
  const ends = [...agents.flatMap(({ sinks }) => sinks), ...streams.flatMap(({ outputs }) => outputs)];
  const ids = new Set(ends.flatMap((end) => (end.kind === "topicWriter" ? [end.topic] : [])));
  return new Set(topics.flatMap(({ id, name }) => (ids.has(id) ? [name] : [])));
}

function sourceOf(plan: Plan, id: string, written: ReadonlySet<string>): Omit<Given, "events"> | null {
  const source = plan.agents.flatMap(({ sources }) => sources).find((one) => one.id === id);
  if (source === undefined) return null;
  if (source.kind === "component") return { target: id, type: source.element, isBatch: false };
  return ofTopic(plan, source.topic, written);
}

function inputsOf(plan: Plan, { batch }: RecordedBatch, written: ReadonlySet<string>) {
  const stream = plan.streams.find(({ name }) => name === batch);
  return (stream?.inputs ?? []).map((input) => [input.name, inputOf(plan, stream!, input, written)] as const);
}

function inputOf(plan: Plan, stream: StreamPlan, input: StreamInput, written: ReadonlySet<string>) {
  if (input.kind === "topicReader") return ofTopic(plan, input.topic, written);
  if (input.kind === "channelReader") return null;
  const [name] = stream.nodes.find((node) => node.kind === "input" && node.input === input.name)?.names ?? [];
  return name === undefined ? null : { target: `${stream.name}.${name}`, type: input.element, isBatch: true };
}

function ofTopic({ topics }: Plan, id: string, written: ReadonlySet<string>): Omit<Given, "events"> | null {
  const topic = topics.find((one) => one.id === id);
  if (topic === undefined || written.has(topic.name)) return null;
  return { target: topic.name, type: topic.element, isBatch: true };
}

/** What can be looked at: sinks of agents, topics that are written, and what streams give to an arrow and call by a name. */
function outputsOf(plan: Plan, written: ReadonlySet<string>): readonly string[] {
  const sinks = plan.agents.flatMap((agent) =>
    agent.sinks.flatMap(({ kind, id }) => (kind === "component" ? [id] : [])),
  );
  const lets = plan.streams.flatMap((stream) => {
    const ends = new Set(stream.wires.map(({ from }) => from));
    return stream.nodes.flatMap(({ id, kind, names: [name] }) =>
      ends.has(id) && kind === "operator" && name !== undefined ? [`${stream.name}.${name}`] : [],
    );
  });
  return [...written, ...sinks, ...lets];
}
