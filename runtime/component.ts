import type { Clock } from "./clock.ts";
import type { Event } from "./event.ts";
import type { Log } from "./log.ts";
import type { Schema } from "./schema.ts";

/**
 * What a component knows of its declaration, beside its options. Every connector is a function
 * `name(options, declared)` that returns one of the contracts below and does nothing else until it is opened.
 */
export interface Declared {
  /** Qualified name: `a1.r1`. */
  readonly name: string;
  /** Where it is declared: `access.flow:21:11`. */
  readonly place: string;
  /** Type of the bodies that it gives or takes. */
  readonly element: Schema;
}

/** What the program lends to a component while it runs: the only ways to time, logs and places on disk. */
export interface Context {
  /** Name of the program: that of its file, or `--name`. */
  readonly program: string;
  readonly clock: Clock;
  readonly log: Log;
  /** `--data-dir`, absolute. A component keeps its state below `join(dataDir, kind, name)`. */
  readonly dataDir: string;
  /** Aborted when the program drains: sources then stop taking in. */
  readonly draining: AbortSignal;
  /** Adds `by` (default 1) to a named counter of this component: `count("longLines")`. */
  count(counter: string, by?: number): void;
}

/** Where a source leaves what it read. */
export interface Output<T> {
  /** Most events that one `put` may carry. */
  readonly batchSize: number;
  /**
   * Resolves once the events are safe in every required channel (or in the batch under way of a stream); waits
   * while there is no room. Rejects with ChannelFullError when a channel stayed full for its keep-alive, with
   * another error when a step on the wire threw: nothing of this call was taken then, and it may be repeated.
   */
  put(events: readonly Event<T>[]): Promise<void>;
}

