// Generated from kafka-channel.flow by `npm run generate`.
import type { Secret } from "../../runtime/contract/secret.ts";

/**
 * Keeps events in a topic of an Apache Kafka cluster: what was put survives a crash of the program, of its machine, and of
 * as many brokers as the topic has copies. It has no bound of its own; the cluster's retention must be longer than the
 * longest stop of the sinks.
 *
 * Copies of a program share the topic as one group: each event goes to one of them, and when a copy dies the others take
 * over what it had not done. Events are put to partitions by their header `key`; without one they fill a partition a batch,
 * in turn. Order is kept within a partition.
 *
 * After a crash a sink gets again what it had not finished, and up to `commitInterval` of what it had.
 * Where Flume has such a channel with a source or a sink only, declare a `topic` instead.
 */
export interface KafkaOptions {
  /** Where the cluster is: `host:port` (`[::1]:9092` for an address of IPv6), several of them with commas between; one that answers is enough. */
  readonly brokers: string;
  /**
   * Name of the topic in the cluster; null is the program's name, a dot, and the channel's. Nothing but channels of this
   * kind may write to it.
   */
  readonly topic?: string | null;
  /** Consumer group of all who take from it; null is the program's name, a dot, and the channel's. */
  readonly group?: string | null;
  /**
   * Records are Flume's `AvroFlumeEvent`, as Flume's own Kafka channel writes and reads them. False: the value is the
   * body alone, and headers are the record's headers, for others who read the topic.
   */
  readonly parseAsFlumeEvent?: boolean;
  /** How many partitions. Null is as many as the topic has, 1 for a new one; another number than it has is an error. */
  readonly partitions?: number | null;
  /** Copies of each partition when the topic is made; at most as many as there are brokers. */
  readonly replicationFactor?: number;
  /** Most events of one put or take. */
  readonly transactionCapacity?: number;
  /**
   * Who must have an event before it counts as put: `all` replicas in sync, or the `leader` alone, which answers
   * sooner and takes with it what it had not passed on when it dies.
   */
  readonly acks?: "all" | "leader";
  /** Compression of what is put. */
  readonly compression?: "none" | "gzip" | "snappy" | "lz4" | "zstd";
  /** Most records of one partition in one request. */
  readonly batchSize?: number;
  /** A program that is silent for so long is out of the group, and others get its partitions. */
  readonly sessionTimeout?: number;
  /** How often positions are sent while events come; 0 sends them with each commit of a sink. */
  readonly commitInterval?: number;
  /** Partitions that are added while the program runs are used within this time. */
  readonly metadataMaxAge?: number;
  /**
   * How the brokers' logs, tools and quotas know this program; null is `sluice`, a dot, the program's name, a dot, and
   * the channel's.
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
  group: null,
  parseAsFlumeEvent: true,
  partitions: null,
  replicationFactor: 1,
  transactionCapacity: 10_000,
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
