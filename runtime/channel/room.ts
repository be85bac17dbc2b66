import type { Clock } from "../clock.ts";
import { ChannelFullError } from "../component.ts";

interface Claim {
  readonly events: number;
  readonly bytes: number;
  /** When it is refused, in ms. */
  readonly deadline: number;
  granted(): void;
  refused(): void;
}

/**
 * The free places of a bounded channel. Claims are granted in the order in which they were made, so that a large one
 * is not starved by small ones. Flume's memory channel counts its transaction's puts minus takes at commit; here the
 * room is claimed at put, which is what lets a fan-out claim everywhere before it commits anywhere.
 */
export class Room {
  readonly #channel: string;
  readonly #capacity: number;
  readonly #byteCapacity: number;
  readonly #keepAlive: number;
  readonly #waiting: Claim[] = [];
  #events = 0;
  #bytes = 0;
  /** One for all that wait, and left as it is when they are granted: most waits are far shorter than the keep-alive. */
  #cancelTimer: (() => void) | null = null;

  /** `keepAlive` in ms: how long a claim waits before it is refused. */
  constructor(channel: string, limits: { capacity: number; byteCapacity: number; keepAlive: number }) {
    this.#channel = channel;
    this.#capacity = limits.capacity;
    this.#byteCapacity = limits.byteCapacity;
    this.#keepAlive = limits.keepAlive;
  }

  /** Places taken or claimed. */
  get used(): number {
    return this.#events;
  }

  /** Takes room at once where there is some and nobody waits for it; says whether it did. */
  tryClaim(events: number, bytes: number): boolean {
    if (this.#waiting.length > 0 || !this.#fits(events, bytes)) return false;
    this.#events += events;
    this.#bytes += bytes;
    return true;
  }

  /** Resolves when the room is this caller's; rejects with ChannelFullError after the keep-alive, or at once for `now`. */
  async claim(events: number, bytes: number, clock: Clock, now = false): Promise<void> {
    if (this.tryClaim(events, bytes)) return;
    if (events > this.#capacity || bytes > this.#byteCapacity) {
      throw new Error(
        `${events} events of ${bytes} bytes at once never fit into channel ${this.#channel}, ` +
          `whose capacity is ${this.#capacity} events${this.#byteCapacity === Infinity ? "" : ` and ${this.#byteCapacity} bytes`}; ` +
          "raise its capacity, or put fewer at a time",
      );
    }
    if (now) throw new ChannelFullError(this.#channel, 0);
    await new Promise<void>((resolve, reject) => {
      const refused = () => reject(new ChannelFullError(this.#channel, this.#keepAlive));
      this.#waiting.push({ events, bytes, deadline: clock.now() + this.#keepAlive, granted: resolve, refused });
      this.#watch(clock);
    });
  }

  /** Refuses those who wait. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const claim of this.#waiting.splice(0)) claim.refused();
  }

  release(events: number, bytes: number): void {
    this.#events -= events;
    this.#bytes -= bytes;
    this.#grant();
  }

  /** Fills a channel that is opened with what it held before; it may hold more than its capacity then. */
  restore(events: number): void {
    this.#events += events;
  }

  #watch(clock: Clock): void {
    const [first] = this.#waiting;
    if (first === undefined || this.#cancelTimer !== null) return;
    this.#cancelTimer = clock.at(first.deadline, () => {
      this.#cancelTimer = null;
      // All wait equally long, so that the first to come is the first to be refused.
      while ((this.#waiting[0]?.deadline ?? Number.POSITIVE_INFINITY) <= clock.now()) this.#waiting.shift()!.refused();
      this.#grant();
      this.#watch(clock);
    });
  }

  #fits(events: number, bytes: number): boolean {
    return this.#events + events <= this.#capacity && this.#bytes + bytes <= this.#byteCapacity;
  }

  #grant(): void {
    for (
      let next = this.#waiting[0];
      next !== undefined && this.#fits(next.events, next.bytes);
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#events += next.events;
      this.#bytes += next.bytes;
      next.granted();
    }
  }
}
