import type { Context } from "../contract/context.ts";
import { RejectedEventError } from "../contract/errors.ts";
import type { Event } from "../contract/event.ts";
import { messageOf } from "../contract/message-of.ts";
import type { Sink } from "../contract/sink.ts";
import { random } from "../system/random.ts";
import type { GroupMember, SinkGroup } from "./sink-group.ts";

/** Options of `loadBalance`; values in comments are defaults. */
export interface LoadBalanceOptions {
  readonly selector?: "roundRobin" | "random";
  /** Leaves a sink that failed alone for a while; false. */
  readonly backoff?: boolean;
  /** Longest time that it is left alone, in ms; 30 000. */
  readonly maxTimeOut?: number;
  /** Gives numbers in [0, 1). */
  readonly random?: () => number;
}

/** What is remembered of a member's failures; a write that works does not clear it. */
interface FailureRecord {
  failures: number;
  lastFailure: number;
  until: number;
}

/** Failures further apart than this, beyond the time-out between them, are counted from the start. */
const ONE_HOUR = 3_600_000;
const NEVER = -Infinity;
const MOST_FAILURES_COUNTED = 16;

/**
 * Spreads writes over its sinks; where one fails the next gets the same events in the same call. The rules are those
 * of Flume 1.11's LoadBalancingSinkProcessor and OrderSelector: with `backoff` a failed sink is left out for 2 s,
 * 4 s, … up to `maxTimeOut`; success does not reset the count, only an hour without failure does; when all are left
 * out the write fails without trying any.
 */
export function loadBalance(members: readonly string[], options: LoadBalanceOptions = {}): SinkGroup {
  return { members, over: (sinks, context) => new LoadBalanceSink(sinks, options, context) };
}

class LoadBalanceSink implements Sink<unknown> {
  readonly batchSize: number;
  readonly #members: readonly GroupMember[];
  readonly #options: Required<LoadBalanceOptions>;
  readonly #context: Context;
  readonly #records: readonly FailureRecord[];
  #head = 0;

  constructor(members: readonly GroupMember[], options: LoadBalanceOptions, context: Context) {
    this.batchSize = Math.min(...members.map(({ sink }) => sink.batchSize));
    this.#members = members;
    this.#options = { selector: "roundRobin", backoff: false, maxTimeOut: 30_000, random, ...options };
    this.#context = context;
    this.#records = members.map(() => ({ failures: 0, lastFailure: NEVER, until: NEVER }));
  }

  async open(): Promise<void> {}

  async write(events: readonly Event[]): Promise<void> {
    for (const index of this.#order()) {
      const { name, sink } = this.#members[index]!;
      try {
        return await sink.write(events);
      } catch (error) {
        // It works, and the others would refuse the same.
        if (error instanceof RejectedEventError) throw error;
        this.#context.count(`${name}.failed`);
        this.#context.log.once(`${name} ${messageOf(error)}`, messageOf(error), { sink: name });
        if (this.#options.backoff) this.#punish(this.#records[index]!);
      }
    }
    throw new Error("all sinks of the group have failed or are left alone after a failure");
  }

  async close(): Promise<void> {}

  #order(): number[] {
    const now = this.#context.clock.now();
    const active = this.#members
      .map((_, index) => index)
      .filter((index) => {
        return !this.#options.backoff || this.#records[index]!.until < now;
      });
    return this.#options.selector === "random" ? this.#shuffled(active) : this.#rotated(active);
  }

  /** The head moves on with each call, whatever becomes of the call. */
  #rotated(active: readonly number[]): number[] {
    if (this.#head >= active.length) this.#head = 0;
    const begin = this.#head;
    this.#head = begin + 1 >= active.length ? 0 : begin + 1;
    return active.map((_, step) => active[(begin + step) % active.length]!);
  }

  #shuffled(active: readonly number[]): number[] {
    const left = [...active];
    const order: number[] = [];
    while (left.length > 0) order.push(...left.splice(Math.floor(this.#options.random() * left.length), 1));
    return order;
  }

  #punish(record: FailureRecord): void {
    const now = this.#context.clock.now();
    const timeOut = (failures: number) => Math.min(this.#options.maxTimeOut, 1000 * 2 ** failures);
    const sequential = now - record.lastFailure < timeOut(record.failures) + ONE_HOUR;
    record.failures = sequential ? Math.min(record.failures + 1, MOST_FAILURES_COUNTED) : 1;
    record.lastFailure = now;
    record.until = now + timeOut(record.failures);
  }
}
