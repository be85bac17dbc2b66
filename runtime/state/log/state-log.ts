import type { AppendPlace } from "../../log-store/appends.ts";
import { SegmentLog } from "../../log-store/segment-log.ts";
import type { RecordPlace } from "../cold-entries.ts";
import type { AnyEntry, LoggedTable, LoggedTables } from "../logged-table.ts";
import {
  type BegunBatch,
  begunText,
  type Manifest,
  manifestText,
  parseBegun,
  parseManifest,
  type VoidRange,
} from "../manifest.ts";
import { isBounded, type MemoryBound } from "../memory-bound.ts";
import { isRemoved } from "../state-table.ts";
import { type Cleaned, Cleaner, type Moved } from "./cleaner.ts";
import { type Frame, FrameWriter, type Written } from "./frame-writer.ts";
import { addLive, LiveSegments, removeLive } from "./live-segments.ts";
import { findEnd, restoreTables } from "./restore.ts";
import { writeBegun, writeDone, writePut, writeRemove } from "./state-record.ts";

/** Bytes of a segment: 8 MiB. */
const SEGMENT_BYTES = 8_388_608;
/** A log is at most so many times as long as what is live in it, with two segments more. */
const MOST_LENGTH = 2;
/** Bytes that are looked at with each batch while the log is too long: so many, and a multiple of those written. */
const CLEANED_ANYWAY = 65_536;
const CLEANED_A_BYTE = 4;

/** Bytes that a batch has room for from the start. */
const LEAST_ROOM = 4096;
const MOST_ROOM = 8_388_608;

/** Entries that are read together before they are written. */
const FETCHED = 256;

interface Placed {
  readonly entry: AnyEntry;
  /** Null for one that is removed. */
  readonly written: Written | null;
}

/** How the log of a state is kept. */
export interface StateLogOptions {
  /** Bytes after which a new file begins; 8 MiB. */
  readonly segmentBytes?: number;
  /** How much of what is kept may be in memory; all of it where there is none. */
  readonly memory?: MemoryBound;
}

/**
 * What one stream keeps, on disk: a log to which each batch appends what it has changed, and then a manifest. A batch
 * counts once its manifest is there, so that a crash at any moment leaves all of it or nothing. Old segments are emptied
 * with the batches that come, so that the log stays bounded and no batch waits for a rewrite of everything.
 */
export class StateLog {
  readonly #log: SegmentLog;
  readonly #segmentBytes: number;
  readonly #memory: MemoryBound;
  readonly #segments = new LiveSegments();
  readonly #cleaner = new Cleaner(this.#segments);
  #liveBytes = 0;
  /** The batch that was begun behind the last one that was finished, when the log was opened. */
  begun: BegunBatch | null = null;
  #room = LEAST_ROOM;
  #voids: readonly VoidRange[] = [];

  constructor(directory: string, { segmentBytes = SEGMENT_BYTES, memory }: StateLogOptions = {}) {
    this.#segmentBytes = segmentBytes;
    this.#memory = memory ?? { limit: Number.POSITIVE_INFINITY, used: 0 };
    this.#log = new SegmentLog(directory, { segmentBytes });
  }

  /** Bytes of all files. */
  get bytes(): number {
    return this.#log.bytes;
  }

  /**
   * Finds the last batch that was finished; null where there is none. With `write` this process appends behind it, which
   * the caller's lock must have made sure of. Rejects with DamagedLogError.
   */
  async open({ write }: { readonly write: boolean }): Promise<Manifest | null> {
    if (write) await this.#log.claim();
    else await this.#log.open();
    const { manifest: found, begun } = await findEnd(this.#log);
    this.begun = begun === null ? null : parseBegun(begun);
    const manifest = found === null ? null : parseManifest(found.text);
    const from = found === null ? this.#log.start : found.offset + 1;
    const unfinished: VoidRange[] = from < this.#log.end ? [[from, this.#log.end]] : [];
    this.#voids = [...(manifest?.voids ?? []), ...unfinished];
    this.#noteSegments();
    return manifest;
  }

  /** Fills tables with what the last batch has left. */
  async restore(tables: LoggedTables): Promise<void> {
    for (const logged of tables.values()) this.store(logged);
    this.#liveBytes = await restoreTables({
      segments: this.#segments.all,
      tables,
      voids: this.#voids,
      keepsBytes: !isBounded(this.#memory),
    });
  }

