import type { Random } from "./random.ts";

interface Task {
  readonly time: number;
  /** Decides among tasks of one time: drawn, so that everything that is ready comes in an order of the seed. */
  readonly order: number;
  readonly action: () => void;
  isCancelled: boolean;
}

/**
 * Virtual time and everything that waits for it: timers and the completions of calls to the machine. One task runs at a
 * time; between two of them the program runs until it waits.
 */
export class Scheduler {
  readonly #random: Random;
  #now: number;
  readonly #heap: Task[] = [];

  /** `start` is in ms since 1970. */
  constructor(random: Random, start: number) {
    this.#random = random;
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  /** Runs `action` after `delay` ms, among others of that time in a random order. The result cancels it. */
  after(delay: number, action: () => void): () => void {
    const task: Task = { time: this.#now + Math.max(0, delay), order: this.#random.real(), action, isCancelled: false };
    this.#push(task);
    return () => {
      task.isCancelled = true;
    };
  }

  /** How long a call to the machine takes, in ms: a little, and now and then long. */
  latency(): number {
    return this.#random.chance(0.05) ? this.#random.real() * 20 : this.#random.real();
  }

  /** Moves the clock without running what is due, as a machine does whose clock is set. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Runs the next task and all that follows from it; false where there is none up to `until`. */
  async step(until: number): Promise<boolean> {
    for (;;) {
      const task = this.#heap[0];
      if (task === undefined || task.time > until) return false;
      this.#pop();
      if (task.isCancelled) continue;
      this.#now = Math.max(this.#now, task.time);
      task.action();
      // All microtasks have run when the machine's own event loop comes round.
      await new Promise((resolve) => setImmediate(resolve));
      return true;
    }
  }

  #push(task: Task): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(task);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(task, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = task;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Task, other: Task): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}
