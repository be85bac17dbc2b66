import { AvroFault } from "../support/avro/avro-reader.ts";

/** One message, with the number that its answer has, too. */
export interface NettyFrame {
  readonly serial: number;
  readonly body: Buffer;
}

/** Java sends a message as buffers of 8 KB: more of them than this fit no message. */
const OVERHEAD = 4;

/** Puts messages together: a number, how many buffers, and each buffer behind its length. */
export class NettyFrames {
  readonly #maxSize: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #serial = 0;
  /** Buffers of the message under way that are to come; null between messages. */
  #left: number | null = null;
  /** Length of the buffer that comes next; null where that is to come. */
  #next: number | null = null;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /** The messages that `chunk` completes. Throws an AvroFault for what is too large, or no message. */
  push(chunk: Buffer): NettyFrame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const frames: NettyFrame[] = [];
    for (;;) {
      if (this.#left === 0) {
        frames.push({
          serial: this.#serial,
          body: this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces),
        });
        this.#left = null;
      } else if (this.#left === null) {
        const head = this.#take(8);
        if (head === null) return frames;
        this.#begin(head.readInt32BE(0), head.readInt32BE(4));
      } else if (this.#next === null) {
        const length = this.#take(4);
        if (length === null) return frames;
        this.#next = length.readInt32BE(0);
        this.#count(this.#next);
      } else {
        const piece = this.#take(this.#next);
        if (piece === null) return frames;
        this.#pieces.push(piece);
        this.#next = null;
        this.#left -= 1;
      }
    }
  }

  #begin(serial: number, buffers: number): void {
    this.#serial = serial;
    this.#left = buffers;
    this.#pieces = [];
    this.#size = 0;
    if (buffers < 0 || buffers * OVERHEAD > this.#maxSize) throw this.#tooLarge();
  }

  #count(length: number): void {
    this.#size += length + OVERHEAD;
    if (length < 0 || this.#size > this.#maxSize) throw this.#tooLarge();
  }

  #tooLarge(): AvroFault {
    return new AvroFault(`a call is larger than ${this.#maxSize} bytes, or not of Avro RPC`);
  }

  /** Null where there are not so many bytes yet. */
  #take(length: number): Buffer | null {
    if (this.#length < length) return null;
    this.#length -= length;
    const first = this.#chunks[0];
    if (first !== undefined && first.length > length) {
      this.#chunks[0] = first.subarray(length);
      return first.subarray(0, length);
    }
    const pieces: Buffer[] = [];
    for (let left = length; left > 0; ) {
      const chunk = this.#chunks.shift()!;
      if (chunk.length > left) this.#chunks.unshift(chunk.subarray(left));
      pieces.push(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length);
  }
}

/** A message as one buffer. */
export function nettyFrame(serial: number, body: Buffer): Buffer {
  const head = Buffer.allocUnsafe(12);
  head.writeInt32BE(serial, 0);
  head.writeInt32BE(1, 4);
  head.writeInt32BE(body.length, 8);
  return Buffer.concat([head, body]);
}
