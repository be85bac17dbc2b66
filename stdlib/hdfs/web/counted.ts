import type { Content } from "../../support/rolling/file-store.ts";

/** Content on its way, to be gone through once: what it comes to is known when its last piece has been taken. */
export class Counted implements AsyncIterable<Uint8Array> {
  readonly #content: Content;
  /** Bytes of the pieces asked for so far. */
  size = 0;
  /** Those are all. */
  isWhole = false;

  constructor(content: Content) {
    this.#content = content;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for await (const piece of this.#content.pieces()) {
      this.size += piece.length;
      yield piece;
    }
    this.isWhole = true;
  }
}
