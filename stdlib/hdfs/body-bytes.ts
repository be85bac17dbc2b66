import { jsonCodec } from "../../runtime/codec/json.ts";
import type { Schema } from "../../runtime/schema.ts";
import { scalaShower } from "../print/show-scala.ts";
import type { Content } from "./file-system.ts";

/** Writes bodies: a string each, or bytes each. */
export type BodyWriter<T> = (body: T) => string | Uint8Array;

/** Bodies of the schema's type as `text` (bytes as they are, all else as `print` shows it) or as `json`. */
export function bodyWriter<T>(schema: Schema, format: "text" | "json"): BodyWriter<T> {
  if (format === "json") return jsonCodec<T>(schema).encode;
  return schema.kind === "bytes" ? (body) => body as Uint8Array : scalaShower(schema);
}

const PIECE = 1024 * 1024;

/** Bodies that become bytes together: a call for each of them would cost more than their bytes. */
const TOGETHER = 256;

/**
 * The bytes of many bodies, one after the other. They are made while they are sent, in one buffer that is used again and
 * again: a copy of the whole batch would cost more time, for the memory it takes, than all else here.
 */
export class BodyBytes implements Content {
  readonly #bodies: (string | Uint8Array)[] = [];
  readonly #newline: "\n" | "";
  /** Size in bytes of each group, found when the length is first asked for. */
  #sizes: number[] | null = null;

  constructor(appendNewline: boolean) {
    this.#newline = appendNewline ? "\n" : "";
  }

  /** Of all bodies with their newlines, in bytes; no body may be added once it was asked for. */
  get length(): number {
    this.#sizes ??= Array.from(this.#groups(), (group) =>
      typeof group === "string" ? Buffer.byteLength(group) : group.length,
    );
    return this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  add(body: string | Uint8Array): void {
    this.#bodies.push(body);
  }

  *pieces(): Iterable<Uint8Array> {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE, this.length));
    let end = 0;
    let index = 0;
    for (const group of this.#groups()) {
      const size = this.#sizes![index++]!;
      if (end + size > buffer.length) {
        if (end > 0) yield buffer.subarray(0, end);
        end = 0;
      }
      if (size > buffer.length) {
        yield typeof group === "string" ? Buffer.from(group) : group;
      } else if (typeof group === "string") {
        // A byte for each character is plain ASCII, which needs no encoding.
        end += buffer.write(group, end, size === group.length ? "latin1" : "utf8");
      } else {
        buffer.set(group, end);
        end += size;
      }
    }
    if (end > 0) yield buffer.subarray(0, end);
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
