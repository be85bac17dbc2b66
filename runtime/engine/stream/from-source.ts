import { eventsSize } from "../../channel/byte-size.ts";
import type { Event } from "../../contract/event.ts";
import type { Source } from "../../contract/source.ts";
import type { InputPosition } from "../../state/manifest.ts";
import { abortController, anyOf } from "../../system/abort.ts";
import { EventLoopYielder } from "../../system/event-loop-yielder.ts";
import { Notifier } from "../../system/notifier.ts";
import { Permits } from "../../system/permits.ts";
import { type CountedOutput, runSource } from "../agent/run-source.ts";
import { contextOf } from "../services.ts";
import type { UnderWay } from "../under-way.ts";
import type { BatchSlice, Input, InputSetting, OpenInput } from "./input.ts";
import { eventsOf, type SliceLimit } from "./rate/slice-limit.ts";

/** Most events of one put. */
const PUT_SIZE = 1000;

const NOTHING = { elements: 0, bytes: 0 };

/** An input that a source of its own feeds. */
export interface SourceUser<T> {
  readonly source: Source<T>;
}

/** Whether an input of a stream is a source of its own. */
export function isSourceUser(input: object): input is SourceUser<unknown> {
  return "source" in input;
}

/** Bounds of what a source may read ahead of the batches of its stream. */
export interface FromSourceOptions {
  /** Most events that wait for a batch or are in one under way; 1 000 000. The source waits beyond that. */
  readonly capacity?: number;
  /** The same in bytes of bodies and headers, estimated; 256 MiB. */
  readonly byteCapacity?: number;
}

/**
 * A source as the input of a stream: what it puts waits for the next batch. A put resolves when the events wait
 * there, not when the batch is done; so an acknowledged source acknowledges what a crash could still lose.
 */
export function fromSource<T>(source: Source<T>, options: FromSourceOptions = {}): Input<T> & SourceUser<T> {
  return {
    source,
    ...(source.keepsAt === undefined ? {} : { keepsAt: (dataDir) => source.keepsAt!(dataDir) }),
    async open(setting) {
      const input = new SourceInput(source, setting, options);
      const help = "Events that were taken in, and that no batch has written yet.";
      input.context.observe?.({ name: "waitingEvents", help, read: () => input.unwritten });
      await source.open(input.context);
      if (source.identity !== undefined) {
        const former = setting.resumeAt?.identity ?? null;
        input.resume(await source.identity(former), setting.resumeAt);
      }
      return input;
    },
  };
}

class SourceInput<T> implements OpenInput<T>, CountedOutput<T> {
  readonly batchSize = PUT_SIZE;
  readonly context;
  readonly perishable = true;
  readonly #source: Source<T>;
  readonly #place: string;
  readonly #name: string;
  readonly #underWay: UnderWay;
  readonly #permits: Permits;
  readonly #arrivals = new Notifier();
  readonly #yielder = new EventLoopYielder();
  readonly #draining = abortController();
  #arrived: Event<T>[] = [];
  /** Permits that those hold. */
  #held = NOTHING;
  /** Those that wait and those in batches under way. */
  #events = 0;
  /** Those of batches that failed. */
  #failed = 0;
  #running: Promise<void> | null = null;
  #sourceEnded = false;
  /** A put waits for room. */
  #isBlocked = false;
  /** Batches take no more than a limit, and so none ahead of its time. */
  #isLimited = false;
  /** What its input is told apart by; null for one that does not begin again at each start. */
  #identity: string | null = null;
  /** How many events are to be skipped, since earlier runs have had them. */
  #skipped = 0;
  /** How many events all batches have had, those of earlier runs included. */
  #given = 0;
  puts = 0;
  readonly told = null;

