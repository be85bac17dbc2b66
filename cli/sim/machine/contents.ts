const NOTHING = Buffer.alloc(0);

/** Bytes of a file, which grow and shrink. */
export class Contents {
  /** What is behind the length is whatever it is. */
  #buffer = NOTHING;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view, valid until the next change. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  copy(): Contents {
    const copy = new Contents();
    copy.become(this);
    return copy;
  }

  become(other: Contents): void {
    this.#buffer = Buffer.from(other.bytes);
    this.#length = other.length;
  }

  store(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    if (end > this.#length) this.cut(end);
    this.#buffer.set(bytes, offset);
  }

  /** Makes it `length` bytes long; what is new are zeros. */
  cut(length: number): void {
    if (length > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(length, 2 * this.#buffer.length));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.fill(0, Math.min(length, this.#length), length);
    this.#length = length;
  }

  /** The `length` bytes from `offset`, with zeros behind the end. */
  padded(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    this.bytes.subarray(offset, offset + length).copy(bytes);
    return bytes;
  }
}
