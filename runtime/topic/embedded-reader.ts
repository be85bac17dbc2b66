import type { Codec } from "../codec/codec.ts";
import {
  ComponentError,
  type Context,
  type Declared,
  type Positions,
  type StartAt,
  type TopicBatch,
  type TopicReader,
} from "../component.ts";
import type { Event } from "../event.ts";
import { Failure } from "../failure.ts";
import { FailureLog } from "../failure-log.ts";
import { withOriginal } from "../headers.ts";
import { LogReader, type StoredRecord } from "../log-store/log-reader.ts";
import type { SegmentLog } from "../log-store/segment-log.ts";
import { readEvent } from "../log-store/stored-event.ts";
import { messageOf } from "../message-of.ts";
import type { ConsumerGroup, Member } from "./consumer-group.ts";
import type { Undecodable, UndecodableRecord } from "./undecodable.ts";

/** An open topic as its readers use it. */
export interface ReadableTopic<T> {
  readonly declared: Declared;
  readonly codec: Codec<T>;
  readonly logs: readonly SegmentLog[];
  /** Takes the records that do not decode. */
  readonly poison: Undecodable;
  /** Looks for what another process has written, where this one is not the writer. */
  refresh(): Promise<void>;
  /** Resolves when something may have been appended or dealt out anew, or `signal` is aborted. */
  change(signal: AbortSignal): Promise<void>;
  /** Tells all readers that partitions were dealt out anew. */
  changed(): void;
}

/** Bytes of records after which a read ends, so that large records make small batches: 8 MiB. */
const MOST_READ_BYTES = 8_388_608;

/** What a read gathers. */
interface Gathered<T> {
  readonly events: Event<T>[];
  /** Records that do not decode, and are where they go to. */
  passed: number;
  bytes: number;
}

/** A member of a group on an embedded topic. */
export class EmbeddedReader<T> implements TopicReader<T>, Member {
  readonly #topic: ReadableTopic<T>;
  readonly #group: ConsumerGroup;
  readonly #startAt: StartAt;
  /** By partition that is this reader's. */
  readonly #readers = new Map<number, LogReader>();
  readonly #given: LogReader[] = [];
  #context: Context | null = null;
  #unreadable: FailureLog | null = null;
  #first = 0;

