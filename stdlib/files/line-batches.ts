import { encoderOf } from "../../runtime/codec/json-encode.ts";
import type { Declared } from "../../runtime/contract/context.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { type Fault, refuseFaults } from "../../runtime/contract/refuse-faults.ts";
import { csvEncoder } from "../support/rolling/formats/csv-line.ts";
import { CsvWriter } from "../support/rolling/formats/csv-writer.ts";
import { type EventFormat, headersText } from "../support/rolling/formats/event-writer.ts";
import { scalaShower } from "../support/show/show-scala.ts";
import type { Batches } from "./files-sink.ts";

/** `event`: headers and body as JSON. */
export type LineFormat = EventFormat | "event";

/** Of the buffer that a batch is encoded in so much is kept for the next one, in bytes. */
const KEPT = 1_048_576;

/** A line for each event. A batch is a view of one buffer, which the next one uses again: it must be written by then. */
export function lineBatches<T>(format: LineFormat, declared: Declared): Batches<T> {
  const encode = eventEncoder(format, declared);
  const lines = new CsvWriter();
  return { extension: "", endsByNotes: false, of: (events) => () => encodeLines(events, encode, lines) };
}

type Encode = (writer: CsvWriter, event: Event<unknown>) => void;

function encodeLines(events: readonly Event<unknown>[], encode: Encode, lines: CsvWriter): Buffer {
  const faults: Fault[] = [];
  lines.clear(KEPT);
  for (let index = 0; index < events.length; index++) {
    try {
      encode(lines, events[index]!);
      lines.raw("\n");
    } catch (error) {
      faults.push({ index, error });
    }
  }
  refuseFaults(faults);
  return lines.written();
}

/** Writes an event as the format says, without its line's end. */
function eventEncoder(format: LineFormat, declared: Declared): Encode {
  if (format === "json") {
    const encode = encoderOf(declared);
    return (writer, { body }) => encode(writer, body);
  }
  if (format === "csv") {
    const encode = csvEncoder(declared.element);
    return (writer, { body }) => encode(writer, body);
  }
  if (format === "event") {
    const encode = encoderOf(declared);
    return (writer, { body, headers }) => {
      writer.utf8(`{"headers":${JSON.stringify(Object.fromEntries(headers))},"body":`);
      encode(writer, body);
      writer.utf8("}");
    };
  }
  const show = scalaShower(declared.element);
  if (format === "text") return (writer, { body }) => writer.utf8(show(body));
  return (writer, { body, headers }) => writer.utf8(`${headersText(headers)} ${show(body)}`);
}
