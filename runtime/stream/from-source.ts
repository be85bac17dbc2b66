import { abortController, anyOf } from "../abort.ts";
import { type CountedOutput, runSource } from "../agent/run-source.ts";
import { Breather } from "../breather.ts";
import { byteSize } from "../channel/byte-size.ts";
import type { Source } from "../component.ts";
import type { Event } from "../event.ts";
import { contextOf } from "../program/services.ts";
import type { UnderWay } from "../program/under-way.ts";
import type { Input, InputSetting, OpenInput, Share } from "./input.ts";

/** Most events of one put. */
const PUT_SIZE = 1000;

export interface FromSourceOptions {
  /** Most events that wait for a batch or are in one under way; 1 000 000. The source waits beyond that. */
  readonly capacity?: number;
  /** The same in bytes of bodies, estimated; 256 MiB. */
  readonly byteCapacity?: number;
}

/**
 * A source as the input of a stream: what it puts waits for the next batch. A put resolves when the events wait
 * there, not when the batch is done; so an acknowledged source acknowledges what a crash could still lose.
 */
export function fromSource<T>(source: Source<T>, options: FromSourceOptions = {}): Input<T> {
  return {
    async open(setting) {
      const input = new SourceInput(source, setting, options);
      await source.open(input.context);
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
  readonly #capacity: number;
  readonly #byteCapacity: number;
  readonly #breather = new Breather();
  readonly #draining = abortController();
  #arrived: Event<T>[] = [];
  #arrivedBytes = 0;
  /** Those that wait and those in batches under way. */
  #events = 0;
  #bytes = 0;
  /** Those of batches that failed. */
  #failed = 0;
  #room: { promise: Promise<void>; open(): void } | null = null;
  #running: Promise<void> | null = null;
  #sourceEnded = false;
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
    this.#capacity = options.capacity ?? 1_000_000;
    this.#byteCapacity = options.byteCapacity ?? 256 * 2 ** 20;
    // A source can only end when its last put does, and no batch may come that would make room for it.
    draining.addEventListener("abort", () => this.#letIn(), { once: true });
  }

  get unwritten(): number {
    return this.#events + this.#failed;
  }

  get ended(): boolean {
    return this.#sourceEnded && this.#arrived.length === 0;
  }

  start(): void {
    const running = runSource(this.#source, this, this.context, this.#place).finally(() => {
      this.#sourceEnded = true;
    });
    this.#running = this.#underWay.during(this.#name, running, () => (this.context.draining.aborted ? "" : null));
  }

  async put(events: readonly Event<T>[]): Promise<void> {
    while (this.#isFull() && !this.context.draining.aborted) {
      this.#room ??= gate();
      await this.#room.promise;
    }
    let bytes = 0;
    for (const event of events) {
      this.#arrived.push(event);
      bytes += byteSize(event.body);
    }
    this.#arrivedBytes += bytes;
    this.#bytes += bytes;
    this.#events += events.length;
    this.puts += 1;
    const pause = this.#breather.breathe();
    if (pause !== null) await pause;
  }

  async share(): Promise<Share<T>> {
    const events = this.#arrived;
    const bytes = this.#arrivedBytes;
    this.#arrived = [];
    this.#arrivedBytes = 0;
    const release = async () => {
      this.#events -= events.length;
      this.#bytes -= bytes;
      this.#letIn();
    };
    const rollback = () => {
      this.#failed += events.length;
      return release();
    };
    return { events, positions: null, commit: release, rollback };
  }

  async stop(): Promise<void> {
    this.#draining.abort();
    await this.#running;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#source.close();
  }

  #isFull(): boolean {
    return this.#events >= this.#capacity || this.#bytes >= this.#byteCapacity;
  }

  #letIn(): void {
    this.#room?.open();
    this.#room = null;
  }
}

function gate(): { promise: Promise<void>; open(): void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
