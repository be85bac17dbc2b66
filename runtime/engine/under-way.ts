/** What a program waits for before it can end. */
interface Task {
  readonly name: string;
  /** Why it has not finished: an empty text where nothing is known, null where it only waits for others. */
  readonly why: () => string | null;
}

/** The parts of a program that have not finished, so that a stop that takes too long can name who holds it up. */
export class UnderWay {
  readonly #tasks = new Set<Task>();

  /** Resolves or rejects as `work` does, which counts as under way until then. */
  async during<R>(name: string, work: Promise<R>, why: () => string | null = () => ""): Promise<R> {
    const task = { name, why };
    this.#tasks.add(task);
    try {
      return await work;
    } finally {
      this.#tasks.delete(task);
    }
  }

  /** Who holds the end up, each once, with the reason or an empty text. */
  get holding(): ReadonlyMap<string, string> {
    const holding = new Map<string, string>();
    for (const { name, why } of this.#tasks) {
      const reason = why();
      if (reason !== null) holding.set(name, reason);
    }
    return holding;
  }
}
