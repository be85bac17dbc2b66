import { jsonExcerpt } from "../codec/json-excerpt.ts";
import type { Event } from "../contract/event.ts";

const POSITION = ["topic", "partition", "offset"] as const;

/** Most characters of a body that a log shows. */
const EXCERPT = 80;

/** Topic, partition and offset of an event that is a record of a topic; null of any other. */
export function recordOf({ headers }: Event): Readonly<Record<string, string>> | null {
  if (!POSITION.every((name) => headers.has(name))) return null;
  return Object.fromEntries(POSITION.map((name) => [name, headers.get(name) ?? ""]));
}

/** What identifies an event of a batch for whoever reads a log. */
export function identityOf(event: Event, index: number, of: number): Readonly<Record<string, string>> {
  return recordOf(event) ?? { event: `${index + 1} of ${of}`, body: excerptOf(event.body) };
}

function excerptOf(body: unknown): string {
  if (typeof body !== "string") return jsonExcerpt(body, EXCERPT);
  return body.length > EXCERPT ? `${body.slice(0, EXCERPT)}…` : body;
}
