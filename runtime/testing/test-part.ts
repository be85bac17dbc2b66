/** Sources, channels and sinks for `test` blocks: fed by the test, seen by it, and joined to nothing outside. */
import { memory } from "../channel/memory.ts";
import type { Channel, Put } from "../contract/channel.ts";
import type { Context, Declared } from "../contract/context.ts";
import { PoisonedEventError } from "../contract/errors.ts";
import { type Event, event } from "../contract/event.ts";
import { messageOf } from "../contract/message-of.ts";
import type { Sink } from "../contract/sink.ts";
import type { Source } from "../contract/source.ts";
import type { Input, OpenInput } from "../engine/stream/input.ts";
import { eventsOf } from "../engine/stream/rate/slice-limit.ts";
import { placeOf } from "../log/place.ts";
import { Notifier } from "../system/notifier.ts";

/** More than a test has: nothing is split or held back. */
const MOST = 1_000_000;

/** What `given` can feed. */
export interface Fed {
  feed(events: readonly Event[]): Promise<void>;
}

/** What `expect` can look at. */
export interface Seen {
  /** What the program sent here since the test began. */
  readonly events: readonly Event[];
}

/** A batch that a stream had for one of its outputs. */
export interface SeenBatch {
  readonly time: number;
  readonly elements: readonly unknown[];
}

/** In the place of a source of an agent. */
export function testSource<T>(_declared: Declared): Source<T> & Fed {
  let waiting: Event<T>[] = [];
  let arrivals = new Notifier();
  let context: Context | null = null;
  /** The failure of the last put, which is tried again; null when it worked. */
  let told: string | null = null;
  return {
    async feed(events) {
      waiting.push(...(events as readonly Event<T>[]));
      arrivals.wakeAll();
    },
    async open(opening) {
      told = null;
      waiting = [];
      arrivals = new Notifier();
      context = opening;
    },
    async run(output) {
      const { draining, log } = context!;
      while (!draining.aborted) {
        const events = waiting;
        if (events.length > 0) {
          try {
            await output.put(events);
          } catch (error) {
            // A source that stops is told by its agent; anything else is tried again, and is a trouble of the test.
            const message = messageOf(error);
            const isTold = error instanceof PoisonedEventError || message === told;
            if (!isTold) log.error(message, { place: placeOf(error) ?? "" });
            told = message;
            throw error;
          }
          told = null;
          waiting = waiting.slice(events.length);
        } else await arrivals.wait(draining);
      }
    },
    async close() {},
  };
}

/** In the place of a source of a stream: what it is fed is in the next batch. */
export function testInput<T>(_declared: Declared): Input<T> & Fed {
  let waiting: Event<T>[] = [];
  const opened: OpenInput<T> = {
    ended: false,
    isBehind: false,
    isCaughtUp: false,
    perishable: false,
    unwritten: 0,
    start() {},
    async nextSlice(limit) {
      const events = limit === undefined ? waiting : waiting.slice(0, eventsOf(limit));
      waiting = waiting.slice(events.length);
      return { events, position: null, async commit() {}, async rollback() {} };
    },
    async stop() {},
    async close() {},
  };
  return {
    async feed(events) {
      waiting.push(...(events as readonly Event<T>[]));
    },
    async open() {
      waiting = [];
      return opened;
    },
  };
}

/** In the place of a channel, whatever its kind: one in memory that is never full. */
export function testChannel<T>(declared: Declared): Channel<T> & Fed & Seen {
  let channel = memory<T>({ capacity: MOST, transactionCapacity: MOST }, declared);
  let sent: Event[] = [];
  return {
    capacity: MOST,
    transactionCapacity: MOST,
    get size() {
      return channel.size;
    },
    get events() {
      return sent;
    },
    async feed(given) {
      const put = await channel.put(given as readonly Event<T>[]);
      await put.commit();
    },
    async open(context) {
      channel = memory<T>({ capacity: MOST, transactionCapacity: MOST }, declared);
      sent = [];
      await channel.open(context);
    },
    async put(events): Promise<Put> {
      const put = await channel.put(events);
      return {
        rollback: () => put.rollback(),
        async commit() {
          sent.push(...events);
          await put.commit();
        },
      };
    },
    take: (max, signal) => channel.take(max, signal),
    close: () => channel.close(),
  };
}

/** In the place of a sink: keeps what it is sent. */
export function testSink<T>(_declared: Declared): Sink<T> & Seen & { readonly batches: readonly SeenBatch[] } {
  let sent: Event[] = [];
  let batches: SeenBatch[] = [];
  let count: Context["count"] = () => {};
  return {
    batchSize: MOST,
    get events() {
      return sent;
    },
    get batches() {
      return batches;
    },
    async open(context) {
      sent = [];
      batches = [];
      count = context.count;
    },
    async write(events) {
      sent.push(...events);
      count("seen", events.length);
    },
    async writeBatch(elements, time) {
      for (const element of elements) sent.push(event(element));
      batches.push({ time, elements });
      count("seen");
    },
    async close() {},
  };
}
