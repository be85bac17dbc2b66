import type { Codec } from "../codec/codec.ts";
import type { Context, Declared } from "../contract/context.ts";
import { ComponentError } from "../contract/errors.ts";
import type { Event } from "../contract/event.ts";
import { Failure } from "../contract/failure.ts";
import { messageOf } from "../contract/message-of.ts";
import type { Positions, StartAt, TopicBatch, TopicReader } from "../contract/topic.ts";
import { FailureLog } from "../log/failure-log.ts";
import { LogReader, type StoredRecord } from "../log-store/log-reader.ts";
import type { SegmentLog } from "../log-store/segment-log.ts";
import { readEvent } from "../log-store/stored-event.ts";
import type { ConsumerGroup, Member } from "./consumer-group.ts";
import { StoredHeaders } from "./stored-headers.ts";
import type { Undecodable, UndecodableRecord } from "./undecodable.ts";

/** An open topic as its readers use it. */
export interface ReadableTopic<T> {
  readonly declared: Declared;
  readonly codec: Codec<T>;
  readonly logs: readonly SegmentLog[];
  /** Takes the records that do not decode. */
  readonly poison: Undecodable;
  /** Hears what a reader has read. */
  read(records: number, bytes: number): void;
  /** Looks for what another process has written, where this one is not the writer. */
  refresh(): Promise<void>;
  /** Resolves when something may have been appended or dealt out anew, or `signal` is aborted. */
  change(signal: AbortSignal): Promise<void>;
  /** Tells all readers that partitions were dealt out anew. */
  changed(): void;
}

/** Bytes of records after which a read ends, so that large records make small batches: 8 MiB. */
const MOST_READ_BYTES = 8_388_608;

/** How often a reader looks for what another process writes, in ms. */
export const LOOK_EVERY = 100;

/** How many records a read may have. */
interface Bounds {
  readonly max: number;
  /** Of single partitions. */
  readonly most: ReadonlyMap<number, number> | undefined;
}

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
  #continues = false;
  /** When what another process has written is looked for at the latest. */
  #lookAt = 0;

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
      this.#continues = [...this.#readers.keys()].some((partition) => this.#group.committed(partition) !== null);
      await this.#group.begin(new Map([...this.#readers].map(([partition, reader]) => [partition, reader.next])));
    } catch (error) {
      throw new ComponentError(this.#topic.declared, messageOf(error), { cause: error });
    }
  }

  get continues(): boolean {
    return this.#continues;
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

  async read(max: number, signal: AbortSignal, most?: ReadonlyMap<number, number>): Promise<TopicBatch<T> | null> {
    for (;;) {
      await this.#look();
      const { events, passed, bytes } = await this.#readAvailable({ max, most });
      this.#topic.read(events.length + passed, bytes);
      this.#context!.tally?.("bytes", bytes);
      if (events.length + passed > 0) return { events, positions: this.#positions() };
      if (this.#hasMore(most)) continue;
      if (signal.aborted) return null;
      await this.#topic.change(signal);
    }
  }

  async commit(positions: Positions): Promise<void> {
    await this.#group.commit(this, positions);
  }

  async rewind(positions?: Positions): Promise<void> {
    for (const [partition, reader] of this.#readers) {
      const position = Number(positions?.get(partition) ?? Number.NaN);
      // What a stream keeps may be of before the log lost its end; what its group has committed is not.
      const isThere = position <= this.#topic.logs[partition]!.end;
      await reader.seek(isThere ? position : this.#startOf(partition));
    }
  }

  lag(): ReadonlyMap<number, number> {
    const left = (partition: number, { next }: LogReader) => Math.max(0, this.#topic.logs[partition]!.end - next);
    return new Map([...this.#readers].map(([partition, reader]) => [partition, left(partition, reader)]));
  }

  async close(): Promise<void> {
    await this.#group.leave(this);
    for (const reader of [...this.#readers.values(), ...this.#given]) await reader.close();
    this.#readers.clear();
  }

  /** Where there is more that is known, only now and then: a look at the files costs more than reading a small batch. */
  async #look(): Promise<void> {
    const now = this.#context!.clock.now();
    if (this.#hasMore() && now < this.#lookAt) return;
    this.#lookAt = now + LOOK_EVERY;
    await this.#topic.refresh();
  }

  #startOf(partition: number): number {
    const log = this.#topic.logs[partition]!;
    const committed = this.#group.committed(partition);
    if (committed === null) return this.#startAt === "earliest" ? log.start : log.end;
    if (committed > log.end) this.#tellShort(partition, committed, log.end);
    return Math.min(committed, log.end);
  }

  #hasMore(most?: ReadonlyMap<number, number>): boolean {
    const hasRoom = (partition: number) => (most?.get(partition) ?? 1) > 0;
    return [...this.#readers].some(
      ([partition, reader]) => hasRoom(partition) && reader.next < this.#topic.logs[partition]!.end,
    );
  }

  #positions(): Positions {
    return new Map([...this.#readers].map(([partition, reader]) => [partition, String(reader.next)]));
  }

  /**
   * Up to `max`, beginning with another partition each time, so that a busy one does not starve the rest. A partition
   * that cannot be read keeps its place and takes nothing from the others; its error is thrown when they have nothing.
   */
  async #readAvailable(bounds: Bounds): Promise<Gathered<T>> {
    const gathered: Gathered<T> = { events: [], passed: 0, bytes: 0 };
    const failures: { readonly partition: number; readonly error: unknown }[] = [];
    const partitions = [...this.#readers.keys()];
    this.#first += 1;
    for (let step = 0; step < partitions.length && hasRoom(gathered, bounds.max); step++) {
      const partition = partitions[(this.#first + step) % partitions.length]!;
      try {
        await this.#readPartition(partition, bounds, gathered);
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

  async #readPartition(partition: number, bounds: Bounds, gathered: Gathered<T>): Promise<void> {
    const reader = this.#readers.get(partition);
    const { length } = gathered.events;
    const max = Math.min(bounds.max, length + (bounds.most?.get(partition) ?? Number.POSITIVE_INFINITY));
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
    const stored = readEvent(bytes);
    const headers = new StoredHeaders(stored, {
      topic: this.#topic.declared.name,
      partition: String(partition),
      offset,
    });
    const body = this.#topic.codec.decode(stored.body);
    if (!(body instanceof Failure)) return { body, headers };
    return { partition, offset: String(offset), headers, value: Buffer.from(stored.body), reason: body.reason };
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

  #tellShort(partition: number, committed: number, end: number): void {
    this.#context!.log.error(
      "the end of a partition is gone: what was read is not there any more; reads what comes now",
      {
        topic: this.#topic.declared.name,
        partition,
        read: committed,
        found: end,
        place: this.#topic.declared.place,
      },
    );
  }

  #tellGone(partition: number, from: number, to: number): void {
    this.#context!.count("expired", to - from);
    this.#context!.log.once(
      "expired",
      "records are gone before they were read: the topic's retention has given them up, or they were damaged",
      {
        topic: this.#topic.declared.name,
        partition,
        records: to - from,
        place: this.#topic.declared.place,
      },
    );
  }
}

function hasRoom({ events, bytes }: Gathered<unknown>, max: number): boolean {
  return events.length < max && bytes < MOST_READ_BYTES;
}
