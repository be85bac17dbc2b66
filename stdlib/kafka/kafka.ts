import { backOff } from "../../runtime/back-off.ts";
import {
  ComponentError,
  type Context,
  type Declared,
  type ReaderOptions,
  RejectedEventError,
  type Sink,
  type StartAt,
  type Topic,
  type TopicOrigin,
  type TopicReader,
} from "../../runtime/component.ts";
import type { Event } from "../../runtime/event.ts";
import { FailureLog } from "../../runtime/failure-log.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { type Fault, refuseFaults } from "../../runtime/refuse-faults.ts";
import { Undecodable } from "../../runtime/topic/undecodable.ts";
import type { Chunk } from "./backlog.ts";
import { type BodyCodec, bodyCodec } from "./body-codec.ts";
import { connectionOf } from "./connection.ts";
import { explain } from "./explain.ts";
import { type KafkaOptions, kafkaDefaults } from "./kafka.options.ts";
import { connectKafka } from "./kafkajs/connect.ts";
import { Lanes, RecordRefused } from "./lanes.ts";
import { type Partitioner, partitioner } from "./partitioner.ts";
import { type Connection, type FetchedBatch, type Kafka, KafkaError, type NewRecord, type Producer } from "./port.ts";
import { prepareTopic } from "./prepare-topic.ts";
import { KafkaReader } from "./reader.ts";
import { toChunk, toRecord } from "./records.ts";
import { within } from "./within.ts";

/** A program that cannot reach its cluster says so within this time, in ms. */
const START_LIMIT = 10_000;

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
  readonly #lanes: Lanes;
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
    const codec = bodyCodec<T>(declared.element, settings.codec);
    if (codec === null) {
      throw new ComponentError(declared, `codec "text" does not fit: a ${declared.element.kind} has no plain text`);
    }
    this.name = declared.name;
    this.origin = { kind: "kafka", declared, options: settings };
    this.#settings = settings;
    this.#declared = declared;
    this.#topic = settings.topic ?? declared.name;
    this.#codec = codec;
    this.undecodable = settings.undecodable;
    this.#poison = new Undecodable(declared, settings.undecodable);
    this.#lanes = new Lanes((partition, records) => this.#send(partition, records), settings.batchSize);
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    this.#connection = await connectionOf(this.#settings, this.#declared, context.program);
    let trouble = "nothing";
    this.#cluster = connectKafka(this.#connection, context.clock, (cause, message) => {
      if (this.#opened) context.log.once(cause, `topic ${this.#topic}: ${message}`, { place: this.#declared.place });
      else trouble = message;
    });
    const count = await this.#orExplained(
      within(
        context.clock,
        START_LIMIT,
        prepareTopic(this.#cluster, this.#topic, this.#settings, this.#declared, context),
        () => new KafkaError("unreachable", `not ready within ${START_LIMIT / 1000} s; heard last: ${trouble}`),
      ),
    );
    this.#partitioner = partitioner(count, Math.floor(context.clock.now()) % count);
    this.#partitions = count;
    this.#opened = true;
  }

  async append(events: readonly Event<T>[]): Promise<void> {
    const byPartition = this.#byPartition(events);
    const shares = [...byPartition];
    const results = await Promise.allSettled(
      shares.map(([partition, { records }]) => this.#lanes.append(partition, records)),
    );
    const refused: RecordRefused[] = [];
    const indexes: number[] = [];
    const unwritten: number[] = [];
    for (const [at, result] of results.entries()) {
      if (result.status === "fulfilled") continue;
      if (!(result.reason instanceof RecordRefused)) throw this.#explain(result.reason);
      refused.push(result.reason);
      const left = shares[at]![1].indexes.slice(result.reason.written);
      indexes.push(left[0]!);
      unwritten.push(...left);
    }
    const [first] = refused;
    if (first === undefined) return;
    const reasons = refused.map(({ cause }) => this.#explain(cause).message);
    throw new RejectedEventError(reasons[0]!, indexes, { unwritten, reasons, cause: first.cause });
  }

  #byPartition(events: readonly Event<T>[]): ReadonlyMap<number, Share> {
    const { key: keyOf } = this.#settings;
    const shares = new Map<number, Share>();
    const faults: Fault[] = [];
    let keyless: Share | undefined;
    for (let index = 0; index < events.length; index++) {
      const event = events[index]!;
      let record: NewRecord;
      try {
        record = toRecord(event, keyOf(event.body), this.#codec);
      } catch (error) {
        faults.push({ index, error });
        continue;
      }
      let share: Share;
      if (record.key === null) {
        // They fill one request, then the next partition has its turn.
        if (keyless === undefined || keyless.records.length >= this.#settings.batchSize)
          keyless = shareOf(shares, this.#partitioner.next());
        share = keyless;
      } else {
        share = shareOf(shares, this.#partitioner.ofKey(record.key));
      }
      share.records.push(record);
      share.indexes.push(index);
    }
    refuseFaults(faults);
    return shares;
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
      metadataMaxAge: this.#settings.metadataMaxAge,
      kafka: () => this.#cluster,
      decode: (batch, context, isOver) => this.#decode(batch, context, isOver),
      explain: (error) => this.#explain(error),
    });
  }

  async close(): Promise<void> {
    this.#opened = false;
    const producer = await this.#producer?.catch(() => null);
    this.#producer = null;
    if (producer) await within(this.#context.clock, CLOSE_LIMIT, producer.close(), () => null);
  }

  async #send(partition: number, records: readonly NewRecord[]): Promise<void> {
    this.#producer ??= this.#newProducer();
    const used = this.#producer;
    try {
      await (await used).send(partition, records);
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
        if (context.draining.aborted) return null;
      }
    }
    return null;
  }

  #explain(error: unknown): ComponentError {
    return explain(error, this.#declared, this.#topic, this.#connection);
  }

  async #orExplained<R>(promise: Promise<R>): Promise<R> {
    try {
      return await promise;
    } catch (error) {
      throw this.#explain(error);
    }
  }
}

/** What goes to one partition, and where it stands among the events. */
interface Share {
  readonly records: NewRecord[];
  readonly indexes: number[];
}

function shareOf(shares: Map<number, Share>, partition: number): Share {
  let share = shares.get(partition);
  if (share === undefined) {
    share = { records: [], indexes: [] };
    shares.set(partition, share);
  }
  return share;
}
