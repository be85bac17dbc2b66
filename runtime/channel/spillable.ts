import type { Channel, Put, Taken } from "../contract/channel.ts";
import type { Context, Declared } from "../contract/context.ts";
import type { Event } from "../contract/event.ts";
import type { Kept } from "../contract/kept.ts";
import { Notifier } from "../system/notifier.ts";
import { Permits } from "../system/permits.ts";
import { acquireForPut } from "./acquire-for-put.ts";
import { eventsSize } from "./byte-size.ts";
import { type FileOptions, file } from "./file.ts";
import { MEMORY_BYTES, memory } from "./memory.ts";

/** Options of a spillable channel; those of its files are those of `file`. */
export interface SpillableOptions extends Omit<FileOptions, "byteCapacity"> {
  /** Most events in memory; 10 000. */
  readonly memoryCapacity?: number;
  /** Most bytes of bodies and headers in memory, estimated; 256 MiB; null sets no bound but `memoryCapacity`. */
  readonly byteCapacity?: number | null;
}

/**
 * A channel in memory that puts on disk what it has no room for. What comes while something is on disk goes there, too:
 * so all in memory is older than all on disk, and the order stays. Events that are put at the same time have none.
 */
export function spillable<T>(options: SpillableOptions, declared: Declared): Channel<T> {
  return new SpillableChannel(options, declared);
}

class SpillableChannel<T> implements Channel<T> {
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly #name: string;
  readonly #memory: Channel<T>;
  readonly #byteCapacity: number;
  readonly #disk: Channel<T>;
  /** Of both together. */
  readonly #permits: Permits;
  readonly #arrivals = new Notifier();
  /** Neither part is waited for: there may be something in the other. */
  readonly #now = AbortSignal.abort();
  /** How often something has become takeable. */
  #changes = 0;
  #context: Context | null = null;

  constructor(options: SpillableOptions, declared: Declared) {
    const { capacity = 1_000_000, transactionCapacity = 10_000, keepAlive = 3000 } = options;
    const { memoryCapacity = 10_000, byteCapacity = MEMORY_BYTES, ...onDisk } = options;
    this.capacity = capacity;
    this.transactionCapacity = Math.min(transactionCapacity, capacity);
    this.#name = declared.name;
    this.#memory = memory({ capacity: memoryCapacity, byteCapacity, transactionCapacity }, declared);
    this.#byteCapacity = byteCapacity ?? Number.POSITIVE_INFINITY;
    this.#disk = file({ ...onDisk, capacity, transactionCapacity }, declared);
    this.#permits = new Permits({ elements: capacity, bytes: Infinity, patience: keepAlive });
  }

  get size(): number {
    return this.#memory.size + this.#disk.size;
  }

  get kept(): number {
    return this.#disk.size;
  }

  keepsAt(dataDir: string): Kept {
    return this.#disk.keepsAt!(dataDir);
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    await this.#memory.open(context);
    await this.#disk.open({
      ...context,
      count: (counter, by = 1) => {
        // The disk leaves out what is not of the channel's type any more: its room is free.
        if (counter === "undecodable") this.#permits.release(by, 0);
        context.count(counter, by);
      },
    });
    this.#permits.restore(this.#disk.size, 0);
  }

  async put(events: readonly Event<T>[], signal?: AbortSignal): Promise<Put> {
    const { clock } = this.#context!;
    await acquireForPut(this.#permits, this.#name, { events: events.length, bytes: 0 }, clock, signal);
    const giveBack = () => this.#permits.release(events.length, 0);
    let claim: Put;
    try {
      claim = await this.#claim(events);
    } catch (error) {
      giveBack();
      throw error;
    }
    return {
      commit: async () => {
        try {
          await claim.commit();
        } catch (error) {
          giveBack();
          throw error;
        }
        this.#changed();
      },
      rollback: async () => {
        await claim.rollback();
        giveBack();
      },
    };
  }

  async take(max: number, signal: AbortSignal): Promise<Taken<T> | null> {
    for (;;) {
      const changes = this.#changes;
      const parts = await this.#takeBoth(max);
      if (parts.length > 0) {
        // There may be more, for another.
        this.#arrivals.wakeOne();
        return this.#joined(parts);
      }
      if (changes !== this.#changes) continue;
      if (signal.aborted) return null;
      await this.#arrivals.wait(signal);
    }
  }

  async close(): Promise<void> {
    this.#permits.close();
    await this.#memory.close();
    await this.#disk.close();
  }

  async #claim(events: readonly Event<T>[]): Promise<Put> {
    if (this.#disk.size === 0 && eventsSize(events) <= this.#byteCapacity) {
      try {
        return await this.#memory.put(events, this.#now);
      } catch {
        // It has no room.
      }
    }
    this.#context!.count("spilled", events.length);
    return this.#disk.put(events, this.#now);
  }

  /** What memory has, which is older, then what the disk has. */
  async #takeBoth(max: number): Promise<Taken<T>[]> {
    const first = await this.#memory.take(max, this.#now);
    const room = max - (first?.events.length ?? 0);
    if (room === 0 || this.#disk.size === 0) return first === null ? [] : [first];
    try {
      const second = await this.#disk.take(room, this.#now);
      return [first, second].filter((one) => one !== null);
    } catch (error) {
      await first?.rollback();
      throw error;
    }
  }

  #joined(parts: readonly Taken<T>[]): Taken<T> {
    const events = parts.length === 1 ? parts[0]!.events : parts.flatMap((part) => part.events);
    return {
      events,
      commit: async () => {
        // The disk first: it may fail, and memory does not.
        for (const part of parts.toReversed()) await part.commit();
        this.#permits.release(events.length, 0);
      },
      rollback: async () => {
        for (const part of parts.toReversed()) await part.rollback();
        this.#changed();
      },
    };
  }

  #changed(): void {
    this.#changes += 1;
    this.#arrivals.wakeOne();
  }
}
