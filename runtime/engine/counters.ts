/** Named counters by component: `a1.r1` -> `longLines` -> 3. They only grow while a program runs. */
export class Counters {
  readonly #byComponent = new Map<string, Map<string, number>>();

  count(component: string, counter: string, by = 1): void {
    let counters = this.#byComponent.get(component);
    if (counters === undefined) {
      counters = new Map();
      this.#byComponent.set(component, counters);
    }
    counters.set(counter, (counters.get(counter) ?? 0) + by);
  }

  get(component: string, counter: string): number {
    return this.#byComponent.get(component)?.get(counter) ?? 0;
  }

  /** All of them, by component. */
  [Symbol.iterator](): IterableIterator<[string, ReadonlyMap<string, number>]> {
    return this.#byComponent.entries();
  }
}
