import { Duplex } from "node:stream";
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from "node:zlib";

/**
 * A stream over another one, packed in both directions: one zlib stream each for as long as the connection is, from which
 * each write can be read at once.
 */
export class Deflated extends Duplex {
  readonly #raw: Duplex;
  readonly #deflate: Deflate;
  readonly #inflate: Inflate;

  constructor(raw: Duplex, level = 6) {
    super({ allowHalfOpen: true });
    const flush = constants.Z_SYNC_FLUSH;
    this.#raw = raw;
    this.#deflate = createDeflate({ level, flush });
    // Nobody ends its stream before it closes the connection.
    this.#inflate = createInflate({ flush, finishFlush: flush });
    raw.pipe(this.#inflate);
    this.#deflate.pipe(raw);
    this.#inflate.on("data", (bytes: Buffer) => {
      if (!this.push(bytes)) this.#inflate.pause();
    });
    this.#inflate.on("end", () => this.push(null));
    for (const part of [raw, this.#deflate, this.#inflate]) part.on("error", (error) => this.destroy(error));
    raw.on("close", () => {
      // What is in the middle of being unpacked is still to be read.
      if (!raw.readableEnded) this.destroy();
    });
  }

  /** As of a socket: what was written goes out first. */
  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.end(() => this.destroy());
  }

  override _read(): void {
    this.#inflate.resume();
  }

  override _write(bytes: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#deflate.write(bytes, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#raw.once("finish", () => done());
    this.#deflate.end();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#raw.destroy();
    this.#deflate.destroy();
    this.#inflate.destroy();
    done(error);
  }
}
