/** Runs one action at a time, in the order in which they were asked for. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as the action does; the next action runs either way. */
  run<T>(action: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Resolves when everything that was asked for before this call is done. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
