import { Arrivals } from "../channel/arrivals.ts";
import type { Codec, CodecName } from "../codec/codec.ts";
import { jsonCodec } from "../codec/json.ts";
import { textCodec } from "../codec/text.ts";
import {
  ComponentError,
  type Context,
  type Declared,
  type ReaderOptions,
  type Sink,
  type StartAt,
  type Topic,
  type TopicOrigin,
  type TopicReader,
} from "../component.ts";
import type { Event, Headers } from "../event.ts";
import { originalOf, READER_HEADERS, recordHeaders, withOriginal } from "../headers.ts";
import { type Lock, lock } from "../log-store/directory-lock.ts";
import { RecordWriter } from "../log-store/record-writer.ts";
import { SegmentLog } from "../log-store/segment-log.ts";
import { writeEvent } from "../log-store/stored-event.ts";
import { messageOf } from "../message-of.ts";
import { type Fault, refuseFaults } from "../refuse-faults.ts";
import { ConsumerGroup } from "./consumer-group.ts";
import { EmbeddedReader, type ReadableTopic } from "./embedded-reader.ts";
import { partitionOf } from "./murmur2.ts";
import { expire, type Retention } from "./retention.ts";
import { readTopicMeta, type TopicFiles, topicFiles, writeTopicMeta } from "./topic-files.ts";
import { Undecodable } from "./undecodable.ts";

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
  /** What takes records that do not decode, as they are; null skips them. */
  readonly undecodable?: Sink<Uint8Array> | null;
}

/** How often a reader looks for what another process writes, in ms. */
const LOOK_EVERY = 100;
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
  readonly #arrivals = new Arrivals();
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
    this.codec = codec === "text" ? textCodec(declared.element) : jsonCodec(declared.element);
    this.#options = options;
    this.undecodable = options.undecodable ?? null;
    this.poison = new Undecodable(declared, this.undecodable);
    const { retention = ONE_WEEK, retentionBytes = null } = options;
    this.#retention = { time: retention, bytes: retentionBytes };
  }

  get logs(): readonly SegmentLog[] {
    return this.#opened().logs;
  }

  async open(context: Context): Promise<void> {
    const files = topicFiles(context.dataDir, this.name);
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
      this.#store = { context, files, logs };
    } catch (error) {
      throw new ComponentError(this.declared, messageOf(error), { cause: error });
    }
  }

  async claim(): Promise<void> {
    this.#claimed ??= this.#becomeWriter();
    await this.#claimed;
  }

  async append(events: readonly Event<T>[]): Promise<void> {
    if (!this.#isWriter) await this.claim();
    const { context, logs } = this.#opened();
    const now = context.clock.now();
    const writers = this.#encode(events, now);
    await Promise.all(
      [...writers].map(async ([partition, writer]) => {
        const log = logs[partition]!;
        const segments = log.segments.length;
        await log.append(writer.finish(), writer.count, now);
        if (log.segments.length > segments) await expire(log, this.#retention, now);
      }),
    );
    this.#arrivals.wakeAll();
  }

  reader(group: string, startAt: StartAt, { formerGroup }: ReaderOptions = {}): TopicReader<T> {
    // A reader is made before the topic is open, and its group belongs to the open one.
    const open = (): EmbeddedReader<T> => new EmbeddedReader(this, this.#groupOf(group, formerGroup ?? null), startAt);
    let reader: EmbeddedReader<T> | null = null;
    return {
      open: async (context) => {
        reader = open();
        await reader.open(context);
      },
      read: (max, signal) => reader!.read(max, signal),
      commit: (positions) => reader!.commit(positions),
      rewind: (positions) => reader!.rewind(positions),
      close: async () => reader?.close(),
    };
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
      group = new ConsumerGroup({ name, formerName, files, partitions: logs.length, log: context.log });
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

  #encode(events: readonly Event<T>[], now: number): Map<number, RecordWriter> {
    const partitions = this.logs.length;
    this.#turn = (this.#turn + 1) % partitions;
    const writers = new Map<number, RecordWriter>();
    const faults: Fault[] = [];
    for (let index = 0; index < events.length; index++) {
      const { headers } = events[index]!;
      let key: string | null;
      let body: string;
      try {
        const given = this.#options.key?.(events[index]!.body) ?? headers.get("key") ?? null;
        key = given === null ? null : String(given);
        body = this.codec.encode(events[index]!.body);
      } catch (error) {
        faults.push({ index, error });
        continue;
      }
      const partition = key === null ? this.#turn : partitionOf(key, partitions);
      let writer = writers.get(partition);
      if (writer === undefined) {
        writer = new RecordWriter();
        writers.set(partition, writer);
      }
      const timestamp = timeOf(headers.get("timestamp")) ?? now;
      writeEvent(writer, { timestamp, key, headers: storedHeaders(headers), body });
    }
    refuseFaults(faults);
    return writers;
  }
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
