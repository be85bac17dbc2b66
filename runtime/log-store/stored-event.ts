import { type Headers, NO_HEADERS } from "../event.ts";
import type { RecordWriter } from "./record-writer.ts";

/** An event as the file channel and the topics keep it: its body in the text of a codec. */
export interface StoredEvent {
  /** Ms since 1970. */
  readonly timestamp: number;
  readonly key: string | null;
  readonly headers: Headers;
  readonly body: string;
}

/** A length that no text has: there is no key. */
const NO_KEY = 0xffff_ffff;

/** f64 timestamp, key (or none), u32 count of headers, names and values in turn, body. */
export function writeEvent(writer: RecordWriter, { timestamp, key, headers, body }: StoredEvent): void {
  writer.begin();
  writer.number(timestamp);
  if (key === null) writer.length(NO_KEY);
  else writer.text(key);
  writer.length(headers.size);
  for (const [name, value] of headers) {
    writer.text(name);
    writer.text(value);
  }
  writer.rest(body);
  writer.end();
}

/** What `writeEvent` wrote. */
export function readEvent(bytes: Buffer): StoredEvent {
  const timestamp = bytes.readDoubleLE(0);
  let at = 8;
  const text = (): string => {
    const length = bytes.readUInt32LE(at);
    const start = at + 4;
    at = start + length;
    return bytes.toString("utf8", start, at);
  };
  let key: string | null = null;
  if (bytes.readUInt32LE(at) === NO_KEY) at += 4;
  else key = text();
  const count = bytes.readUInt32LE(at);
  at += 4;
  let headers = NO_HEADERS;
  if (count > 0) {
    const read = new Map<string, string>();
    for (let index = 0; index < count; index++) {
      const name = text();
      read.set(name, text());
    }
    headers = read;
  }
  return { timestamp, key, headers, body: bytes.toString("utf8", at) };
}