  /** Says to a table that its entries are here. */
  store({ table, codec }: LoggedTable): void {
    table.storeIn({ codec, segments: this.#segments, memory: this.#memory });
  }

  /** Makes it known, before anything of a batch is written elsewhere, what it reads. */
  async begin(batch: BegunBatch): Promise<void> {
    const writer = new FrameWriter();
    writer.write((record) => writeBegun(record, begunText(batch)));
    await this.#append(writer.finish(), batch.time);
    this.#noteSegments();
  }

  /** Makes the changes of a batch safe, all or none. A commit that rejects may be tried again. */
  async commit(tables: LoggedTables, manifest: Omit<Manifest, "voids">): Promise<void> {
    const writer = new FrameWriter(this.#room);
    const placed = [...tables.values()].flatMap((logged) => writeChanges(writer, logged));
    const cleaned = await this.#clean(tables, writer);
    const voids = this.#voids.filter(([, to]) => to > this.#log.start);
    writer.write((record) => writeDone(record, manifestText({ ...manifest, voids })));
    const frames = await this.#append(writer.finish(), manifest.time);
    // The next batch is likely to be as large: a buffer that grows to that leaves as much behind.
    this.#room = Math.min(MOST_ROOM, Math.max(LEAST_ROOM, writer.largest));
    this.#voids = voids;
    this.#noteSegments();
    for (const { entry, written } of placed) this.#place(entry, written, frames);
    for (const moved of cleaned?.moved ?? []) this.#move(moved, frames);
    for (const logged of tables.values()) {
      logged.table.settle();
      logged.isMigrated = false;
    }
    if (cleaned !== null) this.#cleaner.advance(cleaned.next);
    if ([...tables.values()].every(({ table }) => !table.isCold)) this.#segments.release();
    // Only now: until this batch's manifest was written, the only one may have been in the oldest segment.
    while (this.#isTooLong() && this.#segments.all[0]!.count === 0) await this.#dropOldest();
  }

  async close(): Promise<void> {
    this.#segments.close();
    const left = this.#cleaner.forget();
    try {
      if (left !== null) await left;
    } finally {
      await this.#log.close();
    }
  }

  /** Appends the last frame, whose manifest makes all of them count, once the others are safe. */
  async #append(frames: readonly Frame[], time: number): Promise<AppendPlace[]> {
    const append = ({ body, count }: Frame): Promise<AppendPlace> => this.#log.appendAt(body, count, time);
    const others = await Promise.allSettled(frames.slice(0, -1).map(append));
    const places = others.map((other) => {
      if (other.status === "rejected") throw other.reason;
      return other.value;
    });
    return [...places, await append(frames.at(-1)!)];
  }

  async #clean(tables: LoggedTables, writer: FrameWriter): Promise<Cleaned | null> {
    if (!this.#isTooLong()) return null;
    return await this.#cleaner.move(CLEANED_ANYWAY + CLEANED_A_BYTE * writer.size, tables, writer);
  }

  #isTooLong(): boolean {
    const bound = MOST_LENGTH * this.#liveBytes + 2 * this.#segmentBytes;
    return this.#log.segments.length > 1 && this.#log.bytes > bound;
  }

  /** Safe batches have made the oldest segment superfluous. */
  async #dropOldest(): Promise<void> {
    const [, following] = this.#log.segments;
    if (following === undefined) return;
    const left = this.#cleaner.forget();
    if (left !== null) await left;
    this.#segments.dropFirst();
    await this.#log.truncateBefore(following.base);
  }

  #place(entry: AnyEntry, written: Written | null, frames: readonly AppendPlace[]): void {
    if (entry.segment !== null) {
      removeLive(entry.segment, entry.position);
      this.#liveBytes -= entry.bytes;
    }
    if (written === null) return;
    const { segment, position } = this.#placeOf(written, frames);
    entry.segment = segment;
    entry.position = position;
    entry.bytes = written.bytes;
    addLive(segment, position);
    this.#liveBytes += entry.bytes;
  }

  #move(moved: Moved, frames: readonly AppendPlace[]): void {
    if ("entry" in moved) {
      this.#place(moved.entry, moved.written, frames);
      return;
    }
    const { logged, hash, from, written } = moved;
    const to = this.#placeOf(written, frames);
    logged.table.cold!.move(hash, from, to);
    removeLive(from.segment, from.position);
    addLive(to.segment, to.position);
  }

  #placeOf({ frame, start }: Written, frames: readonly AppendPlace[]): RecordPlace {
    const { segment, position } = frames[frame]!;
    return { segment: this.#segments.at(segment), position: position + start };
  }

  #noteSegments(): void {
    const { segments } = this.#log;
    for (let index = this.#segments.all.length; index < segments.length; index++)
      this.#segments.begin(segments[index]!);
  }
}

/** Writes what a batch has changed of one table. */
function writeChanges(writer: FrameWriter, { id, table, codec, isMigrated }: LoggedTable): Placed[] {
  const placed: Placed[] = [];
  const write = (entry: AnyEntry): void => {
    if (!isRemoved(entry)) {
      placed.push({ entry, written: writer.write((record) => writePut(record, id, { entry, codec })) });
    } else if (entry.segment !== null) {
      writer.write((record) => writeRemove(record, id, entry.order, codec.encodeKey(entry.key)));
      placed.push({ entry, written: null });
    }
  };
  const changed = table.changes;
  if (!isMigrated) {
    for (let index = 0; index < changed.length; index++) {
      if (index % FETCHED === 0) writer.makeRoom(bytesOf(changed.slice(index, index + FETCHED)));
      write(changed[index]!.entry);
    }
  } else {
    const removed = changed.map(({ entry }) => entry).filter(isRemoved);
    // An entry that was only read on the way would not know where it is written.
    table.load();
    for (const entry of [...table.entries(), ...removed]) write(entry);
  }
  return placed;
}

/** About as many bytes as the entries take. That reads them all at once, so that memory is not waited for with each of them. */
function bytesOf(changes: readonly { readonly entry: AnyEntry }[]): number {
  let bytes = 0;
  for (const { entry } of changes) bytes += entry.bytes + (typeof entry.key === "string" ? entry.key.length : 0);
  return bytes;
}
