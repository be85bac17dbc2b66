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
const NEWLINE = 10;

/**
 * The bytes of many bodies, one after the other. They are made while they are sent, in one buffer that is used again and
 * again: a copy of the whole batch would cost more time, for the memory it takes, than all else here.
 */
export class BodyBytes implements Content {
  readonly #bodies: (string | Uint8Array)[] = [];
  readonly #newline: 0 | 1;
  #length = 0;

  constructor(appendNewline: boolean) {
    this.#newline = appendNewline ? 1 : 0;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a body and gives its size in bytes, its newline not counted. */
  add(body: string | Uint8Array): number {
    this.#bodies.push(body);
    const size = typeof body === "string" ? Buffer.byteLength(body) : body.length;
    this.#length += size + this.#newline;
    return size;
  }

  *pieces(): Iterable<Uint8Array> {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE, this.#length * 3));
    let end = 0;
    for (const body of this.#bodies) {
      // No character of UTF-16 has more than three bytes in UTF-8.
      const most = typeof body === "string" ? body.length * 3 : body.length;
      if (end + most + this.#newline > buffer.length) {
        if (end > 0) yield buffer.subarray(0, end);
        end = 0;
      }
      if (most + this.#newline > buffer.length) {
        yield typeof body === "string" ? Buffer.from(body) : body;
      } else if (typeof body === "string") {
        end += buffer.write(body, end);
      } else {
        buffer.set(body, end);
        end += body.length;
      }
      if (this.#newline === 1) buffer[end++] = NEWLINE;
    }
    if (end > 0) yield buffer.subarray(0, end);
  }
}