  constructor(source: Source<T>, { services, name, place }: InputSetting, options: FromSourceOptions) {
    // A stream that has had its `--batches` drains on its own, before the program does.
    const draining = anyOf(services.draining, this.#draining.signal);
    this.context = { ...contextOf(services, name), draining };
    this.#source = source;
    this.#underWay = services.underWay;
    this.#name = name;
    this.#place = place;
    const { capacity = 1_000_000, byteCapacity = 256 * 2 ** 20 } = options;
    this.#permits = new Permits({ elements: capacity, bytes: byteCapacity, patience: Number.POSITIVE_INFINITY });
    // A source can only end when its last put does, and no batch may come that would make room for it.
    draining.addEventListener("abort", () => this.#permits.close(), { once: true });
  }

  get unwritten(): number {
    return this.#events + this.#failed;
  }

  get ended(): boolean {
    return this.#sourceEnded && this.#arrived.length === 0;
  }

  /** A put waits for the room that batches under way have, and nothing else is there. */
  get isBehind(): boolean {
    return this.#isBlocked && this.#arrived.length === 0 && !this.#isLimited;
  }

  get isCaughtUp(): boolean {
    return this.ended;
  }

  /** The source reads from its beginning: what the batches up to `resumeAt` have had is skipped, if it is the same input. */
  resume(identity: string | null, resumeAt: InputPosition | null): void {
    this.#identity = identity;
    if (resumeAt === null || resumeAt.identity === null) return;
    if (resumeAt.identity !== identity) {
      this.context.log.warn("the input has changed since the last batch: it is read from its beginning", {
        place: this.#place,
      });
      return;
    }
    this.#given = Number(resumeAt.positions.get(0) ?? 0);
    this.#skipped = this.#given;
    if (this.#given > 0) this.context.log.info("skips what earlier runs have had", { elements: this.#given });
  }

  start(): void {
    const running = runSource(this.#source, this, this.context, this.#place).finally(() => {
      this.#sourceEnded = true;
      this.#arrivals.wakeAll();
    });
    this.#running = this.#underWay.during(this.#name, running, () => (this.context.draining.aborted ? "" : null));
  }

  async put(all: readonly Event<T>[]): Promise<void> {
    const skipped = Math.min(this.#skipped, all.length);
    const events = skipped === 0 ? all : all.slice(skipped);
    this.#skipped -= skipped;
    const bytes = eventsSize(events);
    const { limits } = this.#permits;
    // A put that is larger than the whole capacity takes all of it.
    const held = { elements: Math.min(events.length, limits.elements), bytes: Math.min(bytes, limits.bytes) };
    // Not held once the program drains: nothing waits then.
    let isHeld = this.#permits.tryAcquire(held.elements, held.bytes);
    if (!isHeld) {
      this.#isBlocked = true;
      isHeld = await this.#permits.acquire(held.elements, held.bytes, this.context.clock);
      this.#isBlocked = false;
    }
    if (isHeld) this.#held = { elements: this.#held.elements + held.elements, bytes: this.#held.bytes + held.bytes };
    const arrived = this.#arrived;
    for (let index = 0; index < events.length; index++) arrived.push(events[index]!);
    this.#events += events.length;
    this.#arrivals.wakeAll();
    this.puts += 1;
    const pause = this.#yielder.afterBatch();
    if (pause !== null) await pause;
  }

  nextSlice(limit?: SliceLimit): Promise<BatchSlice<T>> {
    const { length } = this.#arrived;
    this.#isLimited = limit !== undefined;
    return this.#slice(limit === undefined ? length : Math.min(length, eventsOf(limit)));
  }

  async sliceUpTo({ identity, positions }: InputPosition, signal: AbortSignal): Promise<BatchSlice<T> | null> {
    if (identity === null || identity !== this.#identity) return null;
    const count = Number(positions.get(0) ?? 0) - this.#given;
    while (this.#arrived.length < count && !this.#sourceEnded && !signal.aborted) await this.#arrivals.wait(signal);
    return this.#arrived.length < count ? null : this.#slice(count);
  }

  /** The first `count` that wait. */
  async #slice(count: number): Promise<BatchSlice<T>> {
    const isWhole = count === this.#arrived.length;
    const events = isWhole ? this.#arrived : this.#arrived.slice(0, count);
    const held = isWhole ? this.#held : this.#heldBy(events);
    this.#arrived = isWhole ? [] : this.#arrived.slice(count);
    this.#held = { elements: this.#held.elements - held.elements, bytes: this.#held.bytes - held.bytes };
    const release = async () => {
      this.#events -= events.length;
      this.#permits.release(held.elements, held.bytes);
    };
    const rollback = () => {
      this.#failed += events.length;
      return release();
    };
    this.#given += events.length;
    const positions = new Map([[0, String(this.#given)]]);
    const position = this.#identity === null ? null : { identity: this.#identity, positions };
    return { events, position, commit: release, rollback };
  }

  /** The permits of some that wait: no more than are held for all. */
  #heldBy(events: readonly Event<T>[]): typeof NOTHING {
    const { elements, bytes } = this.#held;
    return { elements: Math.min(events.length, elements), bytes: Math.min(eventsSize(events), bytes) };
  }

  async stop(): Promise<void> {
    this.#draining.abort();
    await this.#running;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#source.close();
  }
}
