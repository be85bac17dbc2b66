import { durationText } from "../codec/units.ts";
import type { Log } from "../contract/log.ts";
import type { Clock } from "../system/clock.ts";
import { Recurrence } from "./recurrence.ts";

/** Different messages of one row of failures that are logged at once; later ones wait for the next interval. */
const MOST_MESSAGES = 10;

/** What a name has that is made for each attempt: a time in ms, a random id. */
const MADE_NAME = /[\da-f]{8}[\da-f-]*/gi;

/** Between the first line about a failure and the second, in ms; the gap doubles up to the longest. */
const FIRST_AGAIN = 10_000;
const LONGEST_AGAIN = 600_000;

/**
 * Logs failures of something that is tried again until it works: a sink, a source, an output of a stream. The first
 * failure and each message that is new by more than the name of a temporary file are logged at once, then one line at
 * growing intervals says for how long it has failed, how often it was tried and how much waits. The first success after
 * that is logged once. Something that fails and recovers by turns stays within the same intervals.
 */
export class FailureLog {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #waiting: () => number | null;
  readonly #recurrence = new Recurrence(FIRST_AGAIN, LONGEST_AGAIN);
  readonly #messages = new Set<string>();
  #tries = 0;
  #since = 0;
  #last = Number.NEGATIVE_INFINITY;
  #message = "";
  #isTold = false;

  /** `waiting` gives how many events wait for a success; null where nothing is held here. */
  constructor({ log, clock }: { readonly log: Log; readonly clock: Clock }, waiting: () => number | null = () => null) {
    this.#log = log;
    this.#clock = clock;
    this.#waiting = waiting;
  }

  /** Failures since the last success. */
  get tries(): number {
    return this.#tries;
  }

  /** For how long every attempt has failed; 0 once one has worked. */
  get seconds(): number {
    return this.#tries === 0 ? 0 : Math.max(0.001, (this.#clock.now() - this.#since) / 1000);
  }

  /** What the last attempt failed with; null once one has worked. */
  get message(): string | null {
    return this.#tries === 0 ? null : this.#message;
  }

  /** An attempt has failed. `fields` go into its line: where, and when it is tried again. */
  failed(message: string, fields: Readonly<Record<string, unknown>>): void {
    const now = this.#clock.now();
    if (this.#tries === 0) {
      this.#since = now;
      if (this.#recurrence.isOver(now - this.#last)) this.#forget();
    }
    this.#last = now;
    this.#tries += 1;
    this.#message = message;
    const kind = message.replace(MADE_NAME, "#");
    const isNew = !this.#messages.has(kind) && this.#messages.size < MOST_MESSAGES;
    const isDue = this.#recurrence.isDue(now);
    if (!isNew && !isDue) return;
    this.#messages.add(kind);
    this.#isTold = true;
    this.#log.warn(message, this.#tries === 1 ? fields : { ...fields, ...this.#extent(now) });
  }

  /** An attempt has worked. */
  succeeded(): void {
    if (this.#tries === 0) return;
    if (this.#isTold) {
      const failing = this.#failing(this.#clock.now());
      this.#log.info(`recovered after ${this.#tries} failed attempt${this.#tries === 1 ? "" : "s"}`, { failing });
    }
    this.#tries = 0;
    this.#isTold = false;
  }

  #extent(now: number): Record<string, unknown> {
    const waiting = this.#waiting();
    return { failing: this.#failing(now), tries: this.#tries, ...(waiting === null ? {} : { waiting }) };
  }

  #failing(now: number): string {
    return durationText(Math.round((now - this.#since) / 1000) * 1000);
  }

  #forget(): void {
    this.#messages.clear();
    this.#recurrence.reset();
  }
}
