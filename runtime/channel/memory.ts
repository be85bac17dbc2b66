import type { Clock } from "../clock.ts";
import type { Channel, Context, Declared, Put, Taken } from "../component.ts";
import type { Event } from "../event.ts";
import { Arrivals } from "./arrivals.ts";
import { eventsSize } from "./byte-size.ts";
import { Ring } from "./ring.ts";
import { Room } from "./room.ts";

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
  readonly #room: Room;
  readonly #ring = new Ring<Event<T>>();
  readonly #arrivals = new Arrivals();
  /** Sizes are only estimated where they bound something. */
  readonly #sizeOf: (events: readonly Event<T>[]) => number;
  #clock: Clock | null = null;
  #taken = 0;

  constructor(options: MemoryOptions, declared: Declared) {
    const { capacity = 100, transactionCapacity = 100, keepAlive = 3000, byteCapacity = null } = options;
    this.capacity = capacity;
    this.transactionCapacity = Math.min(transactionCapacity, capacity);
    this.#room = new Room(declared.name, { capacity, byteCapacity: byteCapacity ?? Infinity, keepAlive });
    this.#sizeOf = byteCapacity === null ? () => 0 : eventsSize;
  }

  get size(): number {
    return this.#ring.size + this.#taken;
  }

  async open(context: Context): Promise<void> {
    this.#clock = context.clock;
  }

  async put(events: readonly Event<T>[], signal?: AbortSignal): Promise<Put> {
    const bytes = this.#sizeOf(events);
    if (!this.#room.tryClaim(events.length, bytes)) {
      await this.#room.claim(events.length, bytes, this.#clock!, signal?.aborted);
    }
    return {
      commit: async () => {
        this.#ring.push(events);
        this.#arrivals.wakeOne();
      },
      rollback: async () => this.#room.release(events.length, bytes),
    };
  }

  async take(max: number, signal: AbortSignal): Promise<Taken<T> | null> {
    while (this.#ring.size === 0) {
      if (signal.aborted) return null;
      await this.#arrivals.wait(signal);
    }
    const events = this.#ring.shift(max);
    if (this.#ring.size > 0) this.#arrivals.wakeOne();
    this.#taken += events.length;
    return {
      events,
      commit: async () => {
        this.#taken -= events.length;
        this.#room.release(events.length, this.#sizeOf(events));
      },
      rollback: async () => {
        this.#taken -= events.length;
        this.#ring.unshift(events);
        this.#arrivals.wakeOne();
      },
    };
  }

  async close(): Promise<void> {
    this.#room.close();
  }
}
