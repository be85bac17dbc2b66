import type { Content } from "./file-system.ts";

/** Content that takes in what comes while it is sent, until `grow` has no more. */
export class GrowingContent implements Content {
  readonly #contents: Content[];
  readonly #grow: () => Promise<Content | null>;

  constructor(first: Content, grow: () => Promise<Content | null>) {
    this.#contents = [first];
    this.#grow = grow;
  }

  /** Gone through again, it begins with all that it has by then. */
  async *pieces(): AsyncIterable<Uint8Array> {
    for (let index = 0; ; index++) {
      const content = this.#contents[index] ?? (await this.#grow());
      if (content === null) return;
      this.#contents[index] = content;
      yield* content.pieces();
    }
  }
}
