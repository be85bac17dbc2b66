import { crc32 } from "node:zlib";
import type { Codec, CodecName } from "../codec/codec.ts";
import { jsonCodec } from "../codec/json.ts";
import { encoderOf } from "../codec/json-encode.ts";
import { textCodec } from "../codec/text.ts";
import { type Context, type Declared, keptNameOf } from "../contract/context.ts";
import { ComponentError } from "../contract/errors.ts";
import type { Event, Headers } from "../contract/event.ts";
import type { Kept } from "../contract/kept.ts";
import { messageOf } from "../contract/message-of.ts";
import { type Fault, indexesBetween, MOST_ENCODED_BYTES, refuseFaults } from "../contract/refuse-faults.ts";
import type { Sink } from "../contract/sink.ts";
import type { ReaderOptions, StartAt, Topic, TopicOrigin, TopicReader, WrittenBatch } from "../contract/topic.ts";
import { RecordWriter } from "../log-store/record-writer.ts";
import { SegmentLog } from "../log-store/segment-log.ts";
import { writeEvent } from "../log-store/stored-event.ts";
import { type Lock, lock } from "../system/directory-lock.ts";
import { Notifier } from "../system/notifier.ts";
import { originalOf, READER_HEADERS, recordHeaders, withOriginal } from "../value/headers.ts";
import { ConsumerGroup } from "./consumer-group.ts";
import { EmbeddedReader, LOOK_EVERY, type ReadableTopic } from "./embedded-reader.ts";
import { partitionOf } from "./murmur2.ts";
import { expire, type Retention } from "./retention.ts";
import { readTopicMeta, type TopicFiles, topicFiles, writeTopicMeta } from "./topic-files.ts";
import { Undecodable } from "./undecodable.ts";

/** Options of an `embedded` topic. */
export interface EmbeddedOptions<T> {
  /** How many partitions; absent: as many as the topic has, 1 for a new one. */
  readonly partitions?: number;
  /**
   * Events of equal keys go to one partition, in order. Where it is absent or gives null the header `key` is the key;
   * events without one take turns by batches.
   */
  readonly key?: (body: T) => string | number | null;
  /** How bodies are written; absent: text for strings, JSON for the rest. */
  readonly codec?: CodecName;
  /** How long records are kept at least, in ms; null for ever; 7 days. */
  readonly retention?: number | null;
  /** Bytes that a partition keeps at least when older records are given up; null for no bound; null. */
  readonly retentionBytes?: number | null;
  /** Bytes after which a partition begins a new file, the unit in which records are given up; 64 MiB. */
  readonly segmentBytes?: number;
  /** Whether an append waits until the disk has it, and not only the operating system; true. */
  readonly fsync?: boolean;
  /** How long a committed position may wait until it is on the disk, in ms; 0 waits for each; 3 s. */
  readonly commitInterval?: number;
  /** What takes records that do not decode, as they are; null skips them. */
  readonly undecodable?: Sink<Uint8Array> | null;
}

/** As often as `taildir` writes its positions. */
const COMMIT_INTERVAL = 3000;
const ONE_WEEK = 604_800_000;
/** Each has files and a place in memory. A param may say anything, so the declaration cannot bound it. */
const MOST_PARTITIONS = 10_000;

/**
 * A durable, partitioned log below the data directory: Kafka's keys, offsets and consumer groups without a broker.
 * One process writes; others may read meanwhile, as other groups.
 */
export function embedded<T>(options: EmbeddedOptions<T>, declared: Declared): Topic<T> {
  return new EmbeddedTopic(options, declared);
}

/** What is there while the topic is open. */
interface Store {
  readonly context: Context;
  readonly files: TopicFiles;
  readonly logs: readonly SegmentLog[];
  readonly id: string | null;
}

/** Some events of an append, as they are written. */
interface Encoded {
  readonly writers: ReadonlyMap<number, RecordWriter>;
  /** The first that is not among them. */
  readonly end: number;
}

class EmbeddedTopic<T> implements Topic<T>, ReadableTopic<T> {
  readonly name: string;
  readonly declared: Declared;
  readonly origin: TopicOrigin;
  readonly codec: Codec<T>;
  readonly undecodable: Sink<Uint8Array> | null;
  readonly poison: Undecodable;
  readonly #options: EmbeddedOptions<T>;
  readonly #retention: Retention;
  readonly #arrivals = new Notifier();
  readonly #groups = new Map<string, ConsumerGroup>();
  #store: Store | null = null;
  #claimed: Promise<Lock> | null = null;
  #isWriter = false;
  #turn = 0;

