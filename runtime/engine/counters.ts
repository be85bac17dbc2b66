/** One counter: to add to it costs less than to look it up. */
interface Counter {
  value: number;
}

/** Named counters by component: `a1.r1` -> `longLines` -> 3. They only grow while a program runs. */
export class Counters {
  readonly #byComponent = new Map<string, Map<string, Counter>>();

  count(component: string, counter: string, by = 1): void {
    add(this.#of(component), counter, by);
  }

  /** Counts for `component`, which is looked up once, when it first counts. */
  counting(component: string): (counter: string, by?: number) => void {
    let own: Map<string, Counter> | null = null;
    return (counter, by = 1) => {
      own ??= this.#of(component);
      add(own, counter, by);
    };
  }

  get(component: string, counter: string): number {
    return this.#byComponent.get(component)?.get(counter)?.value ?? 0;
  }

  /** All of them as they are now, by component. */
  *[Symbol.iterator](): IterableIterator<[string, ReadonlyMap<string, number>]> {
    for (const [component, counters] of this.#byComponent) {
      yield [component, new Map(Array.from(counters, ([name, { value }]) => [name, value]))];
    }
  }

  #of(component: string): Map<string, Counter> {
    let counters = this.#byComponent.get(component);
    if (counters === undefined) {
      counters = new Map();
      this.#byComponent.set(component, counters);
    }
    return counters;
  }
}

function add(counters: Map<string, Counter>, name: string, by: number): void {
  const counter = counters.get(name);
  if (counter === undefined) counters.set(name, { value: by });
  else counter.value += by;
}
