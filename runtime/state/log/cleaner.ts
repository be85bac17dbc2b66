import { FRAME_HEADER } from "../../log-store/frame.ts";
import { type FramePlace, SegmentFrames } from "../../log-store/segment-frames.ts";
import type { RecordPlace } from "../cold-entries.ts";
import type { AnyEntry, LoggedTable, LoggedTables } from "../logged-table.ts";
import type { FrameWriter, Written } from "./frame-writer.ts";
import { isLive, type LiveSegment, type LiveSegments } from "./live-segments.ts";
import { keyEnd, keyStart, tableAt } from "./state-record.ts";

/** A live record that was written once more: of an entry in memory, or of one that is only on disk. */
export type Moved = Owner & { readonly written: Written };

type Owner =
  | { readonly entry: AnyEntry }
  | { readonly logged: LoggedTable; readonly hash: number; readonly from: RecordPlace };

/** What a step of cleaning has written, and how far in the segment it has come. */
export interface Cleaned {
  readonly moved: readonly Moved[];
  readonly next: CleaningPlace;
}

/** A record that is looked at next: its frame, its number there, and where in the frame its length stands. */
interface CleaningPlace {
  readonly frame: FramePlace;
  readonly record: number;
  readonly at: number;
}

/** A record that is live, between `start` and `end` of its frame. */
interface LiveRecord {
  readonly logged: LoggedTable;
  readonly start: number;
  readonly end: number;
  /** In its segment. */
  readonly position: number;
}

/** The segment that is being emptied, and how far it has been looked at. */
interface Emptying {
  readonly segment: LiveSegment;
  readonly next: CleaningPlace;
}

/**
 * Empties the oldest segment of a log, so that it can go: what is live there is written once more, a part with each
 * batch. Removals need no care: all that they remove is older, and so is gone before them.
 */
export class Cleaner {
  readonly #segments: LiveSegments;
  readonly #frames = new SegmentFrames();
  #emptying: Emptying | null = null;

  constructor(segments: LiveSegments) {
    this.#segments = segments;
  }

  /**
   * Writes what is live among the next records, up to `budget` bytes of them. Call `advance` once the batch is safe; until
   * then the same records would be looked at again.
   */
  async move(budget: number, tables: LoggedTables, writer: FrameWriter): Promise<Cleaned | null> {
    const [oldest, following] = this.#segments.all;
    // The newest segment is still being written.
    if (oldest === undefined || following === undefined) return null;
    const { segment } = oldest;
    if (this.#emptying?.segment !== oldest) this.#emptying = { segment: oldest, next: startOf(segment.base, 0) };
    const moved: Moved[] = [];
    let place = this.#emptying.next;
    for (let seen = 0; seen < budget && place.frame.position < segment.size; ) {
      const frame = await this.#frames.read(segment, place.frame);
      const { bytes, count } = frame;
      let { record, at } = place;
      const live: LiveRecord[] = [];
      for (; record < count && seen < budget; record++) {
        const start = at + 4;
        const end = start + bytes.readUInt32LE(at);
        seen += end - at;
        at = end;
        const position = place.frame.position + start;
        if (!isLive(oldest, position)) continue;
        const logged = tables.get(tableAt(bytes, start));
        // The batch under way writes all of a table whose types have changed.
        if (logged !== undefined && !logged.isMigrated) live.push({ logged, start, end, position });
      }
      for (const { owner, start, end } of ownersOf(bytes, live, oldest)) {
        moved.push({ ...owner, written: writer.write((copy) => copy.record(bytes, start, end)) });
      }
      place = record < count ? { ...place, record, at } : startOf(frame.next.base, frame.next.position);
    }
    return { moved, next: place };
  }

  /** What `move` has written is safe. */
  advance(next: CleaningPlace): void {
    if (this.#emptying !== null) this.#emptying = { ...this.#emptying, next };
  }

  /** The oldest segment is to go; null where nobody has to wait for that. */
  forget(): Promise<void> | null {
    this.#emptying = null;
    return this.#frames.leave();
  }
}

/** The first record of a frame. */
function startOf(base: number, position: number): CleaningPlace {
  return { frame: { base, position }, record: 0, at: FRAME_HEADER };
}

/** Whose records these are, of those that the batch under way does not write in any case. */
function ownersOf(
  bytes: Buffer,
  live: readonly LiveRecord[],
  segment: LiveSegment,
): { readonly owner: Owner; readonly start: number; readonly end: number }[] {
  // Of what is only on disk, the key is not needed.
  const keys = live.map((record) => (record.logged.table.isCold ? undefined : keyOf(bytes, record)));
  for (const table of new Set(live.map(({ logged }) => logged.table))) {
    if (!table.isCold) table.fetch(keys.filter((_, index) => live[index]!.logged.table === table));
  }
  return live.flatMap((record, index) => {
    const owner = ownerOf(bytes, record, segment, keys[index]);
    return owner === null ? [] : [{ owner, start: record.start, end: record.end }];
  });
}

function ownerOf(bytes: Buffer, record: LiveRecord, segment: LiveSegment, key: unknown): Owner | null {
  const { logged, start, position } = record;
  const { table } = logged;
  const place = { segment, position };
  if (table.isCold) {
    const hash = table.cold!.hashOfRecord(bytes, start);
    if (table.cold!.slotOf(hash, place) !== -1) return { logged, hash, from: place };
  }
  const entry = table.loadedAt(key === undefined ? keyOf(bytes, record) : key, place) as AnyEntry | undefined;
  return entry === undefined || table.isChanged(entry) ? null : { entry };
}

function keyOf(bytes: Buffer, { logged, start }: LiveRecord): unknown {
  return logged.codec.decodeKey(bytes.toString("utf8", keyStart(bytes, start), keyEnd(bytes, start)));
}
