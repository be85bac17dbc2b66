/** What has a time at which it wants to be woken, and a place among those of one time that nothing else has. */
export interface Sleeper<K> {
  readonly key: K;
  readonly order: number;
}

interface Timer<K> extends Sleeper<K> {
  readonly at: number;
}

/**
 * Who is to be woken when: the earliest first, and of one time those that came first. A sleeper has one time, or none; an
 * earlier one takes its place at once, a later one when the queue comes to it, so that putting off costs nothing. It is
 * known by its place, and nothing else of it is held.
 */
export class TimerQueue<K> {
  readonly #heap: Timer<K>[] = [];
  readonly #times = new Map<number, number>();

  /** Wakes a sleeper at `at`, or earlier if that was wanted before. */
  schedule({ key, order }: Sleeper<K>, at: number): void {
    const known = this.#times.get(order);
    if (known !== undefined && known <= at) return;
    this.#times.set(order, at);
    this.#heap.push({ at, key, order });
    this.#siftUp(this.#heap.length - 1);
  }

  /** When the next sleeper is woken, or was to be before something else took its place; null without any. */
  get first(): number | null {
    return this.#heap[0]?.at ?? null;
  }

  /** Takes out the next sleeper whose time is `until` or before; null when there is none. */
  next(until: number): Sleeper<K> | null {
    for (let first = this.#heap[0]; first !== undefined && first.at <= until; first = this.#heap[0]) {
      const last = this.#heap.pop()!;
      if (this.#heap.length > 0) {
        this.#heap[0] = last;
        this.#siftDown();
      }
      // One that was scheduled for an earlier time has left this behind.
      if (this.#times.get(first.order) !== first.at) continue;
      this.#times.delete(first.order);
      return first;
    }
    return null;
  }

  #siftUp(index: number): void {
    let at = index;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(this.#heap[at]!, this.#heap[parent]!)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #siftDown(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let first = at;
      if (left < this.#heap.length && isBefore(this.#heap[left]!, this.#heap[first]!)) first = left;
      if (right < this.#heap.length && isBefore(this.#heap[right]!, this.#heap[first]!)) first = right;
      if (first === at) return;
      this.#swap(at, first);
      at = first;
    }
  }

  #swap(a: number, b: number): void {
    const held = this.#heap[a]!;
    this.#heap[a] = this.#heap[b]!;
    this.#heap[b] = held;
  }
}

function isBefore(a: Timer<unknown>, b: Timer<unknown>): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
