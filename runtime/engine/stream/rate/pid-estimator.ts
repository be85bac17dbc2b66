/** Weights of Spark's estimator, and the least rate that it gives, in events a second. */
const PROPORTIONAL = 1;
const INTEGRAL = 0.2;
const DERIVED = 0;
const LEAST_RATE = 100;

/** A batch that is done, as an estimator is told of it; times in ms. */
export interface DoneBatch {
  /** When it was done. */
  readonly time: number;
  readonly events: number;
  /** How long it took. */
  readonly processing: number;
  /** How long it had waited before that. */
  readonly waited: number;
}

/**
 * How many events a second a stream can do: a PID controller over its last batches, by Spark's formula
 * (`spark.streaming.backpressure`) with Spark's defaults. The error is how much faster events may come now than the last
 * batch has shown that they can be done; what waited before that batch counts as well.
 */
export class PidEstimator {
  readonly #every: number;
  #time = -1;
  #rate = -1;
  #error = -1;
  #isFirst = true;

  /** `every` in ms. */
  constructor(every: number) {
    this.#every = every;
  }

  /** The new rate; null for a batch that says nothing of it, and for the first one, which is what others are compared to. */
  update({ time, events, processing, waited }: DoneBatch): number | null {
    if (time <= this.#time || events <= 0 || processing <= 0) return null;
    const done = (events / processing) * 1000;
    const error = this.#rate - done;
    const historical = (waited * done) / this.#every;
    const derived = (error - this.#error) / ((time - this.#time) / 1000);
    const rate = this.#rate - PROPORTIONAL * error - INTEGRAL * historical - DERIVED * derived;
    this.#time = time;
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#rate = done;
      this.#error = 0;
      return null;
    }
    this.#rate = Math.max(rate, LEAST_RATE);
    this.#error = error;
    return this.#rate;
  }
}
