import type { Event } from "../contract/event.ts";

/** Why and where an event was refused, for its headers. */
export interface Refusal {
  readonly reason: string;
  /** Where the target stands: `access.flow:21:11`. */
  readonly place: string;
  /** `collect.mem -> hd` */
  readonly edge: string;
  /** How often it was tried. */
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** A step of the wire failed: the event is as it was before all steps. */
  readonly isBeforeSteps?: boolean;
}

/** A record's time that lies further ahead than this would be refused by a topic that takes dead letters, too. */
const LONGEST_AHEAD = 3_600_000;

/**
 * `event` as a dead letter: its headers, and those of its refusal. Where a record came from is there a second time as
 * `from.topic`, `from.partition`, …, as a topic that takes it writes its own over the plain ones. A time stamp that no
 * one could use becomes the time of the refusal, so that it does not keep the dead letter itself from being written.
 */
export function deadLetter(event: Event, refusal: Refusal, as: ((body: never) => unknown) | undefined): Event {
  const { reason, place, edge, tries, time, isBeforeSteps } = refusal;
  const headers = new Map(event.headers);
  if (headers.has("topic") && headers.has("offset")) {
    for (const name of ["topic", "partition", "offset", "timestamp", "key"]) {
      const value = event.headers.get(name);
      if (value !== undefined) headers.set(`from.${name}`, value);
    }
  }
  const timestamp = headers.get("timestamp");
  if (timestamp !== undefined && !isUsable(timestamp, time)) {
    headers.set("from.timestamp", timestamp).set("timestamp", String(time));
  }
  headers.set("reason", reason).set("place", place).set("edge", edge);
  headers.set("tries", String(tries)).set("time", String(time));
  if (isBeforeSteps) headers.set("before", "steps");
  return { body: as === undefined ? event.body : as(event.body as never), headers };
}

function isUsable(timestamp: string, now: number): boolean {
  return /^\d{1,16}$/.test(timestamp) && Number(timestamp) <= now + LONGEST_AHEAD;
}
