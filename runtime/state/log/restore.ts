import type { SegmentLog } from "../../log-store/segment-log.ts";
import { readSegment } from "../../log-store/segment-records.ts";
import type { LoggedTable, LoggedTables } from "../logged-table.ts";
import type { VoidRange } from "../manifest.ts";
import { addLive, type LiveSegment } from "./live-segments.ts";
import { SeenOrders } from "./seen-orders.ts";
import {
  BEGUN,
  DONE,
  keyEnd,
  keyStart,
  kindAt,
  orderAt,
  PUT,
  REMOVE,
  removedOrderAt,
  tableAt,
  textAt,
} from "./state-record.ts";

/** How a log ends. */
export interface LogEnd {
  /** The newest manifest, and the offset of its record; null where no batch was ever finished. */
  readonly manifest: { readonly text: string; readonly offset: number } | null;
  /** The batch that was begun behind it; null where none was. */
  readonly begun: string | null;
}

/** Finds the last batch of a log that was finished, and the one that was begun behind it. */
export async function findEnd(log: SegmentLog): Promise<LogEnd> {
  let begun: string | null = null;
  for (const segment of [...log.segments].reverse()) {
    const records = await readSegment(segment);
    for (let index = records.count - 1; index >= 0; index--) {
      const start = records.start(index);
      const kind = kindAt(records.bytes, start);
      if (kind !== DONE && kind !== BEGUN) continue;
      const text = textAt(records.bytes, start, records.end(index));
      if (kind === DONE) return { manifest: { text, offset: records.offset(index) }, begun };
      begun ??= text;
    }
  }
  return { manifest: null, begun };
}

/** What restoring is told. */
export interface RestoreOptions {
  readonly segments: readonly LiveSegment[];
  readonly tables: LoggedTables;
  readonly voids: readonly VoidRange[];
  /** Whether the bytes of segments stay in memory, so that nothing is read twice. */
  readonly keepsBytes: boolean;
}

/** A table, and what was seen of its keys on the way from the end. */
interface Restored {
  readonly logged: LoggedTable;
  readonly seen: SeenOrders;
  /** Keys that an earlier version has removed. */
  readonly removed: Set<string>;
}

/**
 * Fills tables from a log, and gives the bytes of the records that are live. It is read from its end: what comes first for
 * a key is what counts, so that nothing is looked at twice, however often it was written. No key and no value is made of
 * it yet: a table only gets to know where they are.
 */
export async function restoreTables({ segments, tables, voids, keepsBytes }: RestoreOptions): Promise<number> {
  const byId = new Map([...tables].map(([id, logged]) => [id, newRestored(logged)]));
  let live = 0;
  for (const segment of [...segments].reverse()) {
    const { bytes, ...records } = await readSegment(segment.segment);
    for (let index = records.count - 1; index >= 0; index--) {
      const position = records.start(index);
      const kind = kindAt(bytes, position);
      const restored = kind === PUT || kind === REMOVE ? byId.get(tableAt(bytes, position)) : undefined;
      if (restored === undefined || isVoid(records.offset(index), voids)) continue;
      const end = records.end(index);
      if (kind === PUT) {
        if (takePut(bytes, restored, { segment, position })) live += end - position + 4;
      } else takeRemove(bytes, restored, position, end);
    }
    if (keepsBytes && segment.count > 0) segment.bytes = bytes;
  }
  return live;
}

function newRestored(logged: LoggedTable): Restored {
  return { logged, seen: new SeenOrders(), removed: new Set() };
}

/** Says whether the record is the newest of its key, and the key was not removed since. */
function takePut(
  bytes: Buffer,
  { logged: { table }, seen, removed }: Restored,
  place: { readonly segment: LiveSegment; readonly position: number },
): boolean {
  const { segment, position } = place;
  const order = orderAt(bytes, position);
  table.continueBehind(order);
  if (!seen.add(order) || (removed.size > 0 && removed.has(keyText(bytes, position)))) return false;
  table.restore(bytes, place);
  addLive(segment, position);
  return true;
}

function takeRemove(bytes: Buffer, { logged, seen, removed }: Restored, position: number, end: number): void {
  const order = removedOrderAt(bytes, position, end);
  if (order === null) {
    removed.add(keyText(bytes, position));
    return;
  }
  logged.table.continueBehind(order);
  seen.add(order);
}

function keyText(bytes: Buffer, position: number): string {
  return bytes.toString("utf8", keyStart(bytes, position), keyEnd(bytes, position));
}

function isVoid(offset: number, voids: readonly VoidRange[]): boolean {
  return voids.some(([from, to]) => offset >= from && offset < to);
}
