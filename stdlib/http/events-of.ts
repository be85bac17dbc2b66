import { type Event, event, type Headers, NO_HEADERS } from "../../runtime/contract/event.ts";
import { Refusal } from "./refusal.ts";

/** How the body of a request is divided into events. */
export type BodyFormat = "flume" | "lines" | "whole";

/** The events of a body; `shared` are headers of all of them. Throws a Refusal for a body that is not of the format. */
export function eventsOf(text: string, format: BodyFormat, shared: Headers): readonly Event<string>[] {
  const headers = shared.size === 0 ? NO_HEADERS : shared;
  switch (format) {
    case "whole":
      return [event(text, headers)];
    case "lines":
      return text
        .split("\n")
        .map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line))
        .filter((line) => line !== "")
        .map((line) => event(line, headers));
    case "flume":
      return flumeEvents(text, headers);
  }
}

function flumeEvents(text: string, shared: Headers): readonly Event<string>[] {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'the body is not JSON, and `format` is "flume": an array of events');
  }
  if (!Array.isArray(values)) {
    throw new Refusal(
      400,
      'the body is not an array of events, and `format` is "flume"; others are "lines" and "whole"',
    );
  }
  return values.map((value, index) => flumeEvent(value, index, shared));
}

function flumeEvent(value: unknown, index: number, shared: Headers): Event<string> {
  const { body, headers = {} } = isObject(value) ? value : {};
  if (typeof body !== "string") throw new Refusal(400, `event ${index} has no body that is text`);
  if (!isObject(headers)) throw new Refusal(400, `the headers of event ${index} are not an object`);
  const entries = Object.entries(headers);
  if (entries.length === 0) return event(body, shared);
  const all = new Map(shared);
  for (const [name, text] of entries) {
    // Flume's own reader takes them as texts, too.
    if (typeof text !== "string" && typeof text !== "number" && typeof text !== "boolean") {
      throw new Refusal(400, `the header ${JSON.stringify(name)} of event ${index} is not text`);
    }
    all.set(name, String(text));
  }
  return event(body, all);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
