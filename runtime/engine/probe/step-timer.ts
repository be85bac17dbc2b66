import { elapsed } from "../../system/clock.ts";
import type { OperatorCount } from "./operator-count.ts";

/** A batch is timed when so much more time than the last one took has passed: what timing costs stays small. */
const SHARE = 64;

/** So many steps of a batch are timed; the others are taken to be like them. A first batch may have a million. */
const MOST_STEPS = 20_000;

/**
 * Times the operators of one function, whose loops are fused: an element that enters an operator ends the time of the
 * one before it. Two readings of the clock an element would slow a program down, so few batches are timed, and the
 * others are taken to be like them.
 */
export class StepTimer {
  readonly #counts: readonly OperatorCount[];
  readonly #took: number[];
  #current = -1;
  #last = 0;
  #began = 0;
  /** Steps of the batch under way that may still be timed. */
  #left = 0;
  /** When a batch is timed again, on the clock of `elapsed`. */
  #due = 0;

  constructor(counts: readonly OperatorCount[]) {
    this.#counts = counts;
    this.#took = counts.map(() => 0);
  }

  /** A batch begins. Gives this when it is to be timed, else null. */
  begin(): this | null {
    const now = elapsed();
    if (now < this.#due) return null;
    this.#took.fill(0);
    this.#current = -1;
    this.#left = MOST_STEPS;
    this.#began = this.#last = now;
    return this;
  }

  /** The operator of that number is at work from now on. */
  enter(operator: number): this {
    if (this.#left === 0) return this;
    this.#left -= 1;
    const now = elapsed();
    if (this.#current !== -1) this.#took[this.#current]! += now - this.#last;
    this.#current = operator;
    this.#last = now;
    return this;
  }

  /** The batch is done, and has counted. */
  end(): void {
    const now = elapsed();
    const isWhole = this.#left > 0;
    if (isWhole && this.#current !== -1) this.#took[this.#current]! += now - this.#last;
    const timed = this.#last - this.#began;
    const scale = isWhole || timed <= 0 ? 1 : (now - this.#began) / timed;
    this.#due = now + (now - this.#began) * SHARE;
    for (const [number, count] of this.#counts.entries()) count.took(this.#took[number]! * scale);
  }
}
