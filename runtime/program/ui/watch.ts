import type { Event } from "../../contract/event.ts";
import type { LogEntry } from "../../log/logs.ts";
import type { Clock } from "../../system/clock.ts";
import { ProcessWatch } from "../../system/process-figures.ts";
import { type Row, rowsBetween, type Snapshot } from "../inspect/rows.ts";
import type { MeteredPart, Operated } from "../metered.ts";
import { seriesOf } from "../series.ts";
import { History } from "./history.ts";
import { Letters } from "./letters.ts";
import type { BatchSeen, Detail, LiveFrame, PartNow, Picture } from "./messages.ts";
import { Recent } from "./recent.ts";
import { Troubles } from "./troubles.ts";

/** Batches of a stream that are kept; the latest. */
const MOST_BATCHES = 200;

/** What is looked at. */
export interface WatchSetting {
  readonly operated: Operated;
  readonly parts: readonly MeteredPart[];
  readonly picture: Picture;
  readonly log: Recent<LogEntry>;
  readonly clock: Clock;
}

/** Looks at a running program once a second, and keeps what the page shows of the past: all of it is bounded. */
export class Watch {
  /** What has left for where refused events go. */
  readonly letters: Letters;
  readonly #setting: WatchSetting;
  readonly #history: History;
  readonly #process = new ProcessWatch();
  readonly #troubles = new Troubles();
  readonly #batches = new Map<string, Recent<BatchSeen>>();
  readonly #ends: (() => void)[] = [];
  readonly #onBatch: (stream: string, batch: BatchSeen) => void;
  #last: Snapshot;
  /** The look that the history had last. */
  #kept: Snapshot;
  #cpu = 0;

  /** `onBatch` is called when a batch of a stream is done. */
  constructor(setting: WatchSetting, onBatch: (stream: string, batch: BatchSeen) => void) {
    this.#setting = setting;
    this.#onBatch = onBatch;
    this.#history = new History(setting.parts.map(({ id }) => id));
    this.#last = this.#snapshot();
    this.#kept = this.#last;
    const { taps } = setting.operated;
    for (const { id, kind } of setting.parts) {
      if (kind !== "stream") continue;
      this.#batches.set(id, new Recent(MOST_BATCHES));
      this.#ends.push(taps.watch(id, (events) => this.#keepBatch(id, events)));
    }
    this.letters = new Letters(setting.operated, setting.picture, setting.clock);
  }

  /** What holds now. */
  look(): LiveFrame {
    const { operated, parts, log } = this.#setting;
    const before = this.#last;
    this.#last = this.#snapshot();
    this.letters.turn();
    const { time } = this.#last;
    if (this.#history.isDue(time)) {
      this.#history.add(time, partsOf(rowsBetween(this.#kept, this.#last), true));
      this.#kept = this.#last;
    }
    const troubles = this.#troubles.look(
      parts.map(({ id }) => id),
      operated.counters,
      {
        now: time,
        ended: new Set([...operated.failed, ...operated.stopped, ...operated.outOfReach]),
        said: (id) => log.all().findLast(({ component, level }) => component === id && level !== "info")?.message ?? "",
      },
    );
    const { residentBytes, cpuSeconds } = this.#process.read();
    const seconds = Math.max(0.001, (time - before.time) / 1000);
    const cpu = (cpuSeconds - this.#cpu) / seconds;
    this.#cpu = cpuSeconds;
    return {
      time,
      state: operated.draining.aborted ? "draining" : "running",
      parts: Object.fromEntries(partsOf(rowsBetween(before, this.#last), false)),
      troubles,
      paused: [...operated.paused.keys()],
      memory: residentBytes,
      cpu: rounded(cpu),
    };
  }

  /** All that is known of a part; null where there is none of that id. */
  detailOf(id: string): Detail | null {
    const { parts, log } = this.#setting;
    if (!parts.some((part) => part.id === id)) return null;
    const figures = this.#last.series.flatMap(({ name, help, samples }) =>
      samples
        .filter(({ labels }) => labels["id"] === id)
        .map(({ labels, value }) => {
          const of = [labels["of"], labels["partition"], labels["name"]].filter((label) => label !== undefined);
          return { name, help, of: of.join(" "), value };
        }),
    );
    return {
      history: this.#history.of(id),
      figures,
      batches: this.#batches.get(id)?.all() ?? [],
      letters: this.letters.of(id),
      log: log.all().filter(({ component }) => component === id || component.startsWith(`${id}.`)),
    };
  }

  /** Looks no more. */
  end(): void {
    this.letters.end();
    for (const end of this.#ends.splice(0)) end();
  }

  #snapshot(): Snapshot {
    const { operated, parts, clock } = this.#setting;
    return { time: clock.now(), series: seriesOf(operated, parts, this.#process.read()) };
  }

  #keepBatch(stream: string, events: readonly Event[]): void {
    for (const { body } of events) {
      this.#batches.get(stream)?.add(body as BatchSeen);
      this.#onBatch(stream, body as BatchSeen);
    }
  }
}

/** What the parts do, by id; of the history errors are those that have come. */
function partsOf(rows: readonly Row[], newOnly: boolean): Map<string, PartNow> {
  const value = (one: number | null) => (one === null ? null : rounded(one));
  return new Map(
    rows.map(({ id, in: given, out, fill, events, behind, lag, errors, newErrors, busy, took }) => [
      id,
      {
        in: value(given),
        out: value(out),
        fill: value(fill),
        events,
        behind: value(behind),
        lag,
        errors: newOnly ? newErrors : errors,
        busy: value(busy),
        took: value(took),
      },
    ]),
  );
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
