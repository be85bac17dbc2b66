/** Bits, the most significant one of each byte first. */
export class BitWriter {
  #bytes: Buffer = Buffer.allocUnsafe(64 * 1024);
  #at = 0;
  #pending = 0;
  #count = 0;

  /** Writes the lowest `count` bits of `value`, at most 24. */
  bits(count: number, value: number): void {
    this.#pending = ((this.#pending << count) | (value & ((1 << count) - 1))) >>> 0;
    this.#count += count;
    while (this.#count >= 8) {
      this.#count -= 8;
      if (this.#at === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length);
      this.#bytes[this.#at++] = this.#pending >>> this.#count;
    }
    this.#pending &= (1 << this.#count) - 1;
  }

  /** Writes 48 bits, given as hexadecimal digits, or any other even number of digits. */
  hex(digits: string): void {
    for (const byte of Buffer.from(digits, "hex")) this.bits(8, byte);
  }

  /** Writes 32 bits. */
  word(value: number): void {
    this.bits(16, value >>> 16);
    this.bits(16, value & 0xffff);
  }

  /** All that was written, filled up with zeros to a whole byte. */
  finish(): Buffer {
    if (this.#count > 0) this.bits(8 - this.#count, 0);
    return this.#bytes.subarray(0, this.#at);
  }
}
