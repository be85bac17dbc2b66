import { createHash } from "node:crypto";

/** What a position file keeps of some bytes of a file. */
export interface Digest {
  readonly length: number;
  /** Empty when `length` is 0. */
  readonly text: string;
}

/** The digest of no bytes, which the start of every file has. */
export const NO_BYTES: Digest = { length: 0, text: "" };

/** Bytes of a file that it must still have to be the same file. From an earlier run only their digest is known. */
export class KnownBytes {
  readonly #most: number;
  #length: number;
  #text: string | null;
  #bytes: Buffer | null;

  /** Keeps at most `most` bytes. */
  constructor(most: number, { length, text }: Digest = NO_BYTES) {
    this.#most = most;
    this.#length = length;
    this.#text = text;
    this.#bytes = length === 0 ? Buffer.alloc(0) : null;
  }

  get length(): number {
    return this.#length;
  }

  /** More than their digest is known. */
  get isKnown(): boolean {
    return this.#bytes !== null;
  }

  get isFull(): boolean {
    return this.#length >= this.#most;
  }

  get digest(): Digest {
    this.#text ??= this.#length === 0 ? "" : digestOf(this.#bytes!);
    return { length: this.#length, text: this.#text };
  }

  /** Whether `bytes` are these. */
  matches(bytes: Buffer): boolean {
    if (bytes.length !== this.#length) return false;
    if (this.#bytes !== null) return bytes.equals(this.#bytes);
    if (digestOf(bytes) !== this.#text) return false;
    this.#bytes = Buffer.from(bytes);
    return true;
  }

  /** Takes in the bytes behind these, as far as there is room. They must have matched before. */
  fill(bytes: Buffer): void {
    if (!this.isFull) this.#become(Buffer.concat([this.#bytes!, bytes.subarray(0, this.#most - this.#length)]));
  }

  /** Takes in the bytes behind these, and lets the first ones go for which there is no room. */
  shift(bytes: Buffer): void {
    const kept = bytes.length >= this.#most ? Buffer.from(bytes) : Buffer.concat([this.#bytes!, bytes]);
    this.#become(Buffer.from(kept.subarray(Math.max(0, kept.length - this.#most))));
  }

  #become(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#length = bytes.length;
    this.#text = null;
  }
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}
