import { ByteWriter } from "../../../../runtime/value/byte-writer.ts";

/** Writes numbers and texts as Hadoop's `Writable` classes do. */
export class HadoopWriter extends ByteWriter {
  int(value: number): void {
    this.reserve(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  /** LongWritable: eight bytes. */
  long(value: number): void {
    this.reserve(8);
    this.at = this.buffer.writeBigInt64BE(BigInt(value), this.at);
  }

  bool(value: boolean): void {
    this.reserve(1);
    this.buffer[this.at++] = value ? 1 : 0;
  }

  /** `WritableUtils.writeVInt` of a number that is not negative: one byte up to 127, else their number and the bytes. */
  vint(value: number): void {
    this.reserve(5);
    if (value <= 127) {
      this.buffer[this.at++] = value;
      return;
    }
    const bytes = Math.ceil((32 - Math.clz32(value)) / 8);
    this.buffer[this.at++] = 256 - 112 - bytes;
    this.at = this.buffer.writeUIntBE(value, this.at, bytes);
  }

  /** `Text`: the length of its UTF-8, and that. */
  text(bytes: string | Uint8Array): void {
    this.vint(typeof bytes === "string" ? Buffer.byteLength(bytes) : bytes.length);
    this.#add(bytes);
  }

  /** `BytesWritable`: the length in four bytes, and the bytes; of a text those of its UTF-8. */
  bytes(bytes: string | Uint8Array): void {
    this.int(typeof bytes === "string" ? Buffer.byteLength(bytes) : bytes.length);
    this.#add(bytes);
  }

  #add(bytes: string | Uint8Array): void {
    if (typeof bytes === "string") this.utf8(bytes);
    else this.copy(bytes);
  }
}
