import { deserialize, serialize } from "node:v8";

/**
 * How a program and whoever inspects it talk over a local socket: each message is its length in bytes (32 bits, the
 * highest byte first) and the value by V8's structured clone, which knows maps, bytes and every number.
 */

/** Longest message that is read: 64 MiB. */
const LONGEST = 67_108_864;

/** `message` as bytes for the socket. Throws where it has something that cannot be copied, such as a function. */
export function frameOf(message: unknown): Buffer {
  const body = serialize(message);
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, 4);
  return frame;
}

/** Takes bytes as they come, and gives the messages that are whole. Throws where a message is too long. */
export class FrameReader {
  #bytes: Buffer = Buffer.alloc(0);

  read(chunk: Buffer): unknown[] {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    const messages: unknown[] = [];
    for (;;) {
      if (this.#bytes.length < 4) return messages;
      const length = this.#bytes.readUInt32BE();
      if (length > LONGEST) throw new Error(`a message of ${length} bytes`);
      if (this.#bytes.length < 4 + length) return messages;
      messages.push(deserialize(this.#bytes.subarray(4, 4 + length)));
      this.#bytes = this.#bytes.subarray(4 + length);
    }
  }
}
