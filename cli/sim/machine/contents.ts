/** Bytes of a file, which grow and shrink. */
export class Contents {
  #buffer = Buffer.alloc(0);
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
    if (end > this.#buffer.length) {
      const grown = Buffer.alloc(Math.max(end, 2 * this.#buffer.length));
      this.bytes.copy(grown);
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, offset);
    this.#length = Math.max(this.#length, end);
  }

  /** Makes it `length` bytes long; what is new are zeros. */
  cut(length: number): void {
    if (length > this.#length) this.store(length - 1, Buffer.alloc(1));
    this.#buffer.fill(0, length, this.#length);
    this.#length = length;
  }

  /** The `length` bytes from `offset`, with zeros behind the end. */
  padded(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    this.bytes.subarray(offset, offset + length).copy(bytes);
    return bytes;
  }
}
