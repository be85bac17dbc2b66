import type { Channel, Put, Taken } from "../contract/channel.ts";
import type { Context, Declared } from "../contract/context.ts";
import type { Event } from "../contract/event.ts";
import type { Clock } from "../system/clock.ts";
import { Notifier } from "../system/notifier.ts";
import { Permits } from "../system/permits.ts";
import { acquireForPut } from "./acquire-for-put.ts";
import { BatchQueue } from "./batch-queue.ts";
import { eventsSize } from "./byte-size.ts";

/** Options of a `memory` channel; numbers in comments are defaults. */
export interface MemoryOptions {
  /** Most events that it holds, those claimed or taken and not yet given up included; 100. */
  readonly capacity?: number;
  /** Most events of one put by a source or take by a sink; 100. */
  readonly transactionCapacity?: number;
  /** Longest wait for room, in ms; 3000. */
  readonly keepAlive?: number;
  /** Most bytes of bodies and headers that it holds, estimated; no bound but `capacity` when absent or null. */
  readonly byteCapacity?: number | null;
}

/** A channel in memory: fast, and lost with the process. */
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
  /** Sizes are only estimated where they bound something. */
  readonly #sizeOf: (events: readonly Event<T>[]) => number;
  #clock: Clock | null = null;
  #taken = 0;

  constructor(options: MemoryOptions, declared: Declared) {
    const { capacity = 100, transactionCapacity = 100, keepAlive = 3000, byteCapacity = null } = options;
    this.capacity = capacity;
    this.transactionCapacity = Math.min(transactionCapacity, capacity);
    this.#name = declared.name;
    this.#permits = new Permits({ elements: capacity, bytes: byteCapacity ?? Infinity, patience: keepAlive });
    this.#sizeOf = byteCapacity === null ? () => 0 : eventsSize;
  }

  get size(): number {
    return this.#queue.size + this.#taken;
  }

  async open(context: Context): Promise<void> {
    this.#clock = context.clock;
  }

  async put(events: readonly Event<T>[], signal?: AbortSignal): Promise<Put> {
    const bytes = this.#sizeOf(events);
    if (!this.#permits.tryAcquire(events.length, bytes)) {
      await acquireForPut(this.#permits, this.#name, { events: events.length, bytes }, this.#clock!, signal);
    }
    return {
      commit: async () => {
        this.#queue.push(events);
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
        this.#permits.release(events.length, this.#sizeOf(events));
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
