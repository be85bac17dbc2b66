import type { Event } from "../../contract/event.ts";
import type { Log } from "../../contract/log.ts";
import { messageOf } from "../../contract/message-of.ts";
import { systemClock } from "../../system/clock.ts";
import { ProcessWatch } from "../../system/process-figures.ts";
import type { Metered, MeteredPart } from "../metered.ts";
import { seriesOf } from "../series.ts";
import { Collector, NotTaken } from "./collector.ts";
import type { OtlpSettings } from "./environment.ts";
import { metricsRequest } from "./metrics-request.ts";
import { type Span, traceRequest, WaitingSpans } from "./spans.ts";
import { attributesOf, type Resource } from "./values.ts";

/** How long the last figures may take at the end of a program, in ms. */
const LAST_MS = 2000;

/** What a stream shows of a batch that is done. */
interface SeenBatch {
  readonly time: number;
  /** In seconds. */
  readonly delay: number;
  readonly took: number;
  readonly events: number;
}

/**
 * Sends the figures of a program to a collector again and again, and a span for each batch of its streams. Gives what
 * sends the last ones and ends that. A collector that is away is told of once, and is tried once an interval.
 */
export function exportFigures(
  metered: Metered,
  parts: readonly MeteredPart[],
  settings: OtlpSettings,
  log: Log,
): () => Promise<void> {
  const exporting = new Exporting(metered, parts, settings, log);
  void exporting.run();
  return () => exporting.end();
}

class Exporting {
  readonly #metered: Metered;
  readonly #parts: readonly MeteredPart[];
  readonly #settings: OtlpSettings;
  readonly #log: Log;
  readonly #resource: Resource;
  readonly #collector: Collector;
  readonly #spans = new WaitingSpans();
  readonly #watch = new ProcessWatch();
  readonly #ended = new AbortController();
  /** The collector did not take what it was sent last. */
  #isAway = false;
  #lostTold = 0;
  #sending: Promise<void> = Promise.resolve();
  readonly #unwatch: readonly (() => void)[];

  constructor(metered: Metered, parts: readonly MeteredPart[], settings: OtlpSettings, log: Log) {
    this.#metered = metered;
    this.#parts = parts;
    this.#settings = settings;
    this.#log = log;
    this.#resource = { attributes: attributesOf({ ...settings.resource, "process.pid": process.pid }) };
    this.#collector = new Collector(settings.address, (ms) => systemClock.sleep(ms, this.#ended.signal));
    const streams = parts.filter(({ kind }) => kind === "stream");
    this.#unwatch = streams.map((part) => metered.taps.watch(part.id, (events) => this.#add(part, events)));
  }

  async run(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      await systemClock.sleep(this.#settings.interval, this.#ended.signal);
      if (this.#ended.signal.aborted) return;
      this.#sending = this.#send();
      await this.#sending;
    }
  }

  async end(): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    this.#ended.abort();
    const last = this.#sending.then(() => this.#send());
    await Promise.race([last, systemClock.sleep(LAST_MS)]);
    this.#collector.close();
  }

  #add({ id, place }: MeteredPart, events: readonly Event[]): void {
    for (const { body } of events) {
      const { time, delay, took, events: count } = body as SeenBatch;
      const end = systemClock.now();
      const attributes = { id, place, "batch.time": time, "batch.events": count, "batch.delay": delay };
      this.#spans.add({ name: `${id} batch`, start: end - took * 1000, end, attributes });
    }
  }

  async #send(): Promise<void> {
    const spans = this.#spans.take();
    // A collector that is away is not waited for.
    const mayRetry = () => !this.#isAway && !this.#ended.signal.aborted;
    try {
      const process = this.#watch.read();
      const times = { start: process.startSeconds * 1000, now: systemClock.now() };
      const series = seriesOf(this.#metered, this.#parts, process);
      await this.#post("/v1/metrics", metricsRequest(series, this.#resource, times), mayRetry);
      await this.#sendSpans(spans, mayRetry);
      if (this.#isAway) this.#log.info("the collector takes figures again");
      this.#isAway = false;
    } catch (error) {
      if (error instanceof NotTaken && !error.isPassing) this.#spans.lost += spans.length;
      else this.#spans.giveBack(spans);
      if (!this.#isAway) {
        const { url } = this.#settings.address;
        this.#log.warn(
          `--otlp: the collector does not take figures, and is tried at each interval: ${messageOf(error)}`,
          { url },
        );
      }
      this.#isAway = true;
    }
  }

  async #sendSpans(spans: readonly Span[], mayRetry: () => boolean): Promise<void> {
    if (spans.length > 0) await this.#post("/v1/traces", traceRequest(spans, this.#resource), mayRetry);
    const { lost } = this.#spans;
    if (lost > this.#lostTold)
      this.#log.warn("--otlp: spans were left out while the collector was away", { lost: lost - this.#lostTold });
    this.#lostTold = lost;
  }

  async #post(path: string, message: unknown, mayRetry: () => boolean): Promise<void> {
    const rejected = await this.#collector.send(path, message, mayRetry);
    if (rejected !== null)
      this.#log.once(`otlp ${path}`, `--otlp: the collector took a part of what it was sent to ${path}; ${rejected}`);
  }
}