/** Brings events in. Lifecycle: open, run, close; close is called exactly once after a successful open. */
export interface Source<T> {
  /** Takes hold of port, file or process. Rejects with a ComponentError when that cannot work: the program ends. */
  open(context: Context): Promise<void>;
  /**
   * Delivers until `context.draining` is aborted or the input ends, then resolves with everything delivered that was
   * accepted. A rejection is logged and `run` is called again after a back-off.
   */
  run(output: Output<T>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Takes further events into a write that is under way: those that are there now, as many as its batch has room for.
 * Gives what `read` makes of them. Null when there are none, or when `read` gives null or throws: they are for the next
 * write then.
 */
export type More<T> = <Read>(read: (events: readonly Event<T>[]) => Read | null) => Promise<Read | null>;

/** Takes events out of the program. */
export interface Sink<T> {
  /** Most events of one `write`; what the sink's declaration names as its batch. */
  readonly batchSize: number;
  /**
   * Most writes that may be under way at once; 1 where a sink leaves it out. With more, a batch that fails may come
   * again behind later ones.
   */
  readonly parallel?: number;
  open(context: Context): Promise<void>;
  /**
   * Resolves when the events are as safe as the sink's declaration says. Rejects otherwise: the transaction is
   * rolled back and the same events come again after a back-off. A sink that sends its events one after the other may
   * ask for `more` of them until it is done; they share the fate of the others.
   */
  write(events: readonly Event<T>[], more?: More<T>): Promise<void>;
  /**
   * In a stream, instead of `write`: the whole batch, empty ones too, with its batch time in ms. A sink that does
   * not care about batches leaves it out, and gets `write` with a header `timestamp` of the batch time.
   */
  writeBatch?(elements: readonly T[], time: number): Promise<void>;
  /** Flushes and closes; what was written stays readable under its final name. */
  close(): Promise<void>;
}

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
  open(context: Context): Promise<void>;
  /**
   * Claims room, waiting up to the channel's keep-alive. Rejects with ChannelFullError after that. Claiming in all
   * channels of a fan-out before committing in any keeps a retry from duplicating in the first. An aborted `signal` asks
   * for room that is there now, without a wait: what an optional channel is asked for.
   */
  put(events: readonly Event<T>[], signal?: AbortSignal): Promise<Put>;
  /**
   * Up to `max` events from the head. Waits for the first one until `signal` is aborted, and gives null then; an
   * already aborted signal asks for what is there. Does not linger for a full batch.
   */
  take(max: number, signal: AbortSignal): Promise<Taken<T> | null>;
  close(): Promise<void>;
}

/** Where a reader stands in each partition: the next offset to read, as decimal text (offsets exceed 2^53). */
export type Positions = ReadonlyMap<number, string>;

/** Records of a topic as its readers see them: headers carry `topic`, `partition`, `offset`, `timestamp` and `key`. */
export interface TopicBatch<T> {
  /** None where all that was read did not decode: its positions are to be committed all the same. */
  readonly events: readonly Event<T>[];
  /** Where each partition stands after this batch; what `commit` takes. */
  readonly positions: Positions;
}

/** One member of a consumer group. */
export interface TopicReader<T> {
  open(context: Context): Promise<void>;
  /**
   * Up to `max` records. Waits for the first until `signal` is aborted (then null); an already aborted signal asks
   * for what is there. The range is fixed: after a `rewind` the next read gives the same records again. It may give
   * fewer, so that large records do not fill the memory. A partition that cannot be read takes nothing from the others
   * and keeps its place. A read that rejects may have lost the reader's place: it is read on after a `rewind`.
   */
  read(max: number, signal: AbortSignal): Promise<TopicBatch<T> | null>;
  /** Makes `positions` the group's committed ones. Rejects when the reader no longer owns a partition. */
  commit(positions: Positions): Promise<void>;
  /** Goes back to `positions`, or to the committed ones. */
  rewind(positions?: Positions): Promise<void>;
  close(): Promise<void>;
}

/** Where a reader of a group begins when the group has committed nothing yet. */
export type StartAt = "earliest" | "latest";

/** What a reader of a topic may want beside its group. */
export interface ReaderOptions {
  /**
   * The name that the group had in earlier versions. A group without positions begins where that one stands, if it has
   * any, and says so in the log.
   */
  readonly formerGroup?: string;
  /** Rejects its opening, or a read, when another member of the group stays for longer than a session. */
  readonly exclusive?: boolean;
}

/** What somebody has to know of a topic to reach its log without it: a console, which shows what does not decode too. */
export interface TopicOrigin {
  /** Name of the component: `kafka`, `embedded`. */
  readonly kind: string;
  readonly declared: Declared;
  /** The options of the declaration, defaults included. Secrets among them stay sealed. */
  readonly options: object;
}

/** A named, partitioned, durable log. Opened once, before anyone writes or reads. */
export interface Topic<T> {
  readonly name: string;
  /** A kind of topic that the console does not know leaves it out. */
  readonly origin?: TopicOrigin;
  /** What takes records that do not decode, as they are. Opened and closed by the program, where it reads the topic. */
  readonly undecodable?: Sink<Uint8Array> | null;
  open(context: Context): Promise<void>;
  /**
   * Called by each sink on this topic when it is opened, before the first append. Rejects when another process is
   * the one that may write. A topic that anyone may write leaves it out.
   */
  claim?(): Promise<void>;
  /** Resolves when all events are acknowledged. Order within a key is kept. */
  append(events: readonly Event<T>[]): Promise<void>;
  reader(group: string, startAt: StartAt, more?: ReaderOptions): TopicReader<T>;
  close(): Promise<void>;
}

/**
 * Something outside is not as a component needs it: a port in use, a missing file, no broker. Printed as one line
 * with the component's name and place; at start-up the program exits with 1.
 */
export class ComponentError extends Error {
  readonly declared: Declared;
  constructor(declared: Declared, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ComponentError";
    this.declared = declared;
  }
}

/** What a RejectedEventError may say beside its indexes. */
export interface RejectionDetails {
  readonly unwritten?: readonly number[] | null;
  readonly reasons?: readonly string[] | null;
}

/**
 * A sink or topic refused the *content* of events: a record too large, a bad header, a constraint of a database. Thrown
 * by `write` and `append` instead of another error, it says that the same events will be refused again, however often
 * they are tried, where any other error says that the target could not be reached.
 */
export class RejectedEventError extends Error {
  /** Which events of the write were refused, by index; null where the sink cannot tell. */
  readonly indexes: readonly number[] | null;
  /** Which events were not written, the refused ones among them; null where none was. */
  readonly unwritten: readonly number[] | null;
  /** Why each of `indexes` was refused, where that is not `message` for all of them. */
  readonly reasons: readonly string[] | null;
  constructor(
    message: string,
    indexes: readonly number[] | null = null,
    { unwritten = null, reasons = null, ...options }: ErrorOptions & RejectionDetails = {},
  ) {
    super(message, options);
    this.reasons = reasons;
    this.name = "RejectedEventError";
    this.indexes = indexes;
    this.unwritten = unwritten;
  }
}

/** A channel had no room for the whole keep-alive. */
export class ChannelFullError extends Error {
  constructor(channel: string, waitedMs: number) {
    super(waitedMs === 0 ? `channel ${channel} is full` : `channel ${channel} has had no room for ${waitedMs} ms`);
    this.name = "ChannelFullError";
  }
}
