import { elapsed } from "../../system/clock.ts";
import type { OperatorCount } from "./operator-count.ts";

/** A batch is timed when so much more time than the last one took has passed: what timing costs stays small. */
const SHARE = 64;

/** So many steps of a batch are timed; the others are taken to be like them. A first batch may have a million. */
const MOST_STEPS = 20_000;

/**
 * Times the operators of one function, whose loops are fused, and shows what they give to those who look. An element that
 * enters an operator ends the time of the one before it. Two readings of the clock an element would slow a program down, so
 * few batches are timed, and the others are taken to be like them.
 */
export class StepProbe {
  /** Those of its operators. */
  readonly counts: readonly OperatorCount[];
  readonly #took: number[];
  #current = -1;
  #last = 0;
  #began = 0;
  #isTimed = false;
  #isLookedAt = false;
  /** Steps of the batch under way that may still be timed. */
  #left = 0;
  /** When a batch is timed again, on the clock of `elapsed`. */
  #due = 0;

  constructor(counts: readonly OperatorCount[]) {
    this.counts = counts;
    this.#took = counts.map(() => 0);
  }

  /** A batch begins. Says whether it is to be watched: timed, or shown to somebody who looks. */
  begin(): boolean {
    this.#isLookedAt = false;
    for (const count of this.counts) if (count.begin()) this.#isLookedAt = true;
    const now = elapsed();
    this.#isTimed = now >= this.#due;
    this.#left = this.#isTimed ? MOST_STEPS : 0;
    if (!this.#isTimed) return this.#isLookedAt;
    this.#took.fill(0);
    this.#current = -1;
    this.#began = this.#last = now;
    return true;
  }

  /**
   * An element comes to the operator of that number, from outside the loop. Gives null when the batch was timed for long
   * enough and nobody looks: the rest of the batch runs without a probe.
   */
  next(operator: number): this | null {
    if (this.#left === 0 && !this.#isLookedAt) return null;
    return this.enter(operator);
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

  /** The operator of that number gives `element`, an event on a wire and a body in a stream. */
  gave(operator: number, element: unknown): this {
    this.counts[operator]!.show(element);
    return this;
  }

  /** It gives all of these. */
  gaveAll(operator: number, elements: Iterable<unknown>): this {
    const count = this.counts[operator]!;
    if (count.shown !== null) for (const element of elements) count.show(element);
    return this;
  }

  /** The batch is done, and has counted. */
  end(): void {
    if (!this.#isTimed) return;
    const now = elapsed();
    const isWhole = this.#left > 0;
    if (isWhole && this.#current !== -1) this.#took[this.#current]! += now - this.#last;
    const timed = this.#last - this.#began;
    const scale = isWhole || timed <= 0 ? 1 : (now - this.#began) / timed;
    this.#due = now + (now - this.#began) * SHARE;
    for (const [number, count] of this.counts.entries()) count.took(this.#took[number]! * scale);
  }
}
