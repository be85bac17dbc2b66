/** What the console does with topics, whatever keeps them. Operations reject with an error of one line. */

import type { HeaderEntry } from "../../runtime/contract/event.ts";
import type { Topic } from "../../runtime/contract/topic.ts";
import type { Compression } from "../../stdlib/kafka/codecs.ts";

/** A record as it is stored, its texts as they are. */
export interface TopicRecord {
  readonly partition: number;
  readonly offset: string;
  /** Milliseconds since 1970. */
  readonly timestamp: string;
  readonly key: string | null;
  /** Null is a tombstone. */
  readonly value: string | null;
  readonly headers: readonly HeaderEntry[];
}

/** A partition as `topics describe` shows it. */
export interface PartitionState {
  readonly partition: number;
  /** First offset kept, and the offset that the next record gets. */
  readonly first: string;
  readonly next: string;
  /** Where there are brokers. */
  readonly leader?: number;
  readonly replicas?: readonly number[];
  readonly inSync?: readonly number[];
}

/** A topic as `topics describe` shows it. */
export interface TopicState {
  readonly name: string;
  readonly partitions: readonly PartitionState[];
  /** Settings that are the topic's own, by Kafka's names. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What a topic is made with. */
export interface NewTopicSettings {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** Reads on from where it stands, for itself alone: no group knows of it. */
export interface Scanner {
  /** What is there, waiting up to `waitMs` when nothing is. */
  next(waitMs: number): Promise<readonly TopicRecord[]>;
  close(): Promise<void>;
}

/** How `produce` writes; what is left out is the store's default. */
export interface TextTopicOptions {
  readonly acks?: "all" | "leader";
  readonly compression?: Compression;
  readonly batchSize?: number;
}

/** Topics of a cluster or a data directory, as the console works with them. */
export interface TopicStore {
  /** Names, sorted. */
  list(): Promise<readonly string[]>;
  /** Null when there is no such topic. */
  describe(name: string): Promise<TopicState | null>;
  /** False when there is one of that name already. */
  create(name: string, topic: NewTopicSettings): Promise<boolean>;
  /** False when there is no such topic. */
  delete(name: string): Promise<boolean>;
  /** Reads from these offsets on. */
  scan(name: string, from: ReadonlyMap<number, string>): Promise<Scanner>;
  /** Whether a record may be without a value. */
  readonly keepsTombstones: boolean;
  /** The topic for writing and for reading as a group, its bodies the texts that are stored. */
  topic(name: string, options: TextTopicOptions): Topic<string | null>;
}
