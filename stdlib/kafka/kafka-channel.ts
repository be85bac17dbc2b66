import type { Channel, Put, Taken } from "../../runtime/contract/channel.ts";
import { type Context, type Declared, keptNameOf } from "../../runtime/contract/context.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { Failure } from "../../runtime/contract/failure.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { t } from "../../runtime/contract/schema.ts";
import type { Topic, TopicBatch, TopicReader } from "../../runtime/contract/topic.ts";
import { FailureLog } from "../../runtime/log/failure-log.ts";
import { abortController } from "../../runtime/system/abort.ts";
import { backOff } from "../../runtime/system/back-off.ts";
import { Notifier } from "../../runtime/system/notifier.ts";
import { type EventCodec, eventCodec } from "./channel/event-codec.ts";
import { type Part, type Place, Reads } from "./channel/reads.ts";
import { kafka as kafkaTopic } from "./kafka.ts";
import { type KafkaOptions, kafkaDefaults } from "./kafka-channel.options.ts";
import type { RecordHeaders } from "./record-headers.ts";

/** Events and bytes that may be read and not done; a sink that hangs holds back the positions of all that come behind. */
const MOST_EVENTS = 100_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** How long a sink that drains waits for what was put and was not read yet, in ms, and how often it looks. */
const PATIENCE = 5_000;
const LOOK = 10;

/** After so many of its sessions a reader that was killed has no partitions any more. */
const SESSIONS = 1.5;

/** How often it is asked what other readers of the group have not read, in ms. */
const LOOK_ELSEWHERE = 1000;

/** See `kafka-channel.flow`. */
export function kafka<T>(options: KafkaOptions, declared: Declared): Channel<T> {
  return new KafkaChannel<T>({ ...kafkaDefaults, ...options }, declared);
}

/** What is there while the channel is open. */
interface Opened {
  readonly context: Context;
  readonly topic: Topic<Uint8Array>;
  readonly reader: TopicReader<Uint8Array>;
  readonly failing: FailureLog;
}

/**
 * A topic of bytes and one reader of a group. One loop reads ahead and puts what it gets into `#reads`, from which sinks
 * take and to which they give back. Where reading or committing fails, all that is not done is forgotten and read again
 * from what the group has: that repeats events, and loses none.
 */
class KafkaChannel<T> implements Channel<T> {
  readonly capacity = Number.MAX_SAFE_INTEGER;
  readonly transactionCapacity: number;
  readonly durable = true;
  readonly #settings: Required<KafkaOptions>;
  readonly #declared: Declared;
  readonly #codec: EventCodec<T>;
  readonly #reads = new Reads<T>();
  readonly #arrivals = new Notifier();
  /** There may be room to read ahead. */
  readonly #changes = new Notifier();
  readonly #closing = abortController();
  /** Signals that were not aborted at an earlier take: whoever takes with them drains now, and does not only ask for more. */
  readonly #draining = new WeakSet<AbortSignal>();
  #interrupt = abortController();
  #mustRewind = false;
  #reading: Promise<void> = Promise.resolve();
  #opened: Opened | null = null;

  constructor(settings: Required<KafkaOptions>, declared: Declared) {
    this.transactionCapacity = settings.transactionCapacity;
    this.#settings = settings;
    this.#declared = declared;
    this.#codec = eventCodec(declared, settings.parseAsFlumeEvent);
  }

  get size(): number {
    return this.#reads.size + (this.#opened?.reader.unread ?? 0);
  }