  constructor(options: EmbeddedOptions<T>, declared: Declared) {
    this.name = declared.name;
    this.declared = declared;
    this.origin = { kind: "embedded", declared, options };
    const { codec = declared.element.kind === "string" ? "text" : "json" } = options;
    this.codec = codec === "text" ? textCodec(declared.element) : jsonCodec(declared.element, encoderOf(declared));
    this.#options = options;
    this.undecodable = options.undecodable ?? null;
    this.poison = new Undecodable(declared, this.undecodable);
    const { retention = ONE_WEEK, retentionBytes = null } = options;
    this.#retention = { time: retention, bytes: retentionBytes };
  }

  get logs(): readonly SegmentLog[] {
    return this.#opened().logs;
  }

  keepsAt(dataDir: string, group?: string): Kept {
    const files = topicFiles(dataDir, keptNameOf(this.declared));
    return { at: group === undefined ? files.directory : files.group(group) };
  }

  async open(context: Context): Promise<void> {
    const files = topicFiles(context.dataDir, keptNameOf(this.declared));
    try {
      const wanted = this.#options.partitions ?? 1;
      if (!(wanted >= 1 && wanted <= MOST_PARTITIONS)) {
        throw new Error(`it is declared with ${wanted} partitions; it may have 1 to ${MOST_PARTITIONS}`);
      }
      const meta = (await readTopicMeta(files)) ?? (await writeTopicMeta(files, wanted));
      const { partitions = meta.partitions, segmentBytes, fsync } = this.#options;
      if (partitions !== meta.partitions) {
        throw new Error(
          `it is declared with ${partitions} partitions and has ${meta.partitions} in ${files.directory}; ` +
            "keys would move to other partitions, so make the two agree or delete the topic",
        );
      }
      const logs = Array.from({ length: partitions }, (_, partition) => {
        return new SegmentLog(files.partition(partition), { segmentBytes, fsync });
      });
      await Promise.all(logs.map((log) => log.open()));
      this.#store = { context, files, logs, id: meta.id ?? null };
      const byPartition = (name: string, help: string, of: (log: SegmentLog) => number) =>
        context.observe?.({ name, help, by: "partition", read: () => new Map(logs.map((log, key) => [key, of(log)])) });
      byPartition("records", "Records that the topic has.", ({ start, end }) => end - start);
      byPartition("bytes", "What the topic has, in bytes on disk.", ({ bytes }) => bytes);
    } catch (error) {
      throw new ComponentError(this.declared, messageOf(error), { cause: error });
    }
  }

  async identity(): Promise<string | null> {
    return this.#opened().id;
  }

  async claim(): Promise<void> {
    this.#claimed ??= this.#becomeWriter();
    await this.#claimed;
  }

  async append(events: readonly Event<T>[]): Promise<void> {
    this.#turn += 1;
    await this.#append(events, this.#turn, null);
  }

  /** Events without a key go where the batch says, so that they go there again. */
  async appendOnce(events: readonly Event<T>[], batch: WrittenBatch): Promise<void> {
    await this.#append(events, crc32(batch.id), batch);
  }

