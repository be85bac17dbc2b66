import { jsonCodec } from "../../runtime/codec/json.ts";
import { hasPlainText, textCodec } from "../../runtime/codec/text.ts";
import type { Schema } from "../../runtime/schema.ts";

/** Writes bodies: a string each, or bytes each. */
export type BodyWriter<T> = (body: T) => string | Uint8Array;

/**
 * Bodies of the schema's type as `text` (bytes stay as they are; what has no plain text, such as a record, is written as
 * JSON) or as `json`.
 */
export function bodyWriter<T>(schema: Schema, format: "text" | "json"): BodyWriter<T> {
  if (format === "text" && schema.kind === "bytes") return (body) => body as Uint8Array;
  const codec = format === "text" && hasPlainText(schema) ? textCodec<T>(schema) : jsonCodec<T>(schema);
  return (body) => codec.encode(body);
}

/** Text is turned into bytes in pieces of about so many characters: one string of a whole batch may be too long. */
const PIECE = 4 * 1024 * 1024;

/** The bytes of many bodies, one after the other. */
export class BodyBytes {
  readonly #newline: boolean;
  readonly #pieces: Uint8Array[] = [];
  #lines: string[] = [];
  #characters = 0;

  constructor(appendNewline: boolean) {
    this.#newline = appendNewline;
  }

  /** Adds a body and gives its size in bytes, its newline not counted. */
  add(body: string | Uint8Array): number {
    if (typeof body !== "string") {
      this.#pieces.push(body);
      if (this.#newline) this.#pieces.push(NEWLINE);
      return body.length;
    }
    this.#lines.push(body);
    this.#characters += body.length;
    if (this.#characters > PIECE) this.#encode();
    return Buffer.byteLength(body);
  }

  /** All of them; the last thing to ask for. */
  take(): Uint8Array {
    this.#encode();
    return this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
  }

  #encode(): void {
    if (this.#lines.length === 0) return;
    const text = this.#newline ? `${this.#lines.join("\n")}\n` : this.#lines.join("");
    this.#pieces.push(Buffer.from(text));
    this.#lines = [];
    this.#characters = 0;
  }
}

const NEWLINE = Buffer.from("\n");
