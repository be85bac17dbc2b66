import { encoderOf } from "../../runtime/codec/json-encode.ts";
import { type Context, type Declared, keptNameOf } from "../../runtime/contract/context.ts";
import { ComponentError, RejectedEventError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { type Fault, indexesBetween, MOST_ENCODED_BYTES, refuseFaults } from "../../runtime/contract/refuse-faults.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import type { ReaderOptions, StartAt, Topic, TopicOrigin, TopicReader } from "../../runtime/contract/topic.ts";
import { FailureLog } from "../../runtime/log/failure-log.ts";
import { backOff } from "../../runtime/system/back-off.ts";
import { withTimeLimit } from "../../runtime/system/time-limit.ts";
import { Undecodable } from "../../runtime/topic/undecodable.ts";
import type { Chunk } from "./backlog.ts";
import { type BodyCodec, bodyCodec } from "./body-codec.ts";
import { connectionOf } from "./connection.ts";
import { type KafkaOptions, kafkaDefaults } from "./kafka.options.ts";
import { connectKafka } from "./kafkajs/connect.ts";
import { type Partitioner, partitioner } from "./partitioner.ts";
import { type Connection, type FetchedBatch, type Kafka, KafkaError, type NewRecord, type Producer } from "./port.ts";
import { prepareTopic } from "./prepare-topic.ts";
import { KafkaReader } from "./reader.ts";
import { toChunk, toRecord } from "./records.ts";
import { RecordRefused, SendQueues } from "./send-queues.ts";
import { orConverted, toComponentError } from "./to-component-error.ts";

/** A program that cannot reach its cluster says so within this time, in ms. */
const START_LIMIT = 10_000;

/** How often a reader that drains looks whether it is closed, in ms. */
const LOOK_EVERY = 100;

/** How long `close` waits for the cluster, in ms. */
const CLOSE_LIMIT = 5_000;

type Settings<T> = Required<KafkaOptions<T>>;

/** See `kafka.flow`. */
export function kafka<T>(options: KafkaOptions<T>, declared: Declared): Topic<T> {
  return new KafkaTopic({ ...kafkaDefaults, ...options }, declared);
}

class KafkaTopic<T> implements Topic<T> {
  readonly name: string;
  readonly origin: TopicOrigin;
  readonly #settings: Settings<T>;
  readonly #declared: Declared;
  /** Name in the cluster. */
  readonly #topic: string;
  readonly #codec: BodyCodec<T>;
  readonly #queues: SendQueues;
  readonly undecodable: Sink<Uint8Array> | null;
  readonly #poison: Undecodable;
  #context!: Context;
  #connection!: Connection;
  #cluster!: Kafka;
  #partitioner!: Partitioner;
  /** As many as the partitioner knows. */
  #partitions = 0;
  #producer: Promise<Producer> | null = null;
  /** While it opens, an error says it all. */
  #opened = false;

  constructor(settings: Settings<T>, declared: Declared) {
    const codec = bodyCodec<T>(declared.element, settings.codec, encoderOf(declared));
    if (codec === null) {
      throw new ComponentError(declared, `codec "text" does not fit: a ${declared.element.kind} has no plain text`);
    }
    this.name = declared.name;
    this.origin = { kind: "kafka", declared, options: settings };
    this.#settings = settings;
    this.#declared = declared;
    this.#topic = settings.topic ?? keptNameOf(declared);
    this.#codec = codec;
    this.undecodable = settings.undecodable;
    this.#poison = new Undecodable(declared, settings.undecodable);
    this.#queues = new SendQueues((partition, records) => this.#send(partition, records), settings.batchSize);
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    this.#connection = await connectionOf(this.#settings, this.#declared, context.program);
    let trouble = "nothing";
    this.#cluster = connectKafka(this.#connection, context.clock, (cause, message) => {
      if (this.#opened) context.log.once(cause, `topic ${this.#topic}: ${message}`, { place: this.#declared.place });
      else trouble = message;
    });
    const count = await orConverted(
      withTimeLimit(
        context.clock,
        START_LIMIT,
        prepareTopic(this.#cluster, this.#topic, this.#settings, this.#declared, context),
        () => {
          throw new KafkaError("unreachable", `not ready within ${START_LIMIT / 1000} s; heard last: ${trouble}`);
        },
      ),
      (error) => this.#toComponentError(error),
    );
    this.#partitioner = partitioner(count, Math.floor(context.clock.now()) % count);
    this.#partitions = count;
    this.#opened = true;
  }

  async append(events: readonly Event<T>[]): Promise<void> {
    for (let start = 0; start < events.length; ) start = await this.#appendFrom(start, events);
  }

  /** Sends the events from `start`, as many as may be encoded at a time; gives the first that is left. */
  async #appendFrom(start: number, events: readonly Event<T>[]): Promise<number> {
    const encoded = this.#encode(events, start);
    const byPartition = [...encoded.byPartition];
    const results = await Promise.allSettled(
      byPartition.map(([partition, { records }]) => this.#queues.append(partition, records)),
    );
    const refused: RecordRefused[] = [];
    const indexes: number[] = [];
    const unwritten: number[] = [];
    for (const [at, result] of results.entries()) {
      if (result.status === "fulfilled") continue;
      if (!(result.reason instanceof RecordRefused)) throw this.#toComponentError(result.reason);
      refused.push(result.reason);
      const left = byPartition[at]![1].indexes.slice(result.reason.written);
      indexes.push(left[0]!);
      unwritten.push(...left);
    }
    const [first] = refused;
    if (first === undefined) return encoded.end;
    unwritten.push(...indexesBetween(encoded.end, events.length));
    const reasons = refused.map(({ cause }) => this.#toComponentError(cause).message);
    throw new RejectedEventError(reasons[0]!, indexes, { unwritten, reasons, cause: first.cause });
  }

  #encode(events: readonly Event<T>[], start: number): Encoded {
    const { key: keyOf } = this.#settings;
    const byPartition = new Map<number, PartitionRecords>();
    const faults: Fault[] = [];
    let keyless: PartitionRecords | undefined;
    let bytes = 0;
    let index = start;
    for (; index < events.length && bytes < MOST_ENCODED_BYTES; index++) {
      const event = events[index]!;
      let record: NewRecord;
      try {
        record = toRecord(event, keyOf(event.body), this.#codec);
      } catch (error) {
        faults.push({ index, error });
        continue;
      }
      let target: PartitionRecords;
      if (record.key === null) {
        // They fill one request, then the next partition has its turn.
        if (keyless === undefined || keyless.records.length >= this.#settings.batchSize)
          keyless = recordsOf(byPartition, this.#partitioner.next());
        target = keyless;
      } else {
        target = recordsOf(byPartition, this.#partitioner.ofKey(record.key));
      }
      target.records.push(record);
      target.indexes.push(index);
      bytes += record.value?.length ?? 0;
    }
    refuseFaults(faults, start === 0 ? null : indexesBetween(start, events.length));
    return { byPartition, end: index };
  }

  reader(group: string, startAt: StartAt, { formerGroup, exclusive }: ReaderOptions = {}): TopicReader<T> {
    return new KafkaReader<T>({
      declared: this.#declared,
      topic: this.#topic,
      group,
      formerGroup: formerGroup ?? null,
      startAt,
      exclusive: exclusive ?? false,
      sessionTimeout: this.#settings.sessionTimeout,
      commitInterval: this.#settings.commitInterval,
      metadataMaxAge: this.#settings.metadataMaxAge,
      kafka: () => this.#cluster,
      decode: (batch, context, isOver) => this.#decode(batch, context, isOver),
      toError: (error) => this.#toComponentError(error),
    });
  }

  async close(): Promise<void> {
    this.#opened = false;
    const producer = await this.#producer?.catch(() => null);
    this.#producer = null;
    if (producer) await withTimeLimit(this.#context.clock, CLOSE_LIMIT, producer.close(), () => {});
  }

  async #send(partition: number, records: readonly NewRecord[]): Promise<void> {
    this.#producer ??= this.#newProducer();
    const used = this.#producer;
    try {
      await (await used).send(partition, records);
      tellPassed(this.#context, "in", records);
    } catch (error) {
      // kafkajs does not get over everything by itself; a new producer costs a connection.
      if (
        this.#producer === used &&
        !(error instanceof KafkaError && (error.kind === "invalid" || error.kind === "refused"))
      ) {
        this.#producer = null;
        void used.then((producer) => producer.close()).catch(() => {});
      }
      throw error;
    }
  }

  #newProducer(): Promise<Producer> {
    const { acks, compression, metadataMaxAge } = this.#settings;
    // Keys must lie where other producers put them, so partitions that are added are used as soon as they are seen.
    const counted = (partitions: number) => {
      if (partitions === this.#partitions || partitions === 0) return;
      this.#context.log.info(`topic ${this.#topic} has ${partitions} partitions now, was ${this.#partitions}`);
      this.#partitions = partitions;
      this.#partitioner = partitioner(partitions, this.#partitioner.next());
    };
    return this.#cluster.producer({ topic: this.#topic, acks, compression, metadataMaxAge, counted });
  }

  async #decode(batch: FetchedBatch, context: Context, isOver: () => boolean): Promise<Chunk<T> | null> {
    const { chunk, undecodable } = toChunk(this.#topic, batch, this.#codec);
    context.tally?.("bytes", tellPassed(this.#context, "out", batch.records));
    if (undecodable.length === 0) return chunk;
    const failing = new FailureLog(context);
    for (let failures = 1; !isOver(); failures++) {
      try {
        await this.#poison.take(undecodable, context);
        failing.succeeded();
        return chunk;
      } catch (error) {
        const again = backOff(failures);
        context.count("failed");
        failing.failed(`cannot hand over records that do not decode: ${messageOf(error)}`, {
          place: this.#declared.place,
          again: `${again}ms`,
        });
        await context.clock.sleep(again, context.draining);
        if (!context.draining.aborted) continue;
        // Given back, it would be fetched and tried again at once, until the reader is closed.
        while (!isOver()) await context.clock.sleep(LOOK_EVERY);
      }
    }
    return null;
  }

  #toComponentError(error: unknown): ComponentError {
    return toComponentError(error, this.#declared, this.#topic, this.#connection);
  }
}

/** Some events of an append, as records. */
interface Encoded {
  readonly byPartition: ReadonlyMap<number, PartitionRecords>;
  /** The first that is not among them. */
  readonly end: number;
}

/** What goes to one partition, and where it stands among the events. */
interface PartitionRecords {
  readonly records: NewRecord[];
  readonly indexes: number[];
}

/** Has the metrics of the topic count records and their bytes: keys and values, before they are packed. Gives the bytes. */
function tellPassed(
  { tally }: Pick<Context, "tally">,
  way: "in" | "out",
  records: readonly Pick<NewRecord, "key" | "value">[],
): number {
  if (tally === undefined) return 0;
  const bytes = records.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
  tally(way, records.length);
  tally(`${way}Bytes`, bytes);
  return bytes;
}

function recordsOf(byPartition: Map<number, PartitionRecords>, partition: number): PartitionRecords {
  let target = byPartition.get(partition);
  if (target === undefined) {
    target = { records: [], indexes: [] };
    byPartition.set(partition, target);
  }
  return target;
}
