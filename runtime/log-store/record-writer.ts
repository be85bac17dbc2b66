import { toBytes } from "../value/byte-text.ts";
import { JsonWriter } from "../value/json-writer.ts";

/** Lays out the records of one append as frames want them: each its length, then its bytes. */
export class RecordWriter extends JsonWriter {
  #recordStart = 0;

  /** How many records there are. */
  count = 0;

  /** So many bytes are about to come. */
  makeRoom(bytes: number): void {
    this.reserve(bytes);
  }

  begin(): void {
    this.#recordStart = this.at;
    this.length(0);
  }

  end(): void {
    this.#lengthSince(this.#recordStart);
    this.count += 1;
  }

  number(value: number): void {
    this.reserve(8);
    this.at = this.buffer.writeDoubleLE(value, this.at);
  }

  length(value: number): void {
    this.reserve(4);
    this.at = this.buffer.writeUInt32LE(value, this.at);
  }

  /** Its length in bytes, then the text in UTF-8 or the bytes that it stands for (`fromBytes`). */
  text(value: string): void {
    const start = this.at;
    this.length(0);
    const bytes = toBytes(value);
    if (typeof bytes === "string") this.utf8(bytes);
    else this.copy(bytes);
    this.#lengthSince(start);
  }

  /** What `write` appends, behind its length in bytes. */
  part(write: () => void): void {
    const start = this.at;
    this.length(0);
    write();
    this.#lengthSince(start);
  }

  /** A whole record as it was written before: the bytes between `start` and `end`, without its length. */
  record(bytes: Buffer, start: number, end: number): void {
    this.begin();
    this.copy(bytes.subarray(start, end));
    this.end();
  }

  /** All records. The writer must not be used after. */
  finish(): Buffer {
    return this.written();
  }

  /** Writes into the four bytes at `start` how many there are behind them. */
  #lengthSince(start: number): void {
    this.buffer.writeUInt32LE(this.at - start - 4, start);
  }
}
