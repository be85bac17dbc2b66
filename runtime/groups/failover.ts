import type { Context } from "../contract/context.ts";
import { RejectedEventError } from "../contract/errors.ts";
import type { Event } from "../contract/event.ts";
import { messageOf } from "../contract/message-of.ts";
import type { Sink } from "../contract/sink.ts";
import type { GroupMember, SinkGroup } from "./sink-group.ts";

/** Options of `failover`. */
export interface FailoverOptions {
  /** Longest time that a failed sink is left alone, in ms; 30 000. */
  readonly maxPenalty?: number;
}

/** A member that failed and is left alone until `until`. */
interface Failed {
  readonly member: GroupMember;
  readonly rank: number;
  failures: number;
  until: number;
}

/**
 * Writes to the first of its sinks that works. The rules are those of Flume 1.11's FailoverSinkProcessor: a failed
 * sink is left alone for 2 s, doubling up to `maxPenalty`; each write first tries those whose time has passed
 * (strictly), soonest first, and ends with the first that works, which is then live again; otherwise the live sinks
 * in order. Unlike there, a long row of failures cannot overflow the penalty, and a sink that refuses the content of
 * events (`RejectedEventError`) has not failed.
 */
export function failover(members: readonly string[], options: FailoverOptions = {}): SinkGroup {
  return {
    members,
    over: (sinks, context) => new FailoverSink(sinks, options.maxPenalty ?? 30_000, context),
  };
}

class FailoverSink implements Sink<unknown> {
  readonly batchSize: number;
  readonly #maxPenalty: number;
  readonly #context: Context;
  #live: { readonly member: GroupMember; readonly rank: number }[];
  #failed: Failed[] = [];

  constructor(members: readonly GroupMember[], maxPenalty: number, context: Context) {
    this.batchSize = Math.min(...members.map(({ sink }) => sink.batchSize));
    this.#live = members.map((member, rank) => ({ member, rank }));
    this.#maxPenalty = maxPenalty;
    this.#context = context;
  }

  async open(): Promise<void> {}

  async write(events: readonly Event[]): Promise<void> {
    const now = this.#context.clock.now();
    const due = this.#failed.filter(({ until }) => until < now).sort((a, b) => a.until - b.until);
    for (const failed of due) {
      try {
        await failed.member.sink.write(events);
      } catch (error) {
        if (!(error instanceof RejectedEventError)) {
          this.#punish(failed, error);
          continue;
        }
        // It works, and the next would refuse the same.
        this.#revive(failed);
        throw error;
      }
      this.#revive(failed);
      return;
    }
    for (const { member, rank } of [...this.#live]) {
      try {
        return await member.sink.write(events);
      } catch (error) {
        if (error instanceof RejectedEventError) throw error;
        this.#live = this.#live.filter((other) => other.member !== member);
        const failed = { member, rank, failures: 0, until: 0 };
        this.#failed.push(failed);
        this.#punish(failed, error);
      }
    }
    throw new Error("all sinks of the group have failed; none is left to fail over to");
  }

  async close(): Promise<void> {}

  #revive(failed: Failed): void {
    this.#failed = this.#failed.filter((other) => other !== failed);
    this.#live = [...this.#live, failed].sort((a, b) => a.rank - b.rank);
    this.#context.log.info("is live again", { sink: failed.member.name });
  }

  #punish(failed: Failed, error: unknown): void {
    failed.failures += 1;
    const penalty = Math.min(this.#maxPenalty, 1000 * 2 ** failed.failures);
    failed.until = this.#context.clock.now() + penalty;
    this.#context.count(`${failed.member.name}.failed`);
    this.#context.log.once(`${failed.member.name} ${messageOf(error)}`, messageOf(error), {
      sink: failed.member.name,
      penalty: `${penalty}ms`,
    });
  }
}
