import type { Context, Declared } from "./context.ts";
import type { Event } from "./event.ts";
import type { Kept } from "./kept.ts";
import type { Sink } from "./sink.ts";

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
   * `most` bounds how many of them are of each partition; one that is not in it has no bound of its own. With it, a read of
   * what is there gives null when none is there that may come.
   */
  read(max: number, signal: AbortSignal, most?: ReadonlyMap<number, number>): Promise<TopicBatch<T> | null>;
  /** Whether its group stood somewhere in the topic when it was opened, so that it begins there. */
  readonly continues?: boolean;
  /** How many records are known to be there and were not read yet, about. A reader that does not count leaves it out. */
  readonly unread?: number;
  /** Learns where its partitions end now, for `unread` and for a read of what is there. */
  lookAhead?(): Promise<void>;
  /** How many records its group has not read of partitions that are not this reader's, about. */
  countElsewhere?(): Promise<number>;
  /** Makes `positions` the group's committed ones. Rejects when the reader no longer owns a partition. */
  commit(positions: Positions): Promise<void>;
  /** Goes back to `positions`, or to the committed ones. */
  rewind(positions?: Positions): Promise<void>;
  /** Records of each of its partitions that it has not read yet, as far as it knows. Absent where nobody can say. */
  lag?(): ReadonlyMap<number, number>;
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

/** A batch that is appended once. */
export interface WrittenBatch {
  /** Who appends it; batches of one writer come one after the other. */
  readonly writer: string;
  /** Another one for each batch. */
  readonly id: string;
}

/** A named, partitioned, durable log. Opened once, before anyone writes or reads. */
export interface Topic<T> {
  readonly name: string;
  /** A kind of topic that the console does not know leaves it out. */
  readonly origin?: TopicOrigin;
  /** What takes records that do not decode, as they are. Opened and closed by the program, where it reads the topic. */
  readonly undecodable?: Sink<Uint8Array> | null;
  /**
   * Where it keeps its records, or how far a group has read, given the data directory. Absent where they are elsewhere.
   * See `Channel.keepsAt`.
   */
  keepsAt?(dataDir: string, group?: string): Kept;
  open(context: Context): Promise<void>;
  /**
   * What tells it apart from an earlier topic of the same name, so that positions of that one are not taken for its own.
   * Asked for while it is open. Null, or left out, where nothing does.
   */
  identity?(): Promise<string | null>;
  /**
   * Called by each sink on this topic when it is opened, before the first append. Rejects when another process is
   * the one that may write. A topic that anyone may write leaves it out.
   */
  claim?(): Promise<void>;
  /** Resolves when all events are acknowledged. Order within a key is kept. */
  append(events: readonly Event<T>[]): Promise<void>;
  /**
   * The same for a whole batch, once: each partition notes the batch as the last one of `batch.writer`, and leaves out
   * its part when it has that already, from this process or an earlier one. For a topic that is declared with
   * `knowsBatches`.
   */
  appendOnce?(events: readonly Event<T>[], batch: WrittenBatch): Promise<void>;
  reader(group: string, startAt: StartAt, more?: ReaderOptions): TopicReader<T>;
  close(): Promise<void>;
}
