/** What a single step of a path may lose or repeat, from what its declaration says and from how the runtime uses it. */
import { durationText } from "../../model/duration-text.ts";
import type { ComponentPlan, MakerPlan, Place, SinkGroupPlan, TopicPlan } from "../plan.ts";

/** One thing on a path that holds its guarantee down. */
export interface Lowering {
  /** Name of the step, as the program has it. */
  readonly step: string;
  /** `atMostOnce`: here events may be lost. `atLeastOnce`: here they may come twice. */
  readonly to: "atMostOnce" | "atLeastOnce";
  readonly reason: string;
  readonly raise: string;
  readonly place: Place;
}

/** A station of a path. */
export interface Step {
  /** Qualified, or the id of a topic: `collect.spool`, `accesses`. */
  readonly id: string;
  /** Within its agent or stream. */
  readonly name: string;
  readonly lowerings: readonly Lowering[];
  /** Takes the same event twice without harm. */
  readonly endsRepeats: boolean;
}

/** What ends repeats, wherever they come from. */
const END_REPEATS = "End the path in a sink that takes repeats without harm: an idempotent or transactional one.";
const BATCH_AGAIN = "a crash after it has written a batch, and before its commit, replays the batch";

/** What may happen to events at a source, as its `delivers` and `loses` clauses say. */
export function sourceStep(source: ComponentPlan): Step {
  const { delivers } = source.maker;
  const found = lossesOf(source.maker, source);
  if (delivers === "replayable") {
    const reason = `after a crash it reads again what it had read and not yet noted${rereadOf(source.maker)}`;
    found.push(twice(source, reason, END_REPEATS));
  } else if (delivers === "acknowledged") {
    // Whoever is not told what was lost does not send it again either.
    if (found.length === 0)
      found.push(twice(source, "a sender that has not seen the answer in time sends again", END_REPEATS));
  } else {
    const reason =
      delivers === null
        ? "its declaration does not say that it can read anything again"
        : "it cannot read again what was lost on the way in";
    const raise = "Use a source that can: `taildir` follows files from where it stopped, a topic from its offsets.";
    found.push(lost(source, reason, raise));
  }
  return step(source, found);
}

/**
 * What may happen where a topic is read: after a crash a part of it is read again. `keeps`: the positions are kept beside what a stream keeps between
 * batches, and written with it.
 */
export function topicReaderStep(reader: Named, id: string, topic: TopicPlan | undefined, keeps: boolean): Step {
  const reread = keeps || topic === undefined ? "" : rereadOf(topic.maker);
  const where = keeps ? "behind the last batch that is done" : "from where its offsets were last committed";
  return step({ ...reader, id }, [twice(reader, `after a crash it is read again ${where}${reread}`, END_REPEATS)]);
}

/** How far back that goes, where the declaration says so. */
function rereadOf({ rereads }: MakerPlan): string {
  if (rereads === null || rereads.value === 0) return "";
  if (rereads.value === null) return `, at most the last \`${rereads.option}\``;
  return `, at most the last ${durationText(rereads.value)} (\`${rereads.option}\`)`;
}

/** What may happen in a channel, as its `loses` clauses say; `name` is what the reader calls it. */
export function channelStep(channel: ComponentPlan, name = channel.name): Step {
  const named = { ...channel, name };
  const found = lossesOf(channel.maker, named);
  // What a `loses` clause says is more exact.
  if (channel.maker.delivers !== "durable" && found.length === 0) {
    found.push(lost(named, "what it holds is gone when the program is killed", "Use a durable channel: `file(…)`."));
  }
  return step(named, found);
}

/** What `c1?` adds to the channel. */
export function optional(channel: ComponentPlan, place: Place): Lowering {
  const reason = "it is optional (`?`): what it has no room for is only counted";
  return lost({ name: channel.name, place }, reason, "Take the `?` away.");
}

/** Several channels are filled one after the other; only a durable one can fail when its turn comes. */
export function unevenFanOut(channel: ComponentPlan, place: Place): Lowering {
  const reason = "when the disk of another channel of this wire fails, the retry puts the events here a second time";
  return twice({ name: channel.name, place }, reason, END_REPEATS);
}

/** The batch that a source without a channel fills in memory. */
export function batchStep(input: ComponentPlan): Step {
  const reason = "it waits in memory, and the source has been told that it is safe";
  const raise = "Let a channel or a topic stand between: what a batch took of it is given up only after the outputs.";
  const named = { id: `${input.id}.batch`, name: "batch", place: input.place };
  return step(named, input.maker.delivers === "forgetful" ? [] : [lost(named, reason, raise)]);
}

/** `again`: the batch is written again after a crash, because a durable channel or a topic stands before the sink. */
export function sinkStep(sink: ComponentPlan, again: boolean): Step {
  const { delivers } = sink.maker;
  const found = lossesOf(sink.maker, sink);
  const endsRepeats = delivers === "transactional" || delivers === "idempotent";
  if (delivers === "confirmed") found.push(...written(sink, sink.maker.isAtomic, again));
  else if (!endsRepeats) {
    const reason =
      delivers === null
        ? "its declaration does not say that what it was given has arrived"
        : "it does not say whether what it was given has arrived";
    found.push(lost(sink, reason, "Use a sink that confirms."));
  }
  return { ...step(sink, found), endsRepeats };
}

/** What may happen where a topic is written; `again` is true where a batch may be written twice. */
export function topicWriterStep(
  writer: { readonly name: string; readonly place: Place },
  topic: TopicPlan | undefined,
  again: boolean,
): Step {
  if (topic === undefined) return step({ ...writer, id: writer.name }, []);
  const found = lossesOf(topic.maker, writer);
  if (topic.maker.delivers !== "durable") {
    found.push(lost(writer, "what it holds is gone when the program is killed", "Use a durable topic."));
  }
  found.push(...written(writer, topic.maker.isAtomic, again));
  return step({ ...writer, id: topic.id }, found);
}

/** A group loses what any of its members may lose; and what one has written the next may write as well. */
export function groupStep(group: Omit<SinkGroupPlan, "kind">, members: readonly Step[]): Step {
  const losses = members.flatMap((member) => member.lowerings).filter((one) => one.to === "atMostOnce");
  const reason = "what a sink had written when it failed is written again by the next";
  const raise = "Write to one sink instead of the group.";
  return step({ ...group, name: `${group.maker.name}(${group.members.join(", ")})` }, [
    ...losses,
    twice(group, reason, raise),
  ]);
}

function written(sink: Named, atomic: boolean, again: boolean): Lowering[] {
  if (!atomic) return [twice(sink, "a write that failed may have been done in part, and is done again", END_REPEATS)];
  return again ? [twice(sink, BATCH_AGAIN, END_REPEATS)] : [];
}

function lossesOf({ losses }: MakerPlan, at: Named): Lowering[] {
  return losses.map(({ reason, raise }) => lost(at, reason, raise));
}

interface Named {
  readonly name: string;
  readonly place: Place;
}

function lost({ name, place }: Named, reason: string, raise: string): Lowering {
  return { step: name, to: "atMostOnce", reason, raise, place };
}

function twice({ name, place }: Named, reason: string, raise: string): Lowering {
  return { step: name, to: "atLeastOnce", reason, raise, place };
}

function step({ id, name }: { readonly id: string; readonly name: string }, lowerings: readonly Lowering[]): Step {
  return { id, name, lowerings, endsRepeats: false };
}
