import type { HeaderEntry } from "../../contract/event.ts";
import type { ReplayedLetter } from "./send-again.ts";

/** A dead letter, where it is kept. */
export interface Letter {
  /** `dead/0/12`: what keeps it, the partition or file, and the offset or line there. */
  readonly id: string;
  readonly holder: string;
  readonly part: string;
  readonly offset: number;
  readonly reason: string;
  /** Where in the program: `shop.flow:7:20`. */
  readonly place: string;
  /** `shop.mem -> out`; empty for what a step sent away by its own `else ->`. */
  readonly edge: string;
  readonly tries: number;
  /** When it fell out, in milliseconds since 1970. */
  readonly time: number;
  /** How often it was sent again before. */
  readonly replays: number;
  readonly isBeforeSteps: boolean;
  readonly text: string;
  /** What `text` is: JSON, or a string as it is, or bytes in UTF-8. */
  readonly form: ReplayedLetter["form"];
  /** Those of the event, as they were. */
  readonly headers: ReadonlyMap<string, string>;
}

/** What is known of a record before its headers are read. */
export interface Stored {
  readonly holder: string;
  readonly part: string;
  readonly offset: number;
  readonly text: string;
  readonly form: Letter["form"];
  readonly headers: readonly HeaderEntry[];
  /** The record's own time and key, which an event without others has. */
  readonly timestamp: string | null;
  readonly key: string | null;
}

/** Headers that say why something is a dead letter. */
const OWN = new Set(["reason", "place", "edge", "tries", "time", "replays", "before"]);

/** What a letter says of where its record came from, under these names with `from.` before them. */
const FROM = ["topic", "partition", "offset", "timestamp", "key"];

/** The letter in a record; null for a record that is not a letter. */
export function letterOf({ holder, part, offset, text, form, headers, timestamp, key }: Stored): Letter | null {
  const all = new Map(headers.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
  const reason = all.get("reason");
  const place = all.get("place");
  if (reason === undefined || place === undefined) return null;
  const event = new Map([...all].filter(([name]) => !OWN.has(name)));
  if (timestamp !== null && !event.has("timestamp")) event.set("timestamp", timestamp);
  if (key !== null && !event.has("key")) event.set("key", key);
  for (const name of FROM) {
    const value = all.get(`from.${name}`);
    if (value !== undefined) event.set(name, value);
    event.delete(`from.${name}`);
  }
  return {
    id: `${holder}/${part}/${offset}`,
    holder,
    part,
    offset,
    reason,
    place,
    edge: all.get("edge") ?? "",
    tries: Number(all.get("tries") ?? 1),
    time: Number(all.get("time") ?? timestamp ?? 0),
    replays: Number(all.get("replays") ?? 0),
    isBeforeSteps: all.get("before") === "steps",
    text,
    form,
    headers: event,
  };
}

/** The letter as it goes over its arrow again. It says how often, so that what falls out again can be told apart. */
export function replayed({ text, form, headers, replays }: Letter): ReplayedLetter {
  return { text, form, headers: new Map([...headers, ["replays", String(replays + 1)]]) };
}

/** Why a letter cannot be sent again; null where it can. */
export function obstacleOf({ edge, text }: Letter): string | null {
  if (edge === "") return "a step sent it away by its own `else ->`, which names no arrow";
  if (edge.endsWith(" -> undecodable")) return "it is not of its topic's type";
  if (!edge.includes(" -> "))
    return `an element of ${edge} made a batch of its stream fail: write it to that input again`;
  if (text.includes("\ufffd")) return "it is not UTF-8, and would not arrive as it was";
  return null;
}
