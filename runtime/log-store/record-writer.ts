import { toBytes } from "../byte-text.ts";

/**
 * Lays out the records of one append as frames want them: each its length, then its bytes. Grows as needed; texts
 * are encoded into it directly, without a buffer of their own.
 */
export class RecordWriter {
  #bytes = Buffer.allocUnsafe(4096);
  #at = 0;
  #recordStart = 0;

  /** How many records there are. */
  count = 0;

  begin(): void {
    this.#reserve(4);
    this.#recordStart = this.#at;
    this.#at += 4;
  }

  end(): void {
    this.#bytes.writeUInt32LE(this.#at - this.#recordStart - 4, this.#recordStart);
    this.count += 1;
  }

  number(value: number): void {
    this.#reserve(8);
    this.#bytes.writeDoubleLE(value, this.#at);
    this.#at += 8;
  }

  length(value: number): void {
    this.#reserve(4);
    this.#bytes.writeUInt32LE(value, this.#at);
    this.#at += 4;
  }

  /** Its length in bytes, then the text in UTF-8 or the bytes that it stands for (`fromBytes`). */
  text(value: string): void {
    const bytes = toBytes(value);
    if (typeof bytes === "string") this.#wellFormed(bytes);
    else this.#raw(bytes);
  }

  /** The text in UTF-8 without its length: for the last part of a record. */
  rest(value: string): void {
    // A UTF-16 code unit takes at most three bytes.
    this.#reserve(3 * value.length);
    this.#at += this.#bytes.write(value, this.#at, "utf8");
  }

  /** All records. The writer must not be used after. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #wellFormed(text: string): void {
    this.#reserve(4);
    const start = this.#at;
    this.#at += 4;
    this.rest(text);
    this.#bytes.writeUInt32LE(this.#at - start - 4, start);
  }

  #raw(bytes: Buffer): void {
    this.length(bytes.length);
    this.#reserve(bytes.length);
    this.#at += bytes.copy(this.#bytes, this.#at);
  }

  #reserve(more: number): void {
    const needed = this.#at + more;
    if (needed <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(bytes, 0, 0, this.#at);
    this.#bytes = bytes;
  }
}
