import type { Clock } from "./clock.ts";

/** What may be held at a time. */
export interface PermitLimits {
  readonly elements: number;
  readonly bytes: number;
  /** How long whoever asks waits before they are refused, in ms; Infinity never refuses. */
  readonly patience: number;
}

interface Request {
  readonly elements: number;
  readonly bytes: number;
  /** When it is refused. */
  readonly deadline: number;
  settle(isGranted: boolean): void;
}

/**
 * A bounded number of elements and bytes that may be held at a time. Requests are granted in the order in which they
 * were made, so that a large one is not starved by small ones.
 */
export class Permits {
  readonly limits: PermitLimits;
  readonly #waiting: Request[] = [];
  #elements = 0;
  #bytes = 0;
  #isClosed = false;
  /** One for all, left as it is when they are granted: most waits are far shorter than the patience. */
  #cancelTimer: (() => void) | null = null;

  constructor(limits: PermitLimits) {
    this.limits = limits;
  }

  /** Whether so much could be granted if nothing else were held. */
  couldHold(elements: number, bytes: number): boolean {
    return elements <= this.limits.elements && bytes <= this.limits.bytes;
  }

  /** Whether it is bytes and not elements that so much would have to wait for. */
  lacksBytesFor(elements: number, bytes: number): boolean {
    return this.#elements + elements <= this.limits.elements && this.#bytes + bytes > this.limits.bytes;
  }

  /** Grants at once where there is enough and nobody waits; says whether it did. */
  tryAcquire(elements: number, bytes: number): boolean {
    if (this.#waiting.length > 0 || !this.#fits(elements, bytes)) return false;
    this.#elements += elements;
    this.#bytes += bytes;
    return true;
  }

  /**
   * Resolves with true when the permits are the caller's, with false after the patience, when this is closed, or once
   * `signal` is aborted. Ask only for what `couldHold`, or all that come behind wait too.
   */
  async acquire(elements: number, bytes: number, clock: Clock, signal?: AbortSignal): Promise<boolean> {
    if (this.tryAcquire(elements, bytes)) return true;
    if (this.#isClosed || signal?.aborted) return false;
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(request), 1);
        request.settle(false);
        this.#grant();
      };
      const settle = (isGranted: boolean): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve(isGranted);
      };
      const request = { elements, bytes, deadline: clock.now() + this.limits.patience, settle };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.push(request);
      this.#watch(clock);
    });
  }

  release(elements: number, bytes: number): void {
    this.#elements -= elements;
    this.#bytes -= bytes;
    this.#grant();
  }

  /** Holds what was held before a restart; that may be more than the limits. */
  restore(elements: number, bytes: number): void {
    this.#elements += elements;
    this.#bytes += bytes;
  }

  /** Refuses those who wait, and those who would. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const request of this.#waiting.splice(0)) request.settle(false);
  }

  #watch(clock: Clock): void {
    const [first] = this.#waiting;
    if (first === undefined || this.#cancelTimer !== null || first.deadline === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = clock.at(first.deadline, () => {
      this.#cancelTimer = null;
      // All wait equally long, so that the first to come is the first to be refused.
      while ((this.#waiting[0]?.deadline ?? Number.POSITIVE_INFINITY) <= clock.now()) {
        this.#waiting.shift()!.settle(false);
      }
      this.#grant();
      this.#watch(clock);
    });
  }

  #fits(elements: number, bytes: number): boolean {
    return this.#elements + elements <= this.limits.elements && this.#bytes + bytes <= this.limits.bytes;
  }

  #grant(): void {
    for (
      let next = this.#waiting[0];
      next !== undefined && this.#fits(next.elements, next.bytes);
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#elements += next.elements;
      this.#bytes += next.bytes;
      next.settle(true);
    }
  }
}