  async #append(events: readonly Event<T>[], turn: number, batch: WrittenBatch | null): Promise<void> {
    if (!this.#isWriter) await this.claim();
    const { context, logs } = this.#opened();
    const now = context.clock.now();
    for (let start = 0, part = 1; start < events.length; part++) {
      const { writers, end } = this.#encode(events, start, now, turn % logs.length);
      const mark = batch === null ? null : { writer: batch.writer, name: `${batch.id} ${part}` };
      await Promise.all(
        [...writers].map(async ([partition, writer]) => {
          const log = logs[partition]!;
          if (batch !== null && hasPart(log.markOf(batch.writer), batch, part)) return;
          const segments = log.segments.length;
          const bytes = writer.position;
          await log.append(writer.finish(), writer.count, now, mark);
          context.tally?.("in", writer.count);
          context.tally?.("inBytes", bytes);
          if (log.segments.length > segments) await expire(log, this.#retention, now);
        }),
      );
      this.#arrivals.wakeAll();
      start = end;
    }
  }

  reader(group: string, startAt: StartAt, { formerGroup }: ReaderOptions = {}): TopicReader<T> {
    // A reader is made before the topic is open, and its group belongs to the open one.
    const open = (): EmbeddedReader<T> => new EmbeddedReader(this, this.#groupOf(group, formerGroup ?? null), startAt);
    let reader: EmbeddedReader<T> | null = null;
    const given: TopicReader<T> & { continues: boolean } = {
      continues: false,
      open: async (context) => {
        reader = open();
        await reader.open(context);
        given.continues = reader.continues;
      },
      read: (max, signal, most) => reader!.read(max, signal, most),
      commit: (positions) => reader!.commit(positions),
      rewind: (positions) => reader!.rewind(positions),
      lag: () => reader?.lag() ?? new Map(),
      close: async () => reader?.close(),
    };
    return given;
  }

  read(records: number, bytes: number): void {
    const { context } = this.#opened();
    context.tally?.("out", records);
    context.tally?.("outBytes", bytes);
  }

  async refresh(): Promise<void> {
    if (this.#isWriter) return;
    await Promise.all(this.logs.map((log) => log.refresh()));
  }

  async change(signal: AbortSignal): Promise<void> {
    if (this.#isWriter) await this.#arrivals.wait(signal);
    else await this.#opened().context.clock.sleep(LOOK_EVERY, signal);
  }

  changed(): void {
    this.#arrivals.wakeAll();
  }

  async close(): Promise<void> {
    const { logs } = this.#opened();
    await Promise.all(logs.map((log) => log.close()));
    const held = await this.#claimed?.catch(() => null);
    await held?.release();
    this.#store = null;
  }

  #opened(): Store {
    if (this.#store === null) throw new Error(`topic ${this.name} is not open`);
    return this.#store;
  }

  #groupOf(name: string, formerName: string | null): ConsumerGroup {
    let group = this.#groups.get(name);
    if (group === undefined) {
      const { context, files, logs } = this.#opened();
      const { commitInterval = COMMIT_INTERVAL } = this.#options;
      const { place } = this.declared;
      group = new ConsumerGroup({
        ...{ name, formerName, files, partitions: logs.length },
        ...{ commitInterval, context, place },
      });
      this.#groups.set(name, group);
    }
    return group;
  }

  async #becomeWriter(): Promise<Lock> {
    const { context, files, logs } = this.#opened();
    try {
      const held = await lock(files.writerLock);
      for (const [partition, log] of logs.entries()) {
        const torn = await log.claim();
        if (torn > 0) {
          context.log.warn("cut off what a crash had left of an unfinished append", { partition, bytes: torn });
        }
        await expire(log, this.#retention, context.clock.now());
      }
      this.#isWriter = true;
      return held;
    } catch (error) {
      this.#claimed = null;
      throw new ComponentError(this.declared, `cannot write: ${messageOf(error)}`, { cause: error });
    }
  }

  /** The events from `start` to `end`, by partition: all that are left, or as many as may be encoded at a time. */
  #encode(events: readonly Event<T>[], start: number, now: number, turn: number): Encoded {
    const partitions = this.logs.length;
    const writers = new Map<number, RecordWriter>();
    const faults: Fault[] = [];
    let bytes = 0;
    let index = start;
    for (; index < events.length && bytes < MOST_ENCODED_BYTES; index++) {
      const { body, headers } = events[index]!;
      try {
        const given = this.#options.key?.(body) ?? headers.get("key") ?? null;
        const key = given === null ? null : String(given);
        const partition = key === null ? turn : partitionOf(key, partitions);
        let writer = writers.get(partition);
        if (writer === undefined) {
          writer = new RecordWriter();
          writers.set(partition, writer);
        }
        const timestamp = timeOf(headers.get("timestamp")) ?? now;
        const before = writer.position;
        writeEvent(writer, { timestamp, key, headers: storedHeaders(headers), body }, this.codec.write);
        bytes += writer.position - before;
      } catch (error) {
        // Nothing that was encoded with it is appended then.
        faults.push({ index, error });
      }
    }
    refuseFaults(faults, start === 0 ? null : indexesBetween(start, events.length));
    return { writers, end: index };
  }
}

/** Whether a partition has got this part of a batch, or a later one, by what its last mark says. */
function hasPart(mark: string | null, { id }: WrittenBatch, part: number): boolean {
  const [last, parts] = mark?.split(" ") ?? [];
  return last === id && Number(parts) >= part;
}

function timeOf(header: string | undefined): number | null {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : null;
}

/** What a reader was given with a record is not stored again when that is written to another topic. */
function storedHeaders(headers: Headers): Headers {
  if (headers.size === 0) return headers;
  if (headers.original !== undefined) {
    const entries = recordHeaders(headers);
    const last = new Map<string, string>();
    for (const [name, value] of entries) if (value !== null && !READER_HEADERS.has(name)) last.set(name, value);
    return withOriginal(last, originalOf(entries));
  }
  for (const name of headers.keys()) {
    if (READER_HEADERS.has(name)) return new Map([...headers].filter(([other]) => !READER_HEADERS.has(other)));
  }
  return headers;
}
