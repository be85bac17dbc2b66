import type { Context, Declared } from "../../runtime/contract/context.ts";
import type { Positions } from "../../runtime/contract/topic.ts";
import { FailureLog } from "../../runtime/log/failure-log.ts";
import { DelayedWrite } from "../../runtime/system/delayed-write.ts";
import { withTimeLimit } from "../../runtime/system/time-limit.ts";
import { isRebalance } from "./port.ts";

/** Whose positions are committed, and how they are sent. */
export interface GroupCommitsOptions {
  readonly topic: string;
  readonly group: string;
  readonly declared: Declared;
  readonly context: Context;
  /** How long a committed position may wait until it is sent, in ms; 0 sends each before `commit` resolves. */
  readonly commitInterval: number;
  /** Rejects with a KafkaError. */
  send(offsets: Positions): Promise<void>;
  /** What `error` means for this topic. */
  toError(error: unknown): Error;
}

/** The positions that a reader has committed, on their way to its group. */
export class GroupCommits {
  readonly #options: GroupCommitsOptions;
  readonly #failing: FailureLog;
  readonly #writes: DelayedWrite;
  /** What the group does not have yet. */
  readonly #pending = new Map<number, string>();
  /** What it has had of this reader last. */
  readonly #sent = new Map<number, string>();

  constructor(options: GroupCommitsOptions) {
    this.#options = options;
    this.#failing = new FailureLog(options.context);
    this.#writes = new DelayedWrite({
      clock: options.context.clock,
      interval: options.commitInterval,
      write: () => this.#send(),
      told: (error) => this.#tell(error),
    });
  }

  /** Sends `offsets` within the interval. With one of 0 it rejects as `send` does, and may be called again with none. */
  async commit(offsets: Positions): Promise<void> {
    for (const [partition, offset] of offsets) this.#pending.set(partition, offset);
    await this.#writes.request();
  }

  /** Sends what is pending, if that takes no longer than `ms`; what it does not is read again. */
  async flush(ms: number): Promise<void> {
    const flushing = this.#writes.flush().catch((error: unknown) => this.#tell(error));
    await withTimeLimit(this.#options.context.clock, ms, flushing, () => {});
  }

  /** The group has given the reader `partitions`: the positions of all others are not its own any more. */
  assigned(partitions: readonly number[]): void {
    const { topic, group, context, declared } = this.#options;
    const lost = [...this.#pending.keys()].filter((partition) => !partitions.includes(partition));
    for (const partition of lost) this.#pending.delete(partition);
    if (lost.length > 0) {
      const what = lost.length === 1 ? `partition ${lost[0]}` : `partitions ${lost.join(", ")}`;
      context.log.warn(
        `${what} of topic ${topic} went to another reader of group ${group} before the last positions were committed; ` +
          "what was read since is read again",
        { place: declared.place },
      );
    }
    if (this.#pending.size > 0) this.#writes.request().catch((error: unknown) => this.#tell(error));
  }

  /**
   * Where to read `partition`, of which the group stands at `committed`: behind what is pending, unless somebody else has
   * moved the group since.
   */
  resumeAt(partition: number, committed: string): string {
    const pending = this.#pending.get(partition);
    if (pending !== undefined && this.#sent.get(partition) === committed) return pending;
    this.#pending.delete(partition);
    this.#sent.set(partition, committed);
    return committed;
  }

  forget(partition: number): void {
    this.#pending.delete(partition);
  }

  async #send(): Promise<void> {
    const offsets = new Map(this.#pending);
    if (offsets.size === 0) return;
    await this.#options.send(offsets);
    for (const [partition, offset] of offsets) {
      this.#sent.set(partition, offset);
      if (this.#pending.get(partition) === offset) this.#pending.delete(partition);
    }
  }

  #tell(error: unknown): void {
    const { context, declared, toError } = this.#options;
    // While the group is on the move nothing can be committed, and soon everything can.
    if (isRebalance(error)) return;
    if (error === null) {
      this.#failing.succeeded();
    } else {
      context.count("failed");
      this.#failing.failed(`cannot commit positions: ${toError(error).message}`, { place: declared.place });
    }
  }
}
