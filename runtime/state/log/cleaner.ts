import { readSegment, type SegmentRecords } from "../../log-store/segment-records.ts";
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
  readonly next: number;
}

/** The segment that is being emptied, and how many of its records have been looked at. */
interface Emptying {
  readonly segment: LiveSegment;
  readonly records: SegmentRecords;
  readonly next: number;
}

/**
 * Empties the oldest segment of a log, so that it can go: what is live there is written once more, a part with each
 * batch. Removals need no care: all that they remove is older, and so is gone before them.
 */
export class Cleaner {
  readonly #segments: LiveSegments;
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
    if (this.#emptying?.segment !== oldest) {
      this.#emptying = { segment: oldest, records: await readSegment(oldest.segment), next: 0 };
    }
    const { records, next } = this.#emptying;
    const { bytes } = records;
    const moved: Moved[] = [];
    let index = next;
    for (let seen = 0; index < records.count && seen < budget; index++) {
      const [position, end] = [records.start(index), records.end(index)];
      seen += end - position + 4;
      if (!isLive(oldest, position)) continue;
      const owner = ownerOf(bytes, { segment: oldest, position }, tables);
      if (owner === null) continue;
      moved.push({ ...owner, written: writer.write((record) => record.record(bytes, position, end)) });
    }
    return { moved, next: index };
  }

  /** What `move` has written is safe. */
  advance(next: number): void {
    if (this.#emptying !== null) this.#emptying = { ...this.#emptying, next };
  }

  /** The oldest segment is gone. */
  forget(): void {
    this.#emptying = null;
  }
}

/** Whose record is at `place`, unless the batch under way writes it in any case. */
function ownerOf(bytes: Buffer, place: RecordPlace, tables: LoggedTables): Owner | null {
  const { position } = place;
  const logged = tables.get(tableAt(bytes, position));
  if (logged === undefined || logged.isMigrated) return null;
  const { table, codec } = logged;
  if (table.isCold) {
    const hash = table.cold!.hashOfRecord(bytes, position);
    if (table.cold!.slotOf(hash, place) !== -1) return { logged, hash, from: place };
  }
  const key = codec.decodeKey(bytes.toString("utf8", keyStart(bytes, position), keyEnd(bytes, position)));
  const entry = table.loadedAt(key, place) as AnyEntry | undefined;
  return entry === undefined || table.isChanged(entry) ? null : { entry };
}