  async open(context: Context): Promise<void> {
    const { parseAsFlumeEvent: _, transactionCapacity: __, group, topic: name, ...cluster } = this.#settings;
    const own = [context.program, keptNameOf(this.#declared)].filter((part) => part !== "").join(".");
    const declared = { name: this.#declared.name, place: this.#declared.place, element: t.bytes };
    const topic = kafkaTopic<Uint8Array>({ ...cluster, topic: name ?? own }, declared);
    await topic.open(context);
    const reader = topic.reader(group ?? own, "earliest");
    try {
      await reader.open(context);
    } catch (error) {
      await topic.close();
      throw error;
    }
    this.#opened = { context, topic, reader, failing: new FailureLog(context, () => this.size) };
    this.#reading = this.#readAhead(this.#opened);
  }

  async put(events: readonly Event<T>[]): Promise<Put> {
    const { topic } = this.#open();
    const records = events.map((one) => this.#codec.encode(one));
    return { commit: () => topic.append(records), rollback: async () => {} };
  }

  async take(max: number, signal: AbortSignal): Promise<Taken<T> | null> {
    if (!signal.aborted) this.#draining.add(signal);
    for (;;) {
      const parts = this.#reads.take(max);
      if (parts !== null) return this.#taken(parts);
      if (!signal.aborted) await this.#arrivals.wait(signal);
      else if (!this.#draining.has(signal) || !(await this.#hasMore())) return null;
    }
  }

  async close(): Promise<void> {
    const { reader, topic } = this.#open();
    this.#closing.abort();
    this.#interrupt.abort();
    this.#changes.wakeAll();
    await this.#reading;
    await reader.close();
    await topic.close();
  }

  #open(): Opened {
    if (this.#opened === null) throw new Error(`channel ${this.#declared.name} is not open`);
    return this.#opened;
  }

  #taken(parts: readonly Part<T>[]): Taken<T> {
    if (this.#reads.hasWaiting) this.#arrivals.wakeOne();
    else this.#changes.wakeAll();
    return {
      events: parts.length === 1 ? parts[0]!.events : parts.flatMap(({ events }) => events),
      commit: async () => {
        const positions = this.#reads.done(parts);
        this.#changes.wakeAll();
        if (positions !== null) await this.#commit(positions);
      },
      rollback: async () => {
        this.#reads.giveBack(parts);
        this.#arrivals.wakeOne();
      },
    };
  }

  /** Commits positions. What lies behind one that the group does not take is read again, and the log says so. */
  async #commit(positions: TopicBatch<unknown>["positions"]): Promise<void> {
    const { reader } = this.#open();
    try {
      await reader.commit(positions);
    } catch (error) {
      this.#mustRewind = true;
      this.#interrupt.abort();
      this.#changes.wakeAll();
      throw error;
    }
  }

  /**
   * Whether events that were put before now are left to take: waits until they are read. A program that is to stop leaves
   * to the next start what it has no answer about. Any other waits for what its reader has, and as long as a session lasts
   * for what others have: a reader that was killed has its partitions until then, and then they come here.
   */
  async #hasMore(): Promise<boolean> {
    const { context, reader } = this.#open();
    const { clock, draining, log } = context;
    const expired = clock.now() + SESSIONS * this.#settings.sessionTimeout;
    const mayTakeOver = () => !draining.aborted && clock.now() < expired;
    while (!this.#closing.signal.aborted) {
      try {
        await reader.lookAhead?.();
        if (await this.#arrives(reader, clock)) return true;
        const others = mayTakeOver() ? ((await reader.countElsewhere?.()) ?? 0) : 0;
        if (others === 0 && (draining.aborted || (reader.unread ?? 0) === 0)) return false;
      } catch (error) {
        const next = draining.aborted ? "; the next start reads it" : ", and asks again";
        log.once("left", `cannot look up what is left in the topic${next}: ${messageOf(error)}`);
        if (draining.aborted) return false;
      }
      await clock.sleep(LOOK_ELSEWHERE, draining);
    }
    return false;
  }

  /** Whether what is known to be in the topic has come before long. */
  async #arrives(reader: TopicReader<Uint8Array>, clock: Context["clock"]): Promise<boolean> {
    const late = clock.now() + PATIENCE;
    let wasEmpty = false;
    while (!this.#reads.hasWaiting) {
      const isEmpty = (reader.unread ?? 0) === 0;
      // Twice: between a read and its arrival here a turn may pass.
      if ((isEmpty && wasEmpty) || clock.now() >= late) return false;
      wasEmpty = isEmpty;
      await clock.sleep(LOOK);
    }
    return true;
  }

  async #readAhead(opened: Opened): Promise<void> {
    const { context, reader, failing } = opened;
    const { signal: closing } = this.#closing;
    while (!closing.aborted) {
      try {
        if (this.#mustRewind) await this.#rewind(reader);
        const batch = await reader.read(this.transactionCapacity, this.#interrupt.signal);
        failing.succeeded();
        if (batch === null || this.#mustRewind) continue;
        const positions = this.#accept(batch, context);
        if (positions !== null) await this.#commit(positions);
      } catch (error) {
        if (closing.aborted) return;
        this.#mustRewind = true;
        const again = backOff(failing.tries + 1);
        context.count("failed");
        failing.failed(messageOf(error), { place: this.#declared.place, again: `${again}ms` });
        await context.clock.sleep(again, closing);
      }
      while (!closing.aborted && !this.#mustRewind && this.#isFull()) await this.#changes.wait(closing);
    }
  }

  async #rewind(reader: TopicReader<Uint8Array>): Promise<void> {
    this.#interrupt = abortController();
    if (this.#closing.signal.aborted) this.#interrupt.abort();
    this.#reads.forget();
    this.#mustRewind = false;
    try {
      await reader.rewind();
    } catch (error) {
      this.#mustRewind = true;
      throw error;
    }
  }

  /** Takes in what was read; gives the positions that may be committed at once. */
  #accept(
    { events, positions }: TopicBatch<Uint8Array>,
    { count, log }: Context,
  ): TopicBatch<unknown>["positions"] | null {
    const decoded: Event<T>[] = [];
    const places: Place[] = [];
    let bytes = 0;
    for (const record of events) {
      const one = this.#codec.decode(record);
      bytes += record.body.length;
      if (!(one instanceof Failure)) {
        decoded.push(one);
        places.push(record.headers as RecordHeaders);
      } else {
        count("undecodable");
        log.once("undecodable", `skipped a record that is not an event of this channel: ${one.reason}`, {
          partition: record.headers.get("partition"),
          offset: record.headers.get("offset"),
        });
      }
    }
    const commitable = this.#reads.add({ events: decoded, places, positions, bytes });
    this.#arrivals.wakeOne();
    return commitable;
  }

  #isFull(): boolean {
    return this.#reads.hasWaiting || this.#reads.size >= MOST_EVENTS || this.#reads.bytes >= MOST_BYTES;
  }
}
