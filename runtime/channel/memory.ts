import type { Channel, Put, Taken } from "../contract/channel.ts";
import type { Context, Declared } from "../contract/context.ts";
import type { Event } from "../contract/event.ts";
import type { Clock } from "../system/clock.ts";
import { Notifier } from "../system/notifier.ts";
import { Permits } from "../system/permits.ts";
import { acquireForPut } from "./acquire-for-put.ts";
import { BatchQueue } from "./batch-queue.ts";
import { type BatchSize, BatchSizes } from "./batch-sizes.ts";
import { eventsSize } from "./byte-size.ts";

/** Most bytes of a channel in memory that says nothing of them: 256 MiB. */
export const MEMORY_BYTES = 268_435_456;

/** Options of a `memory` channel; numbers in comments are defaults. */
export interface MemoryOptions {
  /** Most events that it holds, those claimed or taken and not yet given up included; 100. */
  readonly capacity?: number;
  /** Most events of one put by a source or take by a sink; 100. */
  readonly transactionCapacity?: number;
  /** Longest wait for room, in ms; 3000. */
  readonly keepAlive?: number;
  /** Most bytes of bodies and headers that it holds, estimated; 256 MiB; null sets no bound but `capacity`. */
  readonly byteCapacity?: number | null;
}

/**
 * A channel in memory: fast, and lost with the process. A put that is larger than its byte capacity gets in when nothing
 * else is there: its events are in memory anyway, and would be put again and again.
 */
export function memory<T>(options: MemoryOptions, declared: Declared): Channel<T> {
  return new MemoryChannel(options, declared);
}

class MemoryChannel<T> implements Channel<T> {
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly #permits: Permits;
  readonly #name: string;
  readonly #queue = new BatchQueue<Event<T>>();
  readonly #arrivals = new Notifier();
  readonly #byteCapacity: number;
  /** Of what is committed and not yet given up. */
  readonly #sizes = new BatchSizes<BatchSize>();
  #clock: Clock | null = null;
  #taken = 0;

  constructor(options: MemoryOptions, declared: Declared) {
    const { capacity = 100, transactionCapacity = 100, keepAlive = 3000, byteCapacity = MEMORY_BYTES } = options;
    this.capacity = capacity;
    this.transactionCapacity = Math.min(transactionCapacity, capacity);
    this.#name = declared.name;
    this.#byteCapacity = byteCapacity ?? Number.POSITIVE_INFINITY;
    this.#permits = new Permits({ elements: capacity, bytes: this.#byteCapacity, patience: keepAlive });
  }

  get size(): number {
    return this.#queue.size + this.#taken;
  }

  async open(context: Context): Promise<void> {
    this.#clock = context.clock;
  }

  async put(events: readonly Event<T>[], signal?: AbortSignal): Promise<Put> {
    const bytes = Math.min(eventsSize(events), this.#byteCapacity);
    if (!this.#permits.tryAcquire(events.length, bytes)) {
      await acquireForPut(this.#permits, this.#name, { events: events.length, bytes }, this.#clock!, signal);
    }
    return {
      commit: async () => {
        this.#queue.push(events);
        this.#sizes.push({ events: events.length, bytes });
        this.#arrivals.wakeOne();
      },
      rollback: async () => this.#permits.release(events.length, bytes),
    };
  }

  async take(max: number, signal: AbortSignal): Promise<Taken<T> | null> {
    while (this.#queue.size === 0) {
      if (signal.aborted) return null;
      await this.#arrivals.wait(signal);
    }
    const events = this.#queue.shift(max);
    if (this.#queue.size > 0) this.#arrivals.wakeOne();
    this.#taken += events.length;
    return {
      events,
      commit: async () => {
        this.#taken -= events.length;
        this.#permits.release(events.length, this.#sizes.leave(events.length));
      },
      rollback: async () => {
        this.#taken -= events.length;
        this.#queue.unshift(events);
        this.#arrivals.wakeOne();
      },
    };
  }

  async close(): Promise<void> {
    this.#permits.close();
  }
}
