/**
 * What the commands `topics`, `produce` and `consume` ask for. The command line fills these in; it does not import
 * this folder but loads it at run time, as programs do.
 */

import type { Topic } from "../../runtime/component.ts";
import type { Compression } from "../kafka/compression/codecs.ts";
import type { ConnectionOptions } from "../kafka/connection.ts";

/** A Kafka cluster; the password is the value of an environment variable, for a command line is read by everybody. */
export interface Cluster extends Omit<ConnectionOptions, "clientId" | "password"> {
  readonly passwordEnv: string | null;
}

/** Where topics are: in a cluster, or below a data directory. */
export interface Place {
  /** Null for embedded topics. */
  readonly cluster: Cluster | null;
  readonly dataDir: string;
  /** The topics of a `.flow` file, by their names there; null when none was named. */
  readonly declared: readonly Topic<unknown>[] | null;
}

export interface TopicsRequest extends Place {
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

export interface ProduceRequest extends Place {
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
}

export type Printed = "timestamp" | "partition" | "offset" | "headers" | "key";

export interface ConsumeRequest extends Place {
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
