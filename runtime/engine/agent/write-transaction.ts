import type { Channel, Taken } from "../../contract/channel.ts";
import type { Event } from "../../contract/event.ts";
import type { Pull } from "../../contract/sink.ts";
import type { ChannelProbe } from "../probe/channel-probe.ts";
import { probeOf } from "../probe/probe-of.ts";

/** What one write of a sink has taken from its channel, at its beginning and on its way: given up together. */
export class WriteTransaction<T> {
  readonly #channel: Channel<T>;
  readonly #probe: ChannelProbe | null;
  readonly #taken: Taken<T>[];
  readonly #max: number;
  readonly #now: AbortSignal;
  #asked: Promise<unknown> = Promise.resolve();
  #ended = false;

  /** `max` bounds the events of all takes. `now` is aborted: it asks for what is there, without a wait. */
  constructor(channel: Channel<T>, first: Taken<T>, max: number, now: AbortSignal) {
    this.#channel = channel;
    this.#probe = probeOf(channel);
    this.#taken = [first];
    this.#max = max;
    this.#now = now;
  }

  get count(): number {
    return this.#taken.reduce((count, { events }) => count + events.length, 0);
  }

  /** What it began with. */
  get first(): readonly Event<T>[] {
    return this.#taken[0]!.events;
  }

  /** All events, in order; from here on it takes no more. */
  async all(): Promise<readonly Event<T>[]> {
    await this.#end();
    return this.#taken.flatMap(({ events }) => events);
  }

  readonly pull: Pull<T> = (read) => {
    const asked = this.#takeMore(read);
    this.#asked = asked.catch(() => {});
    return asked;
  };

  async commit(): Promise<void> {
    await this.#end();
    for (const taken of this.#taken) {
      await taken.commit();
      this.#probe?.left(taken.events);
    }
  }

  async rollback(): Promise<void> {
    await this.#end();
    // The last ones first, as each goes back to the head.
    for (const taken of this.#taken.toReversed()) await taken.rollback();
  }

  async #takeMore<Read>(read: (events: readonly Event<T>[]) => Read | null): Promise<Read | null> {
    const room = this.#max - this.count;
    if (this.#ended || room <= 0) return null;
    const next = await this.#channel.take(room, this.#now);
    if (next === null) return null;
    const made = this.#ended ? null : attempt(() => read(next.events));
    if (made === null) await next.rollback();
    else this.#taken.push(next);
    return made;
  }

  /** A write may fail while it asks for more: that take is over, too, before any is given up. */
  async #end(): Promise<void> {
    this.#ended = true;
    await this.#asked;
  }
}

/** Null where it throws: events that are wrong are to fail a write of their own. */
function attempt<Result>(make: () => Result | null): Result | null {
  try {
    return make();
  } catch {
    return null;
  }
}
