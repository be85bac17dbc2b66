/** Bytes that are not what Avro's binary encoding has at this place. */
export class AvroFault extends Error {}

/**
 * Reads Avro's binary encoding from whoever sends it: no count is believed that the bytes behind it cannot hold, so that
 * a short message costs little, whatever it says.
 */
export class AvroReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  boolean(): boolean {
    return this.#byte() !== 0;
  }

  /** An int or long; of those beyond 2^53 only that they are large. */
  long(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      scale *= 128;
    }
    throw new AvroFault("a number is longer than ten bytes");
  }

  /** The digits of an int or long, however large it is. */
  digits(): string {
    const start = this.#at;
    const value = this.long();
    // The number that stands for it and its sign is twice as large.
    if (Math.abs(value) < 2 ** 51) return String(value);
    let bits = 0n;
    for (let at = start; at < this.#at; at++) bits |= BigInt(this.#bytes[at]! & 0x7f) << BigInt(7 * (at - start));
    return String(BigInt.asIntN(64, (bits >> 1n) ^ -(bits & 1n)));
  }

  fixed(length: number): Buffer {
    if (length < 0 || length > this.left) throw new AvroFault("the message ends too early");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  bytes(): Buffer {
    return this.fixed(this.long());
  }

  string(): string {
    const length = this.long();
    if (length < 0 || length > this.left) throw new AvroFault("the message ends too early");
    this.#at += length;
    // Not a view and then its text: most texts are short.
    return this.#bytes.toString("utf8", this.#at - length, this.#at);
  }

  /** What `read` gives for each item of an array or map, none of which is shorter than `least` bytes. */
  items<T>(least: number, read: () => T): T[] {
    const items: T[] = [];
    for (;;) {
      let count = this.long();
      if (count === 0) return items;
      // A negative count is followed by the size of the block in bytes.
      if (count < 0) {
        count = -count;
        this.long();
      }
      if (count * least > this.left) throw new AvroFault("a count is larger than the message");
      for (let index = 0; index < count; index++) items.push(read());
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new AvroFault("the message ends too early");
    this.#at += 1;
    return byte;
  }
}
