/**
 * All that this project asks of a Kafka client library. One adapter exists (`kafkajs/`); another library fits behind
 * the same operations. Offsets are decimal text throughout, for they exceed 2^53.
 */

import type { Compression } from "./codecs.ts";

/** How to reach a cluster. */
export interface Connection {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** PEM texts; null: the connection is not encrypted. */
  readonly tls: { readonly ca: string | null; readonly cert: string | null; readonly key: string | null } | null;
  readonly sasl: {
    readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
    readonly username: string;
    readonly password: string;
  } | null;
}

/** A record to write. */
export interface NewRecord {
  readonly key: string | Buffer | null;
  /** Null is a tombstone. */
  readonly value: string | Buffer | null;
  readonly headers: readonly RecordHeader[];
  /** Milliseconds since 1970 as text; left out, it is the time of sending. */
  readonly timestamp?: string;
}

/** A name may occur more than once, and a value may be missing. */
export type RecordHeader = readonly [name: string, value: string | Buffer | null];

/** A record as it was read. */
export interface StoredRecord {
  readonly offset: string;
  /** Milliseconds since 1970 as text. */
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
}

/** Consecutive records of one partition. */
export interface FetchedBatch {
  readonly partition: number;
  /** The offset that was asked for; it lies before the first record's where the log was compacted. */
  readonly from: string;
  readonly records: readonly StoredRecord[];
  /** The offset to ask for next. */
  readonly next: string;
  /** End of the partition when this was read: there is more while `next` lies below it. */
  readonly highWatermark: string;
}

/** A topic of a cluster as its brokers describe it. */
export interface TopicDescription {
  readonly name: string;
  /** In order of their numbers. */
  readonly partitions: readonly PartitionDescription[];
}

/** A partition with the brokers that hold it, by their ids. */
export interface PartitionDescription {
  readonly partition: number;
  /** Broker id, -1 when there is none at the moment. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

/** A topic that is to be made. */
export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Settings of the topic by Kafka's names: `retention.ms`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Looks after topics. Every operation rejects with a KafkaError. */
export interface Admin {
  /** Names of all topics, internal ones too. */
  list(): Promise<readonly string[]>;
  /** Null when there is no such topic. */
  describe(topic: string): Promise<TopicDescription | null>;
  /** False when there is one of that name already. */
  create(topic: NewTopic): Promise<boolean>;
  delete(topic: string): Promise<void>;
  /** Settings that differ from the broker's defaults, by name. */
  settings(topic: string): Promise<ReadonlyMap<string, string>>;
  /** First and next offset of each partition. */
  ends(topic: string): Promise<ReadonlyMap<number, { readonly earliest: string; readonly latest: string }>>;
  /** What `group` has committed; partitions without a commit are missing. */
  committed(group: string, topic: string): Promise<ReadonlyMap<number, string>>;
  /** Texts that stand beside those positions. */
  notes(group: string, topic: string): Promise<readonly string[]>;
  /** Who is in `group` now. */
  members(group: string): Promise<readonly { readonly id: string; readonly client: string; readonly host: string }[]>;
  brokerCount(): Promise<number>;
  close(): Promise<void>;
}

/** Writes records to one topic. */
export interface Producer {
  /**
   * Resolves when the brokers that `acks` asks for have the records, in this order. Transient trouble is tried again
   * for some seconds, which can write records twice but never reorders within one call; after that it rejects with a
   * KafkaError. Calls for one partition must not overlap, or their order is lost.
   */
  send(partition: number, records: readonly NewRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** What a producer is made with. */
export interface ProducerOptions {
  readonly topic: string;
  /** The number of partitions is looked up again after so many ms, by a send. */
  readonly metadataMaxAge: number;
  /** Told how many partitions the topic has, at each send. */
  readonly counted: (partitions: number) => void;
  readonly acks: "all" | "leader";
  readonly compression: Compression;
}

/** What a member of a consumer group is made with. */
export interface GroupOptions {
  readonly topic: string;
  readonly group: string;
  /** A member that is silent for so long is taken out of the group, in ms. */
  readonly sessionTimeout: number;
  /** Partitions that were added are found and shared out within this time, in ms. */
  readonly metadataMaxAge: number;
  /** The topic is never shared out: the one member who has it keeps it, and others get nothing. */
  readonly exclusive: boolean;
  /** The member of this process that came to an end without leaving: this one takes its place. */
  readonly formerMember: string | null;
}

/** What a member of a group is told. */
export interface GroupHandler {
  /** The group is about to share out its partitions anew: the time to finish and commit what was delivered. */
  leaving(): Promise<void>;
  /**
   * The group has shared out its partitions, and each begins where the group has committed, or at its earliest record.
   * `stayed`: this member has not been out of the group since the last time. `shared`: other members have some.
   */
  assigned(partitions: readonly number[], stayed: boolean, shared: boolean): void;
  /**
   * Offers a batch; nothing more comes from this broker until it settles. False: not taken, it will come again or a
   * seek has replaced it. `stale` says that a seek is pending. Must settle soon after `signal` is aborted.
   */
  fetched(batch: FetchedBatch, stale: boolean, signal: AbortSignal): Promise<boolean>;
  /** Offsets before `next` held nothing to deliver (transaction markers, aborted records). */
  passed(partition: number, next: string): void;
  /** The member is out and stays out; a new one must be made. */
  stopped(error: KafkaError): void;
}

/** A member of a consumer group on one topic. */
export interface GroupMember {
  /** Null before it has joined. */
  readonly id: string | null;
  /** The next batch of `partition` starts there. */
  seek(partition: number, offset: string): void;
  /** Rejects with a KafkaError, of kind `rebalance` when the group has moved on. */
  commit(offsets: ReadonlyMap<number, string>): Promise<void>;
  /** Commits for another group, with `note` beside it. Rejects while that group has members. */
  commitFor(group: string, offsets: ReadonlyMap<number, string>, note: string): Promise<void>;
  close(): Promise<void>;
}

/** Reads partitions without a group: nothing is committed and nobody else is disturbed. */
export interface PlainReader {
  /** What is there from the given offset on for each partition, waiting up to `waitMs` when nothing is. */
  fetch(from: ReadonlyMap<number, string>, waitMs: number): Promise<readonly FetchedBatch[]>;
  close(): Promise<void>;
}

/** A cluster. Whatever it opens is connected, or the promise rejects with a KafkaError. */
export interface Kafka {
  admin(): Promise<Admin>;
  producer(options: ProducerOptions): Promise<Producer>;
  join(options: GroupOptions, handler: GroupHandler): Promise<GroupMember>;
  plainReader(topic: string): Promise<PlainReader>;
}

/**
 * `unreachable`: no broker answers. `denied`: wrong credentials, or not allowed. `invalid`: the request makes no sense
 * to this cluster. `refused`: the content of a record does. `missing`: no such topic. `rebalance`: the group has moved on. `transient`: worth trying again.
 */
export type KafkaErrorKind = "unreachable" | "denied" | "invalid" | "refused" | "missing" | "rebalance" | "transient";

/** Anything that a cluster or the way to it refuses. The message is one line that carries no secret. */
export class KafkaError extends Error {
  readonly kind: KafkaErrorKind;
  /** Kafka's name of a protocol error (`INVALID_REPLICATION_FACTOR`), null for others. */
  readonly code: string | null;
  constructor(kind: KafkaErrorKind, message: string, code: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = "KafkaError";
    this.kind = kind;
    this.code = code;
  }
}

/** Whether `error` says that the group has moved on. */
export function isRebalance(error: unknown): boolean {
  return error instanceof KafkaError && error.kind === "rebalance";
}
