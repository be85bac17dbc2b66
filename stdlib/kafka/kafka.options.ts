// Generated from kafka.flow by `npm run generate`.
import type { Secret } from "../../runtime/contract/secret.ts";
import type { Sink } from "../../runtime/contract/sink.ts";

/**
 * A topic of an Apache Kafka cluster (brokers of version 0.11 to 4.x).
 * Writing waits until the brokers that `acks` names have the events. Events with equal keys go to the same partition,
 * the one that Kafka's own producer takes, and keep their order; events without a key fill one partition a batch, in
 * turn.
 * The header `timestamp` becomes the time of the record where it is whole milliseconds since 1970; else that is the time of
 * writing. `topic`, `partition`, `offset` and `key` tell where an event
 * was read from and are not written; all other headers are.
 * Keys and headers may be of any bytes: a program sees them as text, and what it leaves alone is written to another topic
 * byte for byte, repeated headers and those without a value too.
 * Readers are members of a consumer group. Events read carry the headers `topic`, `partition`, `offset`,
 * `timestamp`, `key` (where there is one) and those of the record. Positions are committed when the work is safe.
 * What brokers refuse for its content (a record that is too large, a time too far ahead, a record without a key in a
 * compacted topic) leaves by the `else` of the arrow to the topic. A request that is too large only as a whole is split.
 * A compressed batch that unpacks to more than 256 MiB is not read: the log names its partition and offset.
 * A record that does not decode is counted (`undecodable`) and passed over; the log tells the first ten reasons at once.
 */
export interface KafkaOptions<T> {
  /** Where the cluster is: `host:port` (`[::1]:9092` for an address of IPv6), several of them with commas between; one that answers is enough. */
  readonly brokers: string;
  /** Name of the topic in the cluster; null is the name of the declaration, or what `was` says it had before. */
  readonly topic?: string | null;
  /** How many partitions. Null is as many as the topic has, 1 for a new one; another number than it has is an error. */
  readonly partitions?: number | null;
  /** Copies of each partition when the topic is made; at most as many as there are brokers. */
  readonly replicationFactor?: number;
  /** Key of a body; where it is null, the header `key` is. */
  readonly key?: (value: T) => string | null;
  /** `text`: the body as plain text; `json`: as JSON; `auto`: text for strings, as they are for bytes, else JSON. */
  readonly codec?: "auto" | "json" | "text";
  /**
   * Takes records that are not of the topic's type, as they are: a topic or sink of `bytes`. Their headers say why
   * (`reason`) and where they come from. Null skips them; both are counted (`undecodable`) and logged.
   */
  readonly undecodable?: Sink<Uint8Array> | null;
  /**
   * Who must have an event before it counts as written: `all` replicas in sync, or the `leader` alone, which answers
   * sooner and takes with it what it had not passed on when it dies.
   */
  readonly acks?: "all" | "leader";
  /**
   * Compression of what is written; what others have compressed can be read whatever this says. `gzip`, and `zstd` on
   * Node 22.15 and newer, work beside the program.
   */
  readonly compression?: "none" | "gzip" | "snappy" | "lz4" | "zstd";
  /** Most records of one partition in one request. */
  readonly batchSize?: number;
  /** A reader that is silent for so long is out of its group and its partitions go to others. */
  readonly sessionTimeout?: number;
  /**
   * How often the positions of readers are committed while records come; what a reader has read since is read again
   * after a crash, by it or by whoever gets its partitions. 0 commits them with each batch. They are committed, too,
   * when the group shares out its partitions again and when the program ends. A stream with state keeps its positions
   * beside that, with each batch.
   */
  readonly commitInterval?: number;
  /**
   * Partitions that are added while the program runs are written to and read within this time. Readers begin them at
   * their earliest record.
   */
  readonly metadataMaxAge?: number;
  /**
   * How the brokers' logs, tools and quotas know this program; null is `sluice`, a dot, the program's name, a dot, and
   * the topic's.
   */
  readonly clientId?: string | null;
  /** Encrypts the connection. */
  readonly tls?: boolean;
  /** File with the certificates to trust, in PEM; null trusts those that Node knows. */
  readonly tlsCa?: string | null;
  /** File with this client's own certificate, in PEM. */
  readonly tlsCert?: string | null;
  /** File with the private key of `tlsCert`, in PEM. */
  readonly tlsKey?: string | null;
  /** User to log in as (SASL); null does not log in. */
  readonly username?: string | null;
  /** Password of `username`. */
  readonly password?: Secret | null;
  /** How to log in. */
  readonly saslMechanism?: "plain" | "scram-sha-256" | "scram-sha-512";
}

export const kafkaDefaults = {
  topic: null,
  partitions: null,
  replicationFactor: 1,
  key: () => null,
  codec: "auto",
  undecodable: null,
  acks: "all",
  compression: "none",
  batchSize: 1_000,
  sessionTimeout: 10_000,
  commitInterval: 3_000,
  metadataMaxAge: 10_000,
  clientId: null,
  tls: false,
  tlsCa: null,
  tlsCert: null,
  tlsKey: null,
  username: null,
  password: null,
  saslMechanism: "plain",
} as const;
