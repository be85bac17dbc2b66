import type { Event } from "../../../../runtime/contract/event.ts";
import type { Records } from "./file-format.ts";

/** Writes what a file has of an event: a string, or bytes. */
export type EventWriter<T> = (event: Event<T>) => string | Uint8Array;

const PIECE = 1024 * 1024;

/** Bytes by themselves of this size are sent as they are: a copy of them would cost more than another write. */
const LARGE = 64 * 1024;

/** Bodies that become bytes together: a call for each of them would cost more than their bytes. */
const TOGETHER = 256;

/**
 * The bytes of many bodies, one after the other. They are made while they are sent, in one buffer that is used again and
 * again: a copy of the whole batch would cost more time, for the memory it takes, than all else here.
 */
export class BodyBytes<T> implements Records<T> {
  readonly #bodies: (string | Uint8Array)[] = [];
  readonly #write: EventWriter<T>;
  readonly #newline: "\n" | "";

  constructor(write: EventWriter<T>, appendNewline: boolean) {
    this.#write = write;
    this.#newline = appendNewline ? "\n" : "";
  }

  add(event: Event<T>): string | Uint8Array {
    const body = this.#write(event);
    this.#bodies.push(body);
    return body;
  }

  *pieces(): Iterable<Uint8Array> {
    const buffer = Buffer.allocUnsafe(this.#room());
    let end = 0;
    for (const group of this.#groups()) {
      const isText = typeof group === "string";
      const size = isText ? Buffer.byteLength(group) : group.length;
      const byItself = size > buffer.length || (!isText && size >= LARGE);
      if (end > 0 && (byItself || end + size > buffer.length)) {
        yield buffer.subarray(0, end);
        end = 0;
      }
      if (byItself) {
        yield isText ? Buffer.from(group) : group;
      } else if (isText) {
        // A byte for each character is plain ASCII, which needs no encoding.
        end += buffer.write(group, end, size === group.length ? "latin1" : "utf8");
      } else {
        buffer.set(group, end);
        end += size;
      }
    }
    if (end > 0) yield buffer.subarray(0, end);
  }

  /** No fewer bytes than all bodies have, or a whole piece. */
  #room(): number {
    let room = 0;
    for (const body of this.#bodies) {
      // A character has three bytes at most; two that are a pair have four.
      room += (typeof body === "string" ? 3 * body.length : body.length) + 1;
      if (room >= PIECE) return PIECE;
    }
    return room;
  }

  /** Many strings as one; bytes by themselves. */
  *#groups(): Iterable<string | Uint8Array> {
    const bodies = this.#bodies;
    for (let start = 0; start < bodies.length; ) {
      const first = bodies[start]!;
      if (typeof first !== "string") {
        yield first;
        if (this.#newline !== "") yield this.#newline;
        start += 1;
        continue;
      }
      let end = start + 1;
      while (end < bodies.length && end < start + TOGETHER && typeof bodies[end] === "string") end++;
      const group = bodies.slice(start, end);
      // An empty body more, for the last newline: behind the text it would cost another copy of it.
      if (this.#newline !== "") group.push("");
      yield group.join(this.#newline);
      start = end;
    }
  }
}
