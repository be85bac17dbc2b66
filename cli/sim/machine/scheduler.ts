import type { Random } from "./random.ts";

/**
 * What Node does when a callback of its own has returned: it runs all ticks and microtasks. By this a task takes a tenth of
 * the time that a turn of the machine's own event loop takes. Where Node has it no more, turns are waited for.
 */
const finishTurn = (process as { readonly _tickCallback?: () => void })._tickCallback;

/** Tasks between two looks at what the machine's own event loop has, such as a compressor on another thread. */
const STEPS = 100;

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

  readonly #isInstant: boolean;

  /** `start` is in ms since 1970. */
  constructor(random: Random, start: number, isInstant = false) {
    this.#random = random;
    this.#now = start;
    this.#isInstant = isInstant;
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
    if (this.#isInstant) return 0;
    return this.#random.chance(0.05) ? this.#random.real() * 20 : this.#random.real();
  }

  /** Moves the clock without running what is due, as a machine does whose clock is set. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Runs what is due up to `until`, one task and all that follows from it after the other; ends early where `isOver`. */
  run(until: number, isOver: () => boolean = () => false): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        try {
          for (let steps = 0; steps < STEPS; steps++) {
            if (isOver()) return resolve();
            const action = this.#next(until);
            if (action === null) {
              this.#now = Math.max(this.#now, until);
              return resolve();
            }
            action();
            if (finishTurn === undefined) break;
            finishTurn.call(process);
          }
        } catch (error) {
          return reject(error as Error);
        }
        setImmediate(turn);
      };
      setImmediate(turn);
    });
  }

  #next(until: number): (() => void) | null {
    for (;;) {
      const task = this.#heap[0];
      if (task === undefined || task.time > until) return null;
      this.#pop();
      if (task.isCancelled) continue;
      this.#now = Math.max(this.#now, task.time);
      return task.action;
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
