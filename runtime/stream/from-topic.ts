import { eventsSize } from "../channel/byte-size.ts";
import type { Context, Topic, TopicReader } from "../component.ts";
import type { Event } from "../event.ts";
import { FailureLog } from "../failure-log.ts";
import { messageOf } from "../message-of.ts";
import { contextOf } from "../program/services.ts";
import { type Reading, readerOf } from "../topic/reading.ts";
import type { TopicUser } from "../topic/topic-user.ts";
import type { Input, InputSetting, OpenInput, Share } from "./input.ts";

/** Most records and bytes (256 MiB) in batches under way: what a long downtime left behind comes in several batches. */
const MOST_EVENTS = 1_000_000;
const MOST_BYTES = 268_435_456;
const READ_SIZE = 10_000;

export type FromTopicOptions = Reading & {
  /** Most bytes of records in batches under way, estimated; 256 MiB. What is above it comes in later batches. */
  readonly byteCapacity?: number;
};

/**
 * A topic as the input of a stream, read as a member of a group. A batch has what was there at its time; its
 * positions are committed once its outputs are safe, so that a crash before repeats it.
 */
export function fromTopic<T>(
  topic: Topic<T>,
  { byteCapacity = MOST_BYTES, ...reading }: FromTopicOptions,
): Input<T> & TopicUser {
  return {
    topic,
    reads: true,
    async open(setting) {
      const context = contextOf(setting.services, setting.name);
      const reader = readerOf(topic, reading, context);
      await reader.open(context);
      if (setting.resumeAt !== null) await reader.rewind(setting.resumeAt);
      return new TopicInput(reader, setting, byteCapacity);
    },
  };
}

class TopicInput<T> implements OpenInput<T> {
  readonly ended = false;
  readonly perishable = false;
  readonly unwritten = 0;
  readonly #reader: TopicReader<T>;
  readonly #context: Context;
  readonly #place: string;
  readonly #reading: FailureLog;
  readonly #committing: FailureLog;
  readonly #byteCapacity: number;
  readonly #positions: Map<number, string>;
  /** The partitions that the last read was of. */
  #read: ReadonlySet<number>;
  /** A read has failed, so that the reader may stand elsewhere than behind what it gave. */
  #isLost = false;
  /** Something was read for the batch that is being formed. */
  #hasMoved = false;
  /** In batches under way and in the one that is being formed. */
  #events = 0;
  #bytes = 0;

  constructor(reader: TopicReader<T>, setting: InputSetting, byteCapacity: number) {
    this.#reader = reader;
    this.#context = contextOf(setting.services, setting.name);
    this.#place = setting.place;
    this.#reading = new FailureLog(this.#context);
    this.#committing = new FailureLog(this.#context);
    this.#byteCapacity = byteCapacity;
    this.#positions = new Map(setting.resumeAt ?? []);
    this.#read = new Set(this.#positions.keys());
  }

  start(): void {}

  async share(): Promise<Share<T>> {
    const before = this.#bytes;
    this.#hasMoved = false;
    const events = await this.#readAvailable();
    const hasMoved = this.#hasMoved;
    const bytes = this.#bytes - before;
    const positions = new Map(this.#positions);
    const release = () => {
      this.#events -= events.length;
      this.#bytes -= bytes;
    };
    return {
      events,
      positions,
      commit: async () => {
        release();
        if (hasMoved) await this.#commit(positions);
      },
      rollback: async () => release(),
    };
  }

  async stop(): Promise<void> {}

  close(): Promise<void> {
    return this.#reader.close();
  }

  async #readAvailable(): Promise<Event<T>[]> {
    const events: Event<T>[] = [];
    try {
      await this.#findPlace();
      while (this.#events < MOST_EVENTS && this.#bytes < this.#byteCapacity) {
        const batch = await this.#reader.read(READ_SIZE, AbortSignal.abort());
        if (batch === null) break;
        for (const event of batch.events) events.push(event);
        this.#events += batch.events.length;
        this.#bytes += eventsSize(batch.events);
        for (const [partition, position] of batch.positions) this.#positions.set(partition, position);
        this.#read = new Set(batch.positions.keys());
        this.#hasMoved = true;
      }
    } catch (error) {
      // The records that are missing in this batch come in a later one.
      this.#isLost = true;
      this.#tell(this.#reading, "cannot read the topic", error);
      return events;
    }
    this.#reading.succeeded();
    return events;
  }

  /** After a failure: back behind what the batches have, those that are not committed yet included. */
  async #findPlace(): Promise<void> {
    if (!this.#isLost) return;
    // Of a partition that another member has had meanwhile, the committed position is the newer one.
    await this.#reader.rewind(new Map([...this.#positions].filter(([partition]) => this.#read.has(partition))));
    this.#isLost = false;
  }

  async #commit(positions: ReadonlyMap<number, string>): Promise<void> {
    try {
      await this.#reader.commit(positions);
      this.#committing.succeeded();
    } catch (error) {
      // The outputs are written and cannot be taken back: all that follows is that a restart may repeat them.
      this.#tell(this.#committing, "cannot commit the positions of a batch", error);
    }
  }

  #tell(failing: FailureLog, what: string, error: unknown): void {
    this.#context.count("failed");
    failing.failed(`${what}: ${messageOf(error)}`, { place: this.#place });
  }
}
