import { join, resolve } from "node:path";
import type { Codec } from "../codec/codec.ts";
import { jsonCodec } from "../codec/json.ts";
import { encoderOf } from "../codec/json-encode.ts";
import { textCodec } from "../codec/text.ts";
import type { Channel, Put, Taken } from "../contract/channel.ts";
import { type Context, type Declared, keptNameOf } from "../contract/context.ts";
import { ComponentError } from "../contract/errors.ts";
import type { Event } from "../contract/event.ts";
import { Failure } from "../contract/failure.ts";
import type { Kept } from "../contract/kept.ts";
import { messageOf } from "../contract/message-of.ts";
import { frameLength } from "../log-store/frame.ts";
import { LogReader } from "../log-store/log-reader.ts";
import { RecordWriter } from "../log-store/record-writer.ts";
import { listSegments } from "../log-store/segment.ts";
import { SegmentLog } from "../log-store/segment-log.ts";
import { readEvent, writeEvent } from "../log-store/stored-event.ts";
import { misfitOf } from "../state/judge/fit-schema.ts";
import { type Lock, lock } from "../system/directory-lock.ts";
import { fileName } from "../system/file-name.ts";
import { existsSync } from "../system/files.ts";
import { FreeSpace } from "../system/free-space.ts";
import { makeDirectory } from "../system/make-directory.ts";
import { Mutex } from "../system/mutex.ts";
import { Notifier } from "../system/notifier.ts";
import { Permits } from "../system/permits.ts";
import { syncDirectory } from "../system/replace-file.ts";
import { acquireForPut } from "./acquire-for-put.ts";
import { joinParts } from "./parts.ts";
import { RecentBatches } from "./recent-batches.ts";
import { TakenFile } from "./taken-file.ts";
import { type OffsetRange, TakenOffsets } from "./taken-offsets.ts";

/** Options of a `file` channel; numbers in comments are defaults. */
export interface FileOptions {
  /** Most events that it holds, those claimed or taken and not yet given up included; 1 000 000. */
  readonly capacity?: number;
  /** Most bytes of its files; a file gives its bytes back when all of it has been taken. Absent or null: no bound. */
  readonly byteCapacity?: number | null;
  /** Most events of one put by a source or take by a sink; 10 000. */
  readonly transactionCapacity?: number;
  /** Longest wait for room, in ms; 3000. */
  readonly keepAlive?: number;
  /** Directory of its files; below the data directory when absent or null. */
  readonly directory?: string | null;
  /** Further directories, which get files in turn with that one; none. */
  readonly directories?: readonly string[];
  /** Free bytes that must be left on the disk; puts are refused below that. 500 MiB. */
  readonly minimumRequiredSpace?: number;
  /** Bytes after which a new file is begun; 64 MiB. */
  readonly maxFileSize?: number;
  /** Whether a commit waits until the disk has it, and not only the operating system; true. */
  readonly fsync?: boolean;
}

/**
 * A channel on disk: what was put survives a crash of the process and of the machine. A commit of a put is one frame
 * of a checksummed log, synced together with those that commit at the same time; a commit of a take notes what is
 * gone for good. A start cuts off what a crash has torn, which nobody was told was safe, and refuses damage.
 */
export function file<T>(options: FileOptions, declared: Declared): Channel<T> {
  return new FileChannel(options, declared);
}

/** How many bytes a put may have more than the one before without a larger buffer, and for how many there is one at once. */
const SLACK = 1024;
const MOST_ROOM = 1_048_576;

/** Events with the offsets under which the log has them. */
interface Batch<T> {
  readonly events: Event<T>[];
  readonly offsets: number[];
}

/** What is there while the channel is open. */
interface Store {
  readonly context: Context;
  readonly locks: readonly Lock[];
  readonly log: SegmentLog;
  readonly reader: LogReader;
  readonly takenFile: TakenFile;
  readonly taken: TakenOffsets;
  readonly spaces: readonly FreeSpace[];
}

class FileChannel<T> implements Channel<T> {
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly durable = true;
  readonly #options: FileOptions;
  readonly #declared: Declared;
  readonly #codec: Codec<T>;
  readonly #permits: Permits;
  readonly #arrivals = new Notifier();
  /** Rolled back, by offset: they come before what is read from the log. */
  readonly #returned: Batch<T>[] = [];
  /** What was not taken before the channel was opened, by offset; then the log is read from `#next` on. */
  #left: OffsetRange[] = [];
  #next = 0;
  /** One read at a time: the reader stands at one place in the log. */
  readonly #reading = new Mutex();
  /** Null for bodies that may be others once they are read from the disk. */
  readonly #recent: RecentBatches<T> | null;
  /** What the next put may need, in bytes, after the one before. */
  #room = SLACK;
  #store: Store | null = null;

