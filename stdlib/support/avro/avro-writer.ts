/** Writes Avro's binary encoding into a buffer that grows. */
export class AvroWriter {
  #bytes: Buffer;
  #end = 0;

  constructor(size = 1024) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  /** How many bytes there are so far. */
  get position(): number {
    return this.#end;
  }

  /** Takes back what was written behind `position`. */
  cut(position: number): void {
    this.#end = position;
  }

  /** All that was written. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  boolean(value: boolean): this {
    return this.fixed(Buffer.from([value ? 1 : 0]));
  }

  /** A whole number: an int or a long. Numbers and their signs alternate (zigzag), seven bits a byte. */
  long(value: number): this {
    this.#reserve(10);
    const isNegative = value < 0;
    // Before it is doubled, so that all whole numbers of JavaScript stay exact.
    let rest = isNegative ? -value - 1 : value;
    let bits = (rest % 64) * 2 + (isNegative ? 1 : 0);
    for (rest = Math.floor(rest / 64); rest > 0; rest = Math.floor(rest / 128)) {
      this.#bytes[this.#end++] = bits | 0x80;
      bits = rest % 128;
    }
    this.#bytes[this.#end++] = bits;
    return this;
  }

  /** A double: eight bytes, the least significant first. */
  double(value: number): this {
    this.#reserve(8);
    this.#end = this.#bytes.writeDoubleLE(value, this.#end);
    return this;
  }

  fixed(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
    return this;
  }

  bytes(bytes: Uint8Array): this {
    return this.long(bytes.length).fixed(bytes);
  }

  string(text: string): this {
    const length = Buffer.byteLength(text);
    this.long(length).#reserve(length);
    this.#end += this.#bytes.write(text, this.#end, "utf8");
    return this;
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + more));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
