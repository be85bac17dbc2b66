import type { ReadAt } from "./file-format.ts";

/** Bytes that are read at a time, at least. */
const WINDOW = 1024 * 1024;

/** A file that is walked through from its start, read in large pieces. */
export class Window {
  readonly #read: ReadAt;
  readonly length: number;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(read: ReadAt, length: number) {
    this.#read = read;
    this.length = length;
  }

  /** The bytes from `at` on: so many, or as many as the file has. */
  async bytes(at: number, count: number): Promise<Buffer> {
    const most = Math.max(0, Math.min(count, this.length - at));
    if (at < this.#start || at + most > this.#start + this.#bytes.length) {
      this.#start = at;
      this.#bytes = await this.#read(at, Math.min(Math.max(WINDOW, most), this.length - at));
    }
    return this.#bytes.subarray(at - this.#start, at - this.#start + most);
  }
}
