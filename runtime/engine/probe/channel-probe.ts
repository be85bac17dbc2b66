import { eventsSize } from "../../channel/byte-size.ts";
import type { Context } from "../../contract/context.ts";
import type { Event } from "../../contract/event.ts";
import { elapsed } from "../../system/clock.ts";
import { Ages } from "./ages.ts";
import type { Port } from "./port.ts";

/**
 * Hears from the agents and streams that use a channel what passes it: they wait for its puts, takes and commits anyway,
 * and another promise around each would cost more than to count.
 */
export class ChannelProbe {
  readonly #ages = new Ages();
  readonly #port: Port;

  constructor(port: Port) {
    this.#port = port;
  }

  /** The channel is open, and has so many events from before: nobody knows their bytes. */
  opened(events: number, { observe }: Context): void {
    this.#ages.entered(events, 0);
    const help = "How long the event that came first has been in the channel.";
    observe?.({ name: "oldestSeconds", help, read: () => this.#ages.oldest() });
  }

  /** When something begins that is told of later. */
  now(): number {
    return elapsed();
  }

  /** A put that began at `began` has its room, or was refused. */
  waited(began: number): void {
    this.#port.count("seconds", (elapsed() - began) / 1000);
  }

  /** A put was committed. */
  entered(events: readonly Event[]): void {
    const bytes = estimatedBytes(events);
    this.#port.count("in", events.length);
    this.#port.count("inBytes", bytes);
    this.#port.show(events);
    this.#ages.entered(events.length, bytes);
  }

  /** A take was committed. */
  left(events: readonly Event[]): void {
    this.#port.count("out", events.length);
    this.#port.count("outBytes", this.#ages.left(events.length));
  }
}

/** Every event as large as the one in the middle: to measure each would cost more than to move it. */
function estimatedBytes(events: readonly Event[]): number {
  const middle = events[events.length >> 1];
  return middle === undefined ? 0 : events.length * eventsSize([middle]);
}
