import type { Taps } from "../taps.ts";

/** Most elements of one batch that are kept for those who look; the others count as missed. */
const MOST_SHOWN = 1000;

/** What a program that was compiled for metrics has counted at one of its operators in the last batch, and has seen there. */
export class OperatorCount {
  /** Elements that it was given. */
  in = 0;
  /** Elements that it gave. */
  out = 0;
  /** Time that it took since the last batch that was timed, in seconds, estimated from this one; 0 where this one was not. */
  seconds = 0;
  /** As in the plan: `collect.logs.map`. */
  readonly id: string;
  /** Elements of the batches since the last one that was timed. */
  #since = 0;
  #taps: Taps | null = null;
  /** The first of what it gave in this batch; null while nobody looks. */
  #shown: unknown[] | null = null;

  constructor(id: string) {
    this.id = id;
  }

  /** From now on those who look through `taps` see what it gives. */
  showTo(taps: Taps): void {
    this.#taps = taps;
  }

  /** A batch begins. Gives whether somebody looks. */
  begin(): boolean {
    this.#shown = this.#taps?.isWatched(this.id) === true ? [] : null;
    return this.#shown !== null;
  }

  /** It gave `element`. */
  show(element: unknown): void {
    if (this.#shown !== null && this.#shown.length < MOST_SHOWN) this.#shown.push(element);
  }

  /** What it gave in this batch, as far as it was kept; null where nobody looks. */
  get shown(): readonly unknown[] | null {
    return this.#shown;
  }

  /** Called at the end of a batch. */
  set(given: number, gave: number): void {
    this.in = given;
    this.out = gave;
    this.seconds = 0;
    this.#since += given;
  }

  /** Called after that where the batch was timed: the operator took `ms`. */
  took(ms: number): void {
    this.seconds = (ms / 1000) * (this.in > 0 ? this.#since / this.in : 1);
    this.#since = 0;
  }
}
