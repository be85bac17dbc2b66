import { ByteWriter } from "../../../runtime/value/byte-writer.ts";

/** What a writer has room for at first, in bytes: most calls are short. */
const ROOM = 1024;

/** Writes Avro's binary encoding. */
export class AvroWriter extends ByteWriter {
  /** It has room for so many bytes before it grows. */
  constructor(room: number = ROOM) {
    super(room);
  }

  boolean(value: boolean): this {
    this.reserve(1);
    this.buffer[this.at++] = value ? 1 : 0;
    return this;
  }

  /** A whole number: an int or a long. Numbers and their signs alternate (zigzag), seven bits a byte. */
  long(value: number): this {
    this.reserve(10);
    const isNegative = value < 0;
    // Before it is doubled, so that all whole numbers of JavaScript stay exact.
    let rest = isNegative ? -value - 1 : value;
    let bits = (rest % 64) * 2 + (isNegative ? 1 : 0);
    for (rest = Math.floor(rest / 64); rest > 0; rest = Math.floor(rest / 128)) {
      this.buffer[this.at++] = bits | 0x80;
      bits = rest % 128;
    }
    this.buffer[this.at++] = bits;
    return this;
  }

  /** A double: eight bytes, the least significant first. */
  double(value: number): this {
    this.reserve(8);
    this.at = this.buffer.writeDoubleLE(value, this.at);
    return this;
  }

  fixed(bytes: Uint8Array): this {
    this.copy(bytes);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    return this.long(bytes.length).fixed(bytes);
  }

  string(text: string): this {
    this.long(Buffer.byteLength(text)).utf8(text);
    return this;
  }
}
