import type { Event, Headers } from "../event.ts";
import { messageOf } from "../message-of.ts";
import { placeOf } from "../place.ts";
import type { Guilty } from "./find-guilty.ts";

const POSITION = ["topic", "partition", "offset"] as const;

/** What identifies an element for whoever reads a log: topic, partition and offset, or its number in the batch. */
export function identityOf(stream: string, { input, event, index }: Guilty): Readonly<Record<string, string | number>> {
  const { headers } = event;
  if (!isRecord(headers)) return { input: `${stream}.${input}`, element: index + 1 };
  return Object.fromEntries(POSITION.map((name) => [name, headers.get(name) ?? ""]));
}

/** The try of a batch that made an element a dead letter. */
export interface LastTry {
  readonly stream: string;
  /** Where the stream is declared. */
  readonly place: string;
  /** Time of the batch, in ms. */
  readonly batchTime: number;
  /** Now, in ms. */
  readonly time: number;
  readonly tries: number;
}

/**
 * A guilty element as it goes to the dead letters: its own headers, and why, where and when it failed. Where a record
 * came from is there as `from.topic`, `from.partition`, …, as a topic that takes it has plain ones of its own.
 */
export function deadLetter({ input, event, error }: Guilty, body: unknown, last: LastTry): Event {
  const headers = new Map(event.headers);
  if (isRecord(headers)) {
    for (const name of [...POSITION, "timestamp", "key"]) {
      const value = event.headers.get(name);
      if (value !== undefined) headers.set(`from.${name}`, value);
    }
  }
  if (!headers.has("timestamp")) headers.set("timestamp", String(last.batchTime));
  headers.set("reason", messageOf(error)).set("place", placeOf(error) ?? last.place);
  headers.set("edge", `${last.stream}.${input}`).set("tries", String(last.tries)).set("time", String(last.time));
  return { body, headers };
}

function isRecord(headers: Headers): boolean {
  return POSITION.every((name) => headers.has(name));
}
