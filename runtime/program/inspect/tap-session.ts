import type { Event } from "../../contract/event.ts";
import type { Clock } from "../../system/clock.ts";
import type { Answer } from "./messages.ts";

/** Bytes that may wait for a reader: what comes beyond that is left out, and the pipeline goes on. 1 MiB. */
const MOST_WAITING = 1_048_576;

/** Where answers go. */
export interface Reader {
  /** Bytes that it has not taken yet. */
  readonly waiting: number;
  send(answer: Answer): void;
}

/** One look at what passes a component. */
export class TapSession {
  readonly #reader: Reader;
  readonly #clock: Clock;
  readonly #rate: number;
  #allowed: number;
  #last: number;
  #missed = 0;

  /** `rate` is in events a second; null for as many as the reader takes. */
  constructor(reader: Reader, clock: Clock, rate: number | null) {
    this.#reader = reader;
    this.#clock = clock;
    this.#rate = rate ?? Number.POSITIVE_INFINITY;
    this.#allowed = Math.max(1, this.#rate);
    this.#last = clock.now();
  }

  /** Sends some of `events`, and counts the others as missed, with `more` that are not at hand. */
  look(events: readonly Event[], more = 0): void {
    const time = this.#clock.now();
    const gained = ((time - this.#last) * this.#rate) / 1000;
    if (gained > 0) this.#allowed = Math.min(Math.max(1, this.#rate), this.#allowed + gained);
    this.#last = time;
    const isFull = this.#reader.waiting > MOST_WAITING;
    const count = isFull ? 0 : Math.min(events.length, Math.floor(this.#allowed));
    this.#missed += events.length - count + more;
    if (count === 0) return;
    this.#allowed -= count;
    const sent = events.slice(0, count).map(({ body, headers }) => ({ body, headers: new Map(headers) }));
    this.#reader.send({ kind: "events", time, events: sent, missed: this.#missed });
    this.#missed = 0;
  }
}
