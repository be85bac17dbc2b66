import type { Context } from "./context.ts";
import type { Event } from "./event.ts";
import type { Kept } from "./kept.ts";

/** Events taken from a channel and not yet given up: exactly one of commit and rollback ends it. */
export interface Taken<T> {
  readonly events: readonly Event<T>[];
  commit(): Promise<void>;
  /** Puts the events back at the head, in order. */
  rollback(): Promise<void>;
}

/** Room claimed in a channel for a batch; exactly one of commit and rollback ends it. */
export interface Put {
  /** Makes the events takeable, durably so where the channel is durable. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** A bounded queue between sources and sinks. Transactions as in Flume 1.11, batched. */
export interface Channel<T> {
  readonly capacity: number;
  /**
   * Most events that a source may put, or a sink take, at once. What a step such as flatMap makes of them may be
   * more: a put is bounded by `capacity` alone.
   */
  readonly transactionCapacity: number;
  /** True when what it holds outlives the program: a stop may leave it there. Absent in a channel that forgets. */
  readonly durable?: boolean;
  /** Events committed and not yet taken for good. */
  readonly size: number;
  /** How many of them outlive the program; absent where `durable` says it of all or none. */
  readonly kept?: number;
  /**
   * Where it keeps its events, given the data directory: a program that has no such channel any more, and would lose them,
   * does not start. Absent in a channel that forgets, or whose events are elsewhere.
   */
  keepsAt?(dataDir: string): Kept;
  open(context: Context): Promise<void>;
  /**
   * Claims room, waiting up to the channel's keep-alive. Rejects with ChannelFullError after that. Claiming in all
   * channels of a fan-out before committing in any keeps a retry from duplicating in the first. The wait ends once `signal`
   * is aborted; with a signal that is already aborted, only room that is free now is claimed, as for an optional channel.
   */
  put(events: readonly Event<T>[], signal?: AbortSignal): Promise<Put>;
  /**
   * Up to `max` events from the head. Waits for the first one until `signal` is aborted, and gives null then; an
   * already aborted signal asks for what is there. Does not linger for a full batch.
   */
  take(max: number, signal: AbortSignal): Promise<Taken<T> | null>;
  close(): Promise<void>;
}
