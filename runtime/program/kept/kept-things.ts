import { isAbsolute, join, relative } from "node:path";
import type { Kept } from "../../contract/kept.ts";
import type { Schema } from "../../contract/schema.ts";
import type { Agent } from "../../engine/agent/agent.ts";
import type { Stream } from "../../engine/stream/stream.ts";
import { isTopicUser } from "../../engine/topic/topic-user.ts";
import { usedTopics } from "../used-topics.ts";

/** Something that a program leaves for its next start, beside what streams keep. */
export interface KeptThing {
  /** `events` of a channel, `positions` of a source, `records` of a topic, or where a `group` stands in one. */
  readonly what: "events" | "positions" | "records" | "group";
  /** Its name in the program: `a.spool`, `hits`, `shown.hits`. */
  readonly name: string;
  /** Where it is, from the data directory unless it is elsewhere. */
  readonly at: string;
  /** Type of the events. */
  readonly element?: Schema;
  /** Whether the program has stopped with nothing in it. */
  readonly isEmpty?: boolean;
}

/** The same of a program that runs. */
export interface DeclaredThing {
  readonly thing: KeptThing;
  /** What keeps it. */
  readonly keeper: object;
  readonly kept: Kept;
}

/** What keeps something, and runs under a name in a data directory. */
export interface Keeping {
  readonly agents: readonly Agent[];
  readonly streams: readonly Stream[];
  readonly program: string;
  readonly dataDir: string;
}

/** All that a program keeps in its data directory, or where it says. */
export function keptThings({ agents, streams, program, dataDir }: Keeping): DeclaredThing[] {
  const found: DeclaredThing[] = [];
  const add = (what: KeptThing["what"], name: string, keeper: object, kept: Kept | undefined) => {
    if (kept === undefined) return;
    const inside = relative(dataDir, kept.at);
    const at = inside.startsWith("..") || isAbsolute(inside) ? kept.at : inside;
    const { element } = kept;
    found.push({ thing: { what, name, at, ...(element && { element }) }, keeper, kept });
  };
  for (const topic of usedTopics({ agents, streams })) add("records", topic.name, topic, topic.keepsAt?.(dataDir));
  const readers = [
    ...agents.map(({ name, sources }) => ({ name, readers: sources })),
    ...streams.map(({ name, inputs }) => ({ name, readers: inputs })),
  ];
  for (const { name: owner, readers: all } of readers) {
    for (const [own, reader] of Object.entries(all)) {
      const name = `${owner}.${own}`;
      const group = isTopicUser(reader) ? reader.groupIn?.(program) : undefined;
      if (!isTopicUser(reader)) add("positions", name, reader, reader.keepsAt?.(dataDir));
      else if (group !== undefined) add("group", name, reader, reader.topic.keepsAt?.(dataDir, group));
    }
  }
  for (const { name: owner, channels } of agents) {
    for (const [own, channel] of Object.entries(channels))
      add("events", `${owner}.${own}`, channel, channel.keepsAt?.(dataDir));
  }
  return found;
}

/** Where a thing is, absolute. */
export function placeOfThing({ at }: KeptThing, dataDir: string): string {
  return isAbsolute(at) ? at : join(dataDir, at);
}
