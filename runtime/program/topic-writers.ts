import type { Agent } from "../engine/agent/agent.ts";
import { isChannelUser } from "../engine/stream/from-channel.ts";
import { isSourceUser } from "../engine/stream/from-source.ts";
import type { Stream } from "../engine/stream/stream.ts";
import { isTopicUser } from "../engine/topic/topic-user.ts";
import { unlessAborted } from "../system/abort.ts";
import { topicsReadBy, topicsWrittenBy } from "./used-topics.ts";

/** An agent or a stream of a program. */
export type Part = Agent | Stream;

/**
 * Whether a part ends by itself in a program that runs until it has caught up: topics are read up to what is there, and
 * all its other sources end.
 */
export function endsByItself(part: Part): boolean {
  if ("sources" in part) {
    return Object.values(part.sources).every((source) => isTopicUser(source) || source.ends === true);
  }
  return Object.values(part.inputs).every((input) => {
    if (isTopicUser(input)) return true;
    return isChannelUser(input) ? endsByItself(input.agent) : isSourceUser(input) && input.source.ends === true;
  });
}

/** What runs each part of a program, and the ends of these runs. */
type Runs = ReadonlyMap<Part, () => Promise<void>>;
type Ends = ReadonlyMap<Part, Promise<void>>;

/** Runs all at once. */
export function runAll(runs: Runs): Ends {
  return new Map([...runs].map(([part, run]) => [part, run()]));
}

/**
 * Runs each part that reads topics behind the others that write them and end by themselves: what these write is part of
 * what it is to catch up with. Where parts feed each other in a circle nobody waits for the other, and nobody waits once
 * `draining` is aborted.
 */
export function runBehindWriters(runs: Runs, draining: AbortSignal): Ends {
  const awaited = awaitedWriters([...runs.keys()]);
  const ends = new Map<Part, Promise<void>>();
  const endOf = (part: Part): Promise<void> => {
    const end = ends.get(part) ?? runBehind(part);
    ends.set(part, end);
    return end;
  };
  const runBehind = async (part: Part): Promise<void> => {
    const writers = awaited.get(part)!;
    if (writers.length > 0) await unlessAborted(draining, Promise.all(writers.map(endOf)));
    await runs.get(part)!();
  };
  for (const part of runs.keys()) void endOf(part);
  return ends;
}

function awaitedWriters(parts: readonly Part[]): ReadonlyMap<Part, readonly Part[]> {
  const fedBy = new Map(parts.map((part) => [part, parts.filter((other) => feeds(other, part))]));
  const depends = (part: Part, on: Part, seen = new Set<Part>()): boolean => {
    if (seen.has(part)) return false;
    seen.add(part);
    return fedBy.get(part)!.some((other) => other === on || depends(other, on, seen));
  };
  const isAwaited = (part: Part) => (other: Part) =>
    other !== part && writesFor(other, part) && endsByItself(other) && !depends(other, part);
  return new Map(parts.map((part) => [part, parts.filter(isAwaited(part))]));
}

/** Whether `part` reads a topic that `writer` writes. */
function writesFor(writer: Part, part: Part): boolean {
  const written = topicsWrittenBy(writer);
  return topicsReadBy(part).some((topic) => written.includes(topic));
}

function feeds(feeder: Part, part: Part): boolean {
  if (writesFor(feeder, part)) return true;
  // By name: an agent that is recorded is another object than the one that the stream was declared with.
  const isFed = (input: object) => isChannelUser(input) && input.agent.name === feeder.name;
  return "inputs" in part && Object.values(part.inputs).some(isFed);
}
