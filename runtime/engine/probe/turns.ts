/**
 * Runs one action at a time, in the order in which they were asked for, as a mutex does; but the first one begins before
 * `run` returns, and is handed on as it is. Writes of a sink seldom meet: those of its channel wait for each other anyway.
 */
export class Turns {
  #last: Promise<void> | null = null;

  /** Resolves or rejects as the action does; the next action runs either way. */
  run(action: () => Promise<void>): Promise<void> {
    const result = this.#last === null ? action() : this.#last.then(action);
    const free = () => {
      if (this.#last === ended) this.#last = null;
    };
    const ended = result.then(free, free);
    this.#last = ended;
    return result;
  }
}
