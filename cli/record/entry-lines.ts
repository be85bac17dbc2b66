import type { RecordedEvent } from "./recorded-value.ts";
import { type Entry, RecordingError } from "./recording.ts";

/** In place of events that are plain text: how many lines behind the entry's own have one each. */
type Lines = number;

/**
 * The text of an entry, in parts: a line of JSON, and behind it a line for each event that is text without a line end, as it
 * is: most events are lines, and written as JSON they would cost three times as much.
 */
export function partsOf(entry: Entry): readonly string[] {
  if ("put" in entry) {
    const text = plainText(entry.events);
    return text === null ? [line(entry)] : [line({ ...entry, events: entry.events.length }), text, "\n"];
  }
  if (!("batch" in entry)) return [line(entry)];
  const plain: string[] = [];
  const inputs = Object.entries(entry.inputs).map(([name, events]) => {
    const text = plainText(events);
    if (text === null) return [name, events] as const;
    plain.push(text, "\n");
    return [name, events.length] as const;
  });
  return [line({ ...entry, inputs: Object.fromEntries(inputs) }), ...plain];
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** Null where one of them is anything else, or is not what UTF-8 has. */
function plainText(events: readonly RecordedEvent[]): string | null {
  for (const event of events) if (typeof event !== "string" || event.includes("\n")) return null;
  const text = events.join("\n");
  return events.length > 0 && text.isWellFormed() ? text : null;
}

/** What each entry has besides its time: one of these. */
const members = ["segment", "start", "put", "refused", "ended", "batch", "table", "drain"];

/**
 * The entries that `lines` are, of a file at `path`. Throws a RecordingError for what none is; lines that are missing at
 * the end are what a kill leaves: `isTorn`.
 */
export function readEntries(lines: readonly string[], path: string): { entries: Entry[]; isTorn: boolean } {
  const entries: Entry[] = [];
  for (let at = 0; at < lines.length; ) {
    const place = `${path}:${at + 1}`;
    const entry = readEntry(lines[at]!, place);
    at += 1;
    const take = (events: readonly RecordedEvent[] | Lines) => {
      if (typeof events !== "number") return events;
      if (!Number.isSafeInteger(events) || events < 0) throw damagedAt(place);
      at += events;
      return lines.slice(at - events, at);
    };
    if ("put" in entry) Object.assign(entry, { events: take(entry.events) });
    if ("batch" in entry) {
      const inputs = Object.entries(entry.inputs).map(([name, events]) => [name, take(events)] as const);
      Object.assign(entry, { inputs: Object.fromEntries(inputs) });
    }
    if (at > lines.length) return { entries, isTorn: true };
    entries.push(entry);
  }
  return { entries, isTorn: false };
}

function readEntry(line: string, place: string): Entry {
  const entry = parseRecorded(line, place) as Partial<Entry> | null;
  const isEntry = typeof entry === "object" && entry !== null && typeof entry.at === "number";
  if (!isEntry || !members.some((name) => name in entry)) {
    throw new RecordingError(`${place}: this is not an entry of a recording`);
  }
  return entry as Entry;
}

/** Parses JSON of a recording. Throws a RecordingError that names `place` where it does not parse. */
export function parseRecorded(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damagedAt(place);
  }
}

function damagedAt(place: string): RecordingError {
  return new RecordingError(`${place}: the recording is damaged here`);
}
