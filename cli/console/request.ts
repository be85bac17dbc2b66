/**
 * What the commands `topics`, `produce`, `consume` and `state` ask for. The commands fill these in, and load this folder
 * only when they run.
 */

import type { Topic } from "../../runtime/contract/topic.ts";
import type { Compression } from "../../stdlib/kafka/codecs.ts";
import type { ConnectionOptions } from "../../stdlib/kafka/connection.ts";

/** A Kafka cluster; the password is the value of an environment variable, as anyone can read a command line. */
export interface Cluster extends Omit<ConnectionOptions, "clientId" | "password"> {
  readonly passwordEnv: string | null;
}

/** Where topics are: in a cluster, or below a data directory. */
export interface StoreAddress {
  /** Null for embedded topics. */
  readonly cluster: Cluster | null;
  readonly dataDir: string;
  /** The topics of a `.flow` file, by their names there; null when none was named. */
  readonly declared: readonly Topic<unknown>[] | null;
}

/** `sluice topics`: what is to be done with which topics. */
export interface TopicsRequest extends StoreAddress {
  readonly action: "create" | "list" | "describe" | "delete";
  readonly names: readonly string[];
  /** Null is what the declaration says, 1 where there is none. */
  readonly partitions: number | null;
  readonly replicationFactor: number | null;
  readonly settings: Readonly<Record<string, string>>;
  /** Says nothing when a topic to create is there, or one to delete is not. */
  readonly lenient: boolean;
  readonly json: boolean;
}

/** `sluice produce`: how lines of standard input become records. */
export interface ProduceRequest extends StoreAddress {
  readonly topic: string;
  /** Separates the key from the value; null: lines are values. */
  readonly keySeparator: string | null;
  /** Whether lines begin with `name:value,name:value` and a tab. */
  readonly headers: boolean;
  /** A value that stands for no value. */
  readonly nullMarker: string | null;
  /** Goes on after a line that does not fit. */
  readonly ignoreErrors: boolean;
  readonly acks: "all" | "leader";
  readonly compression: Compression;
  readonly batchSize: number;
  /** Prints how many were written as JSON. */
  readonly json: boolean;
}

/** What `consume --print` may show beside the value. */
export type Printed = "timestamp" | "partition" | "offset" | "headers" | "key";

/** `sluice consume`: which records are read, and how they are shown. */
export interface ConsumeRequest extends StoreAddress {
  readonly topic: string;
  readonly fromBeginning: boolean;
  /** Reads as a member of this group and commits; null leaves no trace. */
  readonly group: string | null;
  /** Null is all of them. */
  readonly partition: number | null;
  /** An offset, `earliest` or `latest`; null as `fromBeginning` says. */
  readonly offset: string | null;
  readonly maxMessages: number | null;
  /** Ends when nothing has come for so long, as the language writes durations: `5s`; null never does. */
  readonly timeout: string | null;
  /** What is printed before the value. */
  readonly print: readonly Printed[];
  readonly keySeparator: string;
  readonly json: boolean;
}

/** `sluice state`: which state is shown or written out. */
export interface StateRequest {
  readonly action: "list" | "show" | "export";
  readonly dataDir: string;
  /** Only of this program; null is all of them. */
  readonly program: string | null;
  /** A stream, or a state of a stream; null is all of them. */
  readonly name: string | null;
  readonly limit: number;
  readonly json: boolean;
}
