import type { Context } from "../../contract/context.ts";
import { NO_HEADERS } from "../../contract/event.ts";
import { elapsed } from "../../system/clock.ts";
import type { Stream } from "./stream.ts";

/** What waits in front of a stream's batch function. */
export interface WaitingBatches {
  readonly batches: number;
  readonly events: number;
}

/** How a stream keeps up with its interval: counts what it has done, tells of batches that are late, and shows the rest as figures. */
export class BatchPace {
  readonly #stream: Stream;
  readonly #context: Context;
  #delay = Number.NaN;
  #processing = Number.NaN;
  #sum = 0;
  #began = 0;
  #time = 0;

  constructor(stream: Stream, context: Context, waiting: () => WaitingBatches) {
    this.#stream = stream;
    this.#context = context;
    const figures = [
      { name: "queuedBatches", help: "Batches that are formed and not done.", read: () => waiting().batches },
      {
        name: "queuedEvents",
        help: "Events of the batches that are formed and not done.",
        read: () => waiting().events,
      },
      {
        name: "delaySeconds",
        help: "How long after its time the last batch began.",
        read: () => this.#delay,
      },
      {
        name: "lastProcessingSeconds",
        help: "How long the last batch took to be computed, written and saved.",
        read: () => this.#processing,
      },
      {
        name: "processingSeconds",
        help: "Time that batches took to be computed, written and saved.",
        isSum: true,
        read: () => this.#sum,
      },
    ];
    for (const figure of figures) context.observe?.(figure);
  }

  /** The batch of `time` begins; `isMissed`: it is one of those that were missed while the program was down. */
  begin(time: number, isMissed: boolean): void {
    const { clock, log, count } = this.#context;
    const delay = clock.now() - time;
    this.#time = time;
    this.#delay = Math.max(0, delay) / 1000;
    this.#began = elapsed();
    if (isMissed || delay <= this.#stream.every) return;
    count("late");
    const next = this.#stream.overrun === "merge" ? "those that it has missed are merged" : "the following ones queue";
    log.once("late", `a batch begins more than one interval late; ${next}`, { place: this.#stream.place });
  }

  /** The clock was put back while a batch waited for its time. */
  putBack(): void {
    const message =
      "the clock was put back; batches continue, one an interval, and those of streams with state keep their times";
    this.#context.log.once("put back", message, { place: this.#stream.place });
  }

  /** The clock went on by `ms` more than a batch had to wait for. */
  jumped(ms: number): void {
    const { place, overrun } = this.#stream;
    const next = overrun === "queue" ? "the batches of all intervals are run" : "its intervals are left out";
    this.#context.log.warn(`the clock has jumped ahead, or the machine has slept; ${next}`, { jumpedMs: ms, place });
  }

  /** A batch takes the place of others, for which there was no time. */
  merged(batches: number): void {
    this.#context.count("merged", batches);
  }

  /** The batch that has begun is computed, written and saved; it had so many events. Shows it to those who look. */
  end(events: number): void {
    this.#processing = (elapsed() - this.#began) / 1000;
    this.#sum += this.#processing;
    this.#context.count("batches");
    const seen = () => ({ time: this.#time, delay: this.#delay, took: this.#processing, events });
    this.#context.show?.(() => [{ body: seen(), headers: NO_HEADERS }]);
  }
}
