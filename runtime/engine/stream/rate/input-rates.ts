import { contextOf, type Services } from "../../services.ts";
import type { FormedBatch } from "../formed-batch.ts";
import type { Stream } from "../stream.ts";
import { PidEstimator } from "./pid-estimator.ts";
import type { SliceLimit } from "./slice-limit.ts";

/** How much a stream takes of each input a batch: no more than it declares, nor, with back-pressure, than it can do. */
export class InputRates {
  readonly #stream: Stream;
  readonly #services: Services;
  readonly #estimators = new Map<string, PidEstimator>();
  /** Events a second, by input, where enough batches have been. */
  readonly #rates = new Map<string, number>();

  constructor(stream: Stream, services: Services) {
    this.#stream = stream;
    this.#services = services;
    if (stream.backpressure !== true) return;
    for (const name of Object.keys(stream.inputs)) {
      this.#estimators.set(name, new PidEstimator(stream.every));
      contextOf(services, `${stream.name}.${name}`).observe?.({
        name: "limitEventsPerSecond",
        help: "Most events a second that back-pressure lets batches take.",
        read: () => this.#rates.get(name) ?? Number.NaN,
      });
    }
  }

  /** How much the next batch may take of an input; undefined for no bound. */
  limitOf(name: string): SliceLimit | undefined {
    const { every, maxRate = Number.POSITIVE_INFINITY, maxRatePerPartition = Number.POSITIVE_INFINITY } = this.#stream;
    const rate = Math.min(maxRate, this.#rates.get(name) ?? Number.POSITIVE_INFINITY);
    if (Math.min(rate, maxRatePerPartition) === Number.POSITIVE_INFINITY) return undefined;
    const seconds = every / 1000;
    return { events: seconds * rate, perPartition: seconds * maxRatePerPartition };
  }

  /** A batch is done that was begun at `began`. */
  completed({ slices, formedAt }: FormedBatch, began: number): void {
    const time = this.#services.clock.now();
    for (const [name, estimator] of this.#estimators) {
      const events = slices.get(name)?.events.length ?? 0;
      const rate = estimator.update({ time, events, processing: time - began, waited: began - (formedAt ?? began) });
      if (rate !== null) this.#rates.set(name, rate);
    }
  }
}
