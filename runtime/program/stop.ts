import { abortController } from "../system/abort.ts";
import type { Clock } from "../system/clock.ts";

/** The last part of a drain timeout, in ms, that is kept for giving up and closing: a fifth, and no more than this. */
const LONGEST_REST = 2000;

/**
 * How a program comes to its end. Draining lets everything finish; when the drain timeout is nearly over, whoever waits
 * to try again gives up (`stopping`), and what hangs even then is left behind (`abandoning`). Closing has what is left until `deadline`.
 */
export class Stop {
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #draining = abortController();
  readonly #stopping = abortController();
  readonly #abandoning = abortController();
  readonly #onCut: () => void;
  #timers: (() => void)[] = [];
  #deadline = Number.POSITIVE_INFINITY;

  /** `timeout` in ms, Infinity for none; `onCut` is called when time is up for whoever has not finished. */
  constructor(clock: Clock, timeout: number, onCut: () => void) {
    this.#clock = clock;
    this.#timeout = timeout;
    this.#onCut = onCut;
  }

  get draining(): AbortSignal {
    return this.#draining.signal;
  }

  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  get abandoning(): AbortSignal {
    return this.#abandoning.signal;
  }

  /** When everything is to be closed, by the clock; Infinity when nothing bounds it. */
  get deadline(): number {
    return this.#deadline;
  }

  /** Sources stop, channels empty into sinks, batches under way finish; all within the drain timeout. */
  readonly drain = (): void => {
    if (this.#draining.signal.aborted) return;
    this.#draining.abort();
    this.#bound();
  };

  /** Besides draining, whoever waits to try again gives up now. */
  readonly stop = (): void => {
    this.drain();
    this.#stopping.abort();
  };

  /**
   * The input has ended, and nobody has asked for a stop: as long as `progress` gives another number each time, there
   * is something to wait for. A whole drain timeout without progress ends the program as a stop would.
   */
  inputEnded(progress: () => number): void {
    if (this.#timeout === Number.POSITIVE_INFINITY) return;
    let before = progress();
    const look = () => {
      if (this.#deadline !== Number.POSITIVE_INFINITY) return;
      const now = progress();
      if (now === before) return this.#cut();
      before = now;
      this.#after(this.#timeout - this.#rest, look);
    };
    this.#after(this.#timeout - this.#rest, look);
  }

  /** Everything has ended or was abandoned, and is to be closed within a drain timeout, if none has begun yet. */
  closing(): void {
    this.#bound();
  }

  /** Nothing is left to bound. */
  done(): void {
    for (const cancel of this.#timers.splice(0)) cancel();
  }

  get #rest(): number {
    return Math.min(this.#timeout / 5, LONGEST_REST);
  }

  #bound(): void {
    if (this.#deadline !== Number.POSITIVE_INFINITY) return;
    this.#deadline = this.#clock.now() + this.#timeout;
    if (this.#timeout !== Number.POSITIVE_INFINITY) this.#after(this.#timeout - this.#rest, () => this.#cut());
  }

  #cut(): void {
    this.#deadline = Math.min(this.#deadline, this.#clock.now() + this.#rest);
    this.#onCut();
    this.#draining.abort();
    this.#stopping.abort();
    this.#after(this.#rest / 2, () => this.#abandoning.abort());
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(this.#clock.at(this.#clock.now() + ms, action));
  }
}
