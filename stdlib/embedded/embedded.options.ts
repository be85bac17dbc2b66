// Generated from embedded.flow by `npm run generate`.
import type { Sink } from "../../runtime/contract/sink.ts";

/**
 * A durable partitioned log below the data directory, in this very process: Kafka's semantics without a broker.
 * Events with equal keys go to the same partition and keep their order; events without a key take turns.
 * The header `timestamp` becomes the time of the record where it is whole milliseconds since 1970; else that is the time of
 * writing.
 */
export interface EmbeddedOptions<T> {
  /**
   * How many partitions; more of them let more readers of one group share the work. Null is as many as the topic
   * has, 1 for a new one; another number than it has is an error.
   */
  readonly partitions?: number | null;
  /** Key of a body; where it is null, the header `key` is. */
  readonly key?: (value: T) => string | null;
  /** How bodies are written; `auto` is text for strings and JSON for everything else. */
  readonly codec?: "auto" | "json" | "text";
  /**
   * Takes records that are not of the topic's type, as they are: a topic or sink of `bytes`. Their headers say why
   * (`reason`) and where they come from. Null skips them; both are counted (`undecodable`) and logged.
   */
  readonly undecodable?: Sink<Uint8Array> | null;
  /** How long records are kept at least; null keeps them without a limit. */
  readonly retention?: number | null;
  /** How many bytes of a partition are kept at least; null sets no bound. */
  readonly retentionBytes?: number | null;
  /** After how many bytes a partition begins a new file; records are given up a file at a time. */
  readonly segmentBytes?: number;
  /** Waits until the disk has what is appended, and not only the operating system. */
  readonly fsync?: boolean;
  /**
   * How often the positions of readers are written while records come; what a reader has read since is read again after
   * a crash. 0 writes them with each batch. A stream with state keeps its positions beside that, with each batch.
   */
  readonly commitInterval?: number;
  /** Not used here; taken so that `kafka` and `embedded` can replace each other. */
  readonly brokers?: string;
  /** Not used here: there is one copy, on this machine. */
  readonly replicationFactor?: number;
}

export const embeddedDefaults = {
  partitions: null,
  key: () => null,
  codec: "auto",
  undecodable: null,
  retention: 604_800_000,
  retentionBytes: null,
  segmentBytes: 67_108_864,
  fsync: true,
  commitInterval: 3_000,
  brokers: "",
  replicationFactor: 1,
} as const;
