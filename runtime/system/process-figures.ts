import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";

/** What the process itself takes. */
export interface ProcessFigures {
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  /** Of buffers, outside the heap. */
  readonly externalBytes: number;
  /** All threads together. */
  readonly cpuSeconds: number;
  /** When it began, in seconds since 1970. */
  readonly startSeconds: number;
  /** How late timers were since they were last asked for: the longest, and the mean. NaN before anything is known. */
  readonly loopDelayMaxSeconds: number;
  readonly loopDelayMeanSeconds: number;
}

/** How often the event loop is looked at, in ms. */
const RESOLUTION = 20;

/** Watches the process from now on. */
export class ProcessWatch {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION });

  #last = { loopDelayMaxSeconds: Number.NaN, loopDelayMeanSeconds: Number.NaN };

  constructor() {
    this.#delay.enable();
  }

  /** What holds now. Delays count from scratch after that; where none was seen since, the last ones stay. */
  read(): ProcessFigures {
    const { rss, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const { max, mean } = this.#delay;
    // The timer's own interval is a part of what the histogram has.
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION / 1000);
    if (this.#delay.count > 0) this.#last = { loopDelayMaxSeconds: late(max), loopDelayMeanSeconds: late(mean) };
    this.#delay.reset();
    return {
      residentBytes: rss,
      heapUsedBytes: heapUsed,
      externalBytes: external,
      cpuSeconds: (user + system) / 1e6,
      startSeconds: performance.timeOrigin / 1000,
      ...this.#last,
    };
  }
}
