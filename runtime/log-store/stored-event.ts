import { type HeaderEntry, type Headers, NO_HEADERS } from "../contract/event.ts";
import { fromBytes } from "../value/byte-text.ts";
import { withOriginal } from "../value/headers.ts";
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

/** In place of the length of a value: it has none. */
const NO_VALUE = 0xffff_ffff;

/** Added to the count of headers: behind them are their count, names and values as the record of a topic had them. */
const HAS_ORIGINAL = 0x8000_0000;

/**
 * f64 timestamp, key (or none), u32 count of headers, names and values in turn, body, as `write` writes it. Where that
 * throws, half a record is there, and the writer is good for nothing more.
 */
export function writeEvent<T>(
  writer: RecordWriter,
  { timestamp, key, headers, body }: Omit<StoredEvent, "body"> & { readonly body: T },
  write: (writer: RecordWriter, body: T) => void,
): void {
  writer.begin();
  writer.number(timestamp);
  if (key === null) writer.length(NO_KEY);
  else writer.text(key);
  const { original } = headers;
  writer.length(original === undefined ? headers.size : headers.size + HAS_ORIGINAL);
  for (const [name, value] of headers) {
    writer.text(name);
    writer.text(value);
  }
  if (original !== undefined) writeOriginal(writer, original);
  write(writer, body);
  writer.end();
}

function writeOriginal(writer: RecordWriter, original: readonly HeaderEntry[]): void {
  writer.length(original.length);
  for (const [name, value] of original) {
    writer.text(name);
    if (value === null) writer.length(NO_VALUE);
    else writer.text(value);
  }
}

/** What `writeEvent` wrote. */
export function readEvent(bytes: Buffer): StoredEvent {
  const cursor = new Cursor(bytes);
  const timestamp = cursor.number();
  const key = cursor.peekLength() === NO_KEY ? cursor.skipLength() : cursor.text();
  return { timestamp, key, headers: readHeaders(cursor), body: cursor.rest() };
}

function readHeaders(cursor: Cursor): Headers {
  const length = cursor.length();
  if (length === 0) return NO_HEADERS;
  const headers = new Map<string, string>();
  const count = length % HAS_ORIGINAL;
  for (let index = 0; index < count; index++) {
    const name = cursor.text();
    headers.set(name, cursor.text());
  }
  return count === length ? headers : withOriginal(headers, readOriginal(cursor));
}

function readOriginal(cursor: Cursor): HeaderEntry[] {
  return Array.from({ length: cursor.length() }, () => {
    const name = cursor.text();
    return [name, cursor.peekLength() === NO_VALUE ? cursor.skipLength() : cursor.text()];
  });
}

/** Reads the parts of a record one after the other. */
class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  number(): number {
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  peekLength(): number {
    return this.#bytes.readUInt32LE(this.#at);
  }

  skipLength(): null {
    this.#at += 4;
    return null;
  }

  length(): number {
    const value = this.peekLength();
    this.#at += 4;
    return value;
  }

  text(): string {
    const length = this.length();
    const start = this.#at;
    this.#at += length;
    return fromBytes(this.#bytes.subarray(start, this.#at));
  }

  rest(): string {
    return this.#bytes.toString("utf8", this.#at);
  }
}
