import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

const calls = {
  ENOSPC: new Set(["write", "mkdir", "create", "link", "log"]),
  EMFILE: new Set(["open", "create", "scandir"]),
  EIO: new Set(["read", "write", "fsync", "fdatasync"]),
  EROFS: new Set(["create", "mkdir", "rename", "unlink", "link", "write"]),
  /** A connection breaks, and what is on its way is lost. */
  ECONNRESET: new Set(["send"]),
  /** The leader of a partition moves, and nobody can be asked for a while. */
  NOT_LEADER_OR_FOLLOWER: new Set(["produce", "fetch", "offsetCommit", "metadata"]),
  /** What was asked for is done, and its answer is lost. */
  REQUEST_TIMED_OUT: new Set(["answer"]),
  /** The group moves on: a member joins and leaves, or a session is over. */
  UNKNOWN_MEMBER_ID: new Set(["heartbeat"]),
  /** Of HDFS: the name node is not the active one, the DataNode is gone, bytes or answers get lost on their way. */
  STANDBY: new Set(["stand by"]),
  ECONNREFUSED: new Set(["connect to a DataNode"]),
  EPIPE: new Set(["upload", "answer of HDFS"]),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

/** What may happen on each machine. */
export const machineFaults: readonly FaultCode[] = ["ENOSPC", "EMFILE", "EIO", "EROFS"];

/** What may happen besides to a program with connections, with a topic in Kafka, or that writes to HDFS. */
export const programFaults: Readonly<Record<"network" | "kafka" | "hdfs", readonly FaultCode[]>> = {
  network: ["ECONNRESET"],
  kafka: ["NOT_LEADER_OR_FOLLOWER", "REQUEST_TIMED_OUT", "UNKNOWN_MEMBER_ID"],
  hdfs: ["STANDBY", "ECONNREFUSED", "EPIPE"],
};

/** What a call fails with: a code of the system, or of Kafka's protocol. */
export type FaultCode = keyof typeof calls;

/** A kind of failure that calls meet for a while. */
export interface Fault {
  readonly code: FaultCode;
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  /** Of each call that can fail so. */
  readonly probability: number;
}

/** The failures that a seed has planned for its machine. */
export class Faults {
  readonly #random: Random;
  readonly #scheduler: Scheduler;
  readonly planned: Fault[] = [];
  /** Failures that calls have met, by code. */
  readonly met = new Map<string, number>();

  constructor(random: Random, scheduler: Scheduler) {
    this.#random = random;
    this.#scheduler = scheduler;
  }

  /** The code that `call` fails with now; null where it works. */
  of(call: string): Fault["code"] | null {
    const now = this.#scheduler.now;
    for (const { code, from, to, probability } of this.planned) {
      if (
        now < from ||
        now >= to ||
        !(calls[code] as ReadonlySet<string>).has(call) ||
        !this.#random.chance(probability)
      )
        continue;
      this.met.set(code, (this.met.get(code) ?? 0) + 1);
      return code;
    }
    return null;
  }
}