  constructor(options: FileOptions, declared: Declared) {
    const { capacity = 1_000_000, byteCapacity = null, transactionCapacity = 10_000, keepAlive = 3000 } = options;
    this.capacity = capacity;
    this.transactionCapacity = Math.min(transactionCapacity, capacity);
    this.#options = options;
    this.#declared = declared;
    this.#codec =
      declared.element.kind === "string"
        ? textCodec(declared.element)
        : jsonCodec(declared.element, encoderOf(declared));
    this.#recent = declared.element.kind === "string" ? new RecentBatches() : null;
    this.#permits = new Permits({ elements: capacity, bytes: byteCapacity ?? Infinity, patience: keepAlive });
  }

  get size(): number {
    const store = this.#store;
    return store === null ? 0 : store.log.end - store.taken.count;
  }

  keepsAt(dataDir: string): Kept {
    const { directory } = this.#options;
    const at = resolve(directory ?? join(dataDir, "channels", fileName(keptNameOf(this.#declared))));
    const { element } = this.#declared;
    return { at, element, misfit: (former) => misfitOf(former, element) };
  }

  async open(context: Context): Promise<void> {
    const { directories = [] } = this.#options;
    const { at: place } = this.keepsAt(context.dataDir);
    const others = directories.map((one) => resolve(one));
    const locks: Lock[] = [];
    try {
      await makeDirectory(place);
      locks.push(await lock(join(place, "lock")));
      try {
        await joinParts(place, others);
        for (const other of others) locks.push(await lock(join(other, "lock")));
        this.#store = await this.#openStore(place, others, locks, context);
      } catch (error) {
        for (const held of locks) await held.release();
        throw error;
      }
    } catch (error) {
      throw new ComponentError(this.#declared, messageOf(error), { cause: error });
    }
  }

  async put(events: readonly Event<T>[], signal?: AbortSignal): Promise<Put> {
    const { context, log, spaces } = this.#opened();
    const writer = new RecordWriter(this.#room);
    const now = context.clock.now();
    for (const { body, headers } of events) {
      writeEvent(writer, { timestamp: now, key: null, headers, body }, this.#codec.write);
    }
    const records = writer.finish();
    this.#room = Math.min(records.length + SLACK, MOST_ROOM);
    for (const space of spaces) await space.check(records.length);
    const bytes = frameLength(records.length);
    await acquireForPut(this.#permits, this.#declared.name, { events: events.length, bytes }, context.clock, signal);
    const giveBack = () => this.#permits.release(events.length, bytes);
    return {
      commit: async () => {
        let base: number;
        try {
          base = await log.append(records, events.length, now);
        } catch (error) {
          giveBack();
          throw error;
        }
        if (events.every(isWellFormed)) this.#recent?.add(base, events, records.length);
        this.#arrivals.wakeOne();
      },
      rollback: async () => giveBack(),
    };
  }

  async take(max: number, signal: AbortSignal): Promise<Taken<T> | null> {
    for (;;) {
      const batch = await this.#nextBatch(max);
      if (batch !== null) {
        if (this.#hasMore()) this.#arrivals.wakeOne();
        return { events: batch.events, commit: () => this.#giveUp(batch), rollback: async () => this.#giveBack(batch) };
      }
      if (this.#hasMore()) continue;
      if (signal.aborted) return null;
      await this.#arrivals.wait(signal);
    }
  }

  async close(): Promise<void> {
    const { reader, log, taken, takenFile, locks } = this.#opened();
    this.#permits.close();
    await this.#reading.idle();
    await reader.close();
    await log.close();
    await takenFile.write({ low: taken.low, ranges: taken.ranges, end: log.end });
    await takenFile.close();
    for (const held of locks) await held.release();
  }

  #opened(): Store {
    if (this.#store === null) throw new Error(`channel ${this.#declared.name} is not open`);
    return this.#store;
  }

  async #openStore(
    directory: string,
    others: readonly string[],
    locks: readonly Lock[],
    context: Context,
  ): Promise<Store> {
    const { maxFileSize, fsync, minimumRequiredSpace = 500 * 2 ** 20 } = this.#options;
    const spaces = [directory, ...others].map((one) => new FreeSpace(one, minimumRequiredSpace));
    for (const space of spaces) await space.check(0);
    const log = new SegmentLog(directory, { segmentBytes: maxFileSize, fsync, keepsLast: true, others });
    // The log is made before the file of what was taken, and never without a segment.
    const isGone = existsSync(join(directory, "taken")) && (await listSegments(directory, ...others)).length === 0;
    const torn = await log.claim();
    if (torn > 0) context.log.warn("cut off what a crash had left of an unfinished commit", { bytes: torn });
    const { file: takenFile, state } = await TakenFile.open(join(directory, "taken"));
    // Its name tells a channel whose log is gone from one that is new.
    if (state.end === 0) await syncDirectory(directory);
    const taken = new TakenOffsets(state.low, state.ranges);
    const known = Math.max(taken.low, taken.ranges.at(-1)?.to ?? 0, state.end);
    if (isGone) {
      context.log.error("the log of this channel is gone, and with it whatever nobody had taken; it begins empty", {
        directory,
        taken: taken.low,
      });
    } else if (known > log.end) {
      context.log.error("the end of this channel's log is gone", { directory, known, found: log.end });
    } else if (taken.low < log.start) {
      // Files are given up only once all that they held was taken.
      const gone = taken.missing(taken.low, log.start).reduce((sum, { from, to }) => sum + to - from, 0);
      context.log.error("a file of this channel's log is gone, with events that nobody had taken", { directory, gone });
    }
    // What is gone leaves its room to others, and its offsets to none. Without fsync a power failure may have taken
    // more of the log than of the file of what was taken.
    for (const gone of [...taken.missing(taken.low, log.start), ...taken.missing(log.end, known)]) taken.add(gone);
    if (known > log.end) await log.startAt(known);
    this.#left = taken.missing(taken.low, log.end);
    this.#next = log.end;
    this.#permits.restore(log.end - taken.count, log.bytes);
    return { context, locks, log, reader: new LogReader(log, taken.low), takenFile, taken, spaces };
  }

  #hasMore(): boolean {
    return this.#returned.length > 0 || this.#left.length > 0 || this.#next < this.#opened().log.end;
  }

  #nextBatch(max: number): Promise<Batch<T> | null> {
    return this.#reading.run(() => this.#takeReturned(max) ?? this.#readBatch(max));
  }

  #takeReturned(max: number): Batch<T> | null {
    const first = this.#returned[0];
    if (first === undefined) return null;
    const batch = { events: first.events.splice(0, max), offsets: first.offsets.splice(0, max) };
    if (first.events.length === 0) this.#returned.shift();
    return batch;
  }

  async #readBatch(max: number): Promise<Batch<T> | null> {
    const { log, reader } = this.#opened();
    const batch: Batch<T> = { events: [], offsets: [] };
    while (batch.events.length === 0) {
      const range = this.#left[0] ?? { from: this.#next, to: log.end };
      if (range.from >= range.to) return null;
      const recent = this.#recent?.from(range.from, max) ?? [];
      if (recent.length > 0) {
        this.#advance(range, range.from + recent.length);
        return { events: recent, offsets: recent.map((_, index) => range.from + index) };
      }
      await reader.seek(range.from);
      const records = await reader.read(Math.min(max, range.to - range.from));
      for (const { offset, bytes } of records) this.#decode(offset, bytes, batch);
      this.#advance(range, reader.next);
    }
    return batch;
  }

  #decode(offset: number, bytes: Buffer, batch: Batch<T>): void {
    const { headers, body } = readEvent(bytes);
    const value = this.#codec.decode(body);
    if (!(value instanceof Failure)) {
      batch.events.push({ body: value, headers });
      batch.offsets.push(offset);
      return;
    }
    const { context, taken } = this.#opened();
    context.count("undecodable");
    context.log.once(
      "undecodable",
      `an event from before is not of the type that the channel has now: ${value.reason}`,
    );
    taken.add({ from: offset, to: offset + 1 });
    this.#permits.release(1, 0);
  }

  #advance(range: OffsetRange, to: number): void {
    if (this.#left.length === 0) this.#next = to;
    else if (to < range.to) this.#left[0] = { from: to, to: range.to };
    else this.#left.shift();
  }

  async #giveUp({ offsets }: Batch<T>): Promise<void> {
    const { log, taken, takenFile } = this.#opened();
    for (const range of rangesOf(offsets)) taken.add(range);
    this.#permits.release(offsets.length, 0);
    await takenFile.write({ low: taken.low, ranges: taken.ranges, end: log.end });
    if ((log.segments[1]?.base ?? Number.POSITIVE_INFINITY) <= taken.low) {
      // First safe that they were taken, then the events away: never the other way round.
      await takenFile.sync();
      this.#permits.release(0, await log.truncateBefore(taken.low));
    }
  }

  #giveBack(batch: Batch<T>): void {
    const at = this.#returned.findIndex((other) => other.offsets[0]! > batch.offsets[0]!);
    this.#returned.splice(at < 0 ? this.#returned.length : at, 0, batch);
    this.#arrivals.wakeOne();
  }
}

/** Half a pair of characters is another text on the disk. */
function isWellFormed({ body }: Event<unknown>): boolean {
  return typeof body === "string" && body.isWellFormed();
}

/** Ascending offsets as ranges. */
function rangesOf(offsets: readonly number[]): OffsetRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const offset of offsets) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === offset) last.to = offset + 1;
    else ranges.push({ from: offset, to: offset + 1 });
  }
  return ranges;
}