  constructor(topic: ReadableTopic<T>, group: ConsumerGroup, startAt: StartAt) {
    this.#topic = topic;
    this.#group = group;
    this.#startAt = startAt;
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    this.#unreadable = new FailureLog(context);
    await this.#topic.refresh();
    try {
      await this.#group.join(this);
      await this.#group.begin(new Map([...this.#readers].map(([partition, reader]) => [partition, reader.next])));
    } catch (error) {
      throw new ComponentError(this.#topic.declared, messageOf(error), { cause: error });
    }
  }

  assign(partitions: readonly number[]): void {
    for (const [partition, reader] of this.#readers) {
      if (partitions.includes(partition)) continue;
      this.#readers.delete(partition);
      this.#given.push(reader);
    }
    for (const partition of partitions) {
      if (this.#readers.has(partition)) continue;
      this.#readers.set(partition, new LogReader(this.#topic.logs[partition]!, this.#startOf(partition)));
    }
    this.#topic.changed();
  }

  async read(max: number, signal: AbortSignal): Promise<TopicBatch<T> | null> {
    for (;;) {
      await this.#topic.refresh();
      const { events, passed } = await this.#readAvailable(max);
      if (events.length + passed > 0) return { events, positions: this.#positions() };
      if (this.#hasMore()) continue;
      if (signal.aborted) return null;
      await this.#topic.change(signal);
    }
  }

  async commit(positions: Positions): Promise<void> {
    await this.#group.commit(this, positions);
  }

  async rewind(positions?: Positions): Promise<void> {
    for (const [partition, reader] of this.#readers) {
      const position = positions?.get(partition);
      await reader.seek(position === undefined ? this.#startOf(partition) : Number(position));
    }
  }

  async close(): Promise<void> {
    await this.#group.leave(this);
    for (const reader of [...this.#readers.values(), ...this.#given]) await reader.close();
    this.#readers.clear();
  }

  #startOf(partition: number): number {
    const log = this.#topic.logs[partition]!;
    return this.#group.committed(partition) ?? (this.#startAt === "earliest" ? log.start : log.end);
  }

  #hasMore(): boolean {
    return [...this.#readers].some(([partition, reader]) => reader.next < this.#topic.logs[partition]!.end);
  }

  #positions(): Positions {
    return new Map([...this.#readers].map(([partition, reader]) => [partition, String(reader.next)]));
  }

  /**
   * Up to `max`, beginning with another partition each time, so that a busy one does not starve the rest. A partition
   * that cannot be read keeps its place and takes nothing from the others; its error is thrown when they have nothing.
   */
  async #readAvailable(max: number): Promise<Gathered<T>> {
    const gathered: Gathered<T> = { events: [], passed: 0, bytes: 0 };
    const failures: { readonly partition: number; readonly error: unknown }[] = [];
    const partitions = [...this.#readers.keys()];
    this.#first += 1;
    for (let step = 0; step < partitions.length && hasRoom(gathered, max); step++) {
      const partition = partitions[(this.#first + step) % partitions.length]!;
      try {
        await this.#readPartition(partition, max, gathered);
      } catch (error) {
        failures.push({ partition, error });
      }
    }
    const [first] = failures;
    if (first !== undefined && gathered.events.length + gathered.passed === 0) throw first.error;
    for (const { partition, error } of failures) this.#tellUnreadable(partition, error);
    if (first === undefined) this.#unreadable?.succeeded();
    return gathered;
  }

  async #readPartition(partition: number, max: number, gathered: Gathered<T>): Promise<void> {
    const reader = this.#readers.get(partition);
    while (reader !== undefined && hasRoom(gathered, max)) {
      const from = reader.next;
      const had = gathered.events.length;
      try {
        const records = await reader.read(max - had);
        // Dealt out to another reader meanwhile, which reads these records too.
        if (this.#readers.get(partition) !== reader) return;
        if (records.length === 0) return;
        if (records[0]!.offset > from) this.#tellGone(partition, from, records[0]!.offset);
        const undecodable: UndecodableRecord[] = [];
        for (const record of records) {
          gathered.bytes += record.bytes.length;
          const found = this.#decode(partition, record);
          if ("reason" in found) undecodable.push(found);
          else gathered.events.push(found);
        }
        await this.#topic.poison.take(undecodable, this.#context!);
        gathered.passed += undecodable.length;
      } catch (error) {
        // The position moves only with what is handed over.
        gathered.events.length = had;
        await reader.seek(from);
        throw error;
      }
    }
  }

  #decode(partition: number, { offset, bytes }: StoredRecord): Event<T> | UndecodableRecord {
    const { timestamp, key, headers, body } = readEvent(bytes);
    const all = new Map(headers);
    all.set("topic", this.#topic.declared.name);
    all.set("partition", String(partition));
    all.set("offset", String(offset));
    all.set("timestamp", String(timestamp));
    if (key !== null) all.set("key", key);
    const seen = withOriginal(all, headers.original);
    const value = this.#topic.codec.decode(body);
    if (!(value instanceof Failure)) return { body: value, headers: seen };
    return { partition, offset: String(offset), headers: seen, value: Buffer.from(body), reason: value.reason };
  }

  #tellUnreadable(partition: number, error: unknown): void {
    const { name, place } = this.#topic.declared;
    this.#context!.count("failed");
    this.#unreadable!.failed(`cannot read a partition, whose records come once it can be read: ${messageOf(error)}`, {
      topic: name,
      partition,
      place,
    });
  }

  #tellGone(partition: number, from: number, to: number): void {
    this.#context!.count("expired", to - from);
    this.#context!.log.once("expired", "records were given up by the topic's retention before they were read", {
      topic: this.#topic.declared.name,
      partition,
      records: to - from,
      place: this.#topic.declared.place,
    });
  }
}

function hasRoom({ events, bytes }: Gathered<unknown>, max: number): boolean {
  return events.length < max && bytes < MOST_READ_BYTES;
}
