import type { Content } from "./file-store.ts";

/** Content that takes in what comes while it is sent, until `grow` has no more. */
export class GrowingContent implements Content {
  /** One after the other; null is the end. */
  readonly #contents: Promise<Content | null>[];
  readonly #grow: () => Promise<Content | null>;

  constructor(first: Content, grow: () => Promise<Content | null>) {
    this.#contents = [Promise.resolve(first)];
    this.#grow = grow;
  }

  /**
   * Gone through again, it begins with all that it has by then. What a call that has failed still waits for goes to the
   * next one, too: both ask once for each content.
   */
  async *pieces(): AsyncIterable<Uint8Array> {
    for (let index = 0; ; index++) {
      this.#contents[index] ??= this.#grow();
      const content = await this.#contents[index];
      if (!content) return;
      yield* content.pieces();
    }
  }
}
