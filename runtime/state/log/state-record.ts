/**
 * Records of a state log. Each begins with a u32: what it is in the two lowest bits, the number of its table above.
 *
 *     put     f64 order, u32 length of the key, key, value
 *     remove  u32 length of the key, key, f64 order
 *     done    manifest
 *     begun   what the batch reads that is written next
 *
 * Keys, values and manifest are JSON in UTF-8. `order` is where the key stands among those of its table; no other key had
 * it before. A removal that an earlier version has written has none.
 */
import type { RecordWriter } from "../../log-store/record-writer.ts";
import type { Entry } from "../entry.ts";
import type { TableCodec } from "../table-codec.ts";

/** Of a batch whose outputs are about to be written. */
export const BEGUN = 0;
/** Of a key with its new value. */
export const PUT = 1;
/** Of a key that is gone. */
export const REMOVE = 2;
/** Of the end of a batch. */
export const DONE = 3;

/** What the record at `start` is: one of the kinds above. */
export function kindAt(bytes: Buffer, start: number): number {
  return bytes.readUInt32LE(start) % 4;
}

/** Number of the table that the record at `start` belongs to. */
export function tableAt(bytes: Buffer, start: number): number {
  return bytes.readUInt32LE(start) >>> 2;
}

/** A key of a table and what it has now, and what writes the two. */
export interface PutRecord<K, V> {
  readonly entry: Pick<Entry<K, V>, "key" | "value" | "order">;
  readonly codec: Pick<TableCodec<K, V>, "writeKey" | "writeValue">;
}

/** Appends that a key of the table has this value now. */
export function writePut<K, V>(writer: RecordWriter, table: number, { entry, codec }: PutRecord<K, V>): void {
  writer.begin();
  writer.length(table * 4 + PUT);
  writer.number(entry.order);
  writer.part(() => codec.writeKey(writer, entry.key));
  codec.writeValue(writer, entry.value);
  writer.end();
}

/** Appends that the table does not have `key` any more. */
export function writeRemove(writer: RecordWriter, table: number, order: number, key: string): void {
  writer.begin();
  writer.length(table * 4 + REMOVE);
  writer.text(key);
  writer.number(order);
  writer.end();
}

/** Appends the end of a batch, with the manifest that holds from then on. */
export function writeDone(writer: RecordWriter, manifest: string): void {
  writer.begin();
  writer.length(DONE);
  writer.utf8(manifest);
  writer.end();
}

/** Appends that a batch is about to be written; of no table. */
export function writeBegun(writer: RecordWriter, begun: string): void {
  writer.begin();
  writer.length(BEGUN);
  writer.utf8(begun);
  writer.end();
}

/** Where the key of the put or removal at `start` begins, behind its length. */
export function keyStart(bytes: Buffer, start: number): number {
  return start + (kindAt(bytes, start) === PUT ? 16 : 8);
}

/** Where the key ends, and the value of a put begins. */
export function keyEnd(bytes: Buffer, start: number): number {
  const at = keyStart(bytes, start);
  return at + bytes.readUInt32LE(at - 4);
}

/** Of a put. */
export function orderAt(bytes: Buffer, start: number): number {
  return bytes.readDoubleLE(start + 4);
}

/** Of the removal between `start` and `end`; null where an earlier version has written it. */
export function removedOrderAt(bytes: Buffer, start: number, end: number): number | null {
  const at = keyEnd(bytes, start);
  return at < end ? bytes.readDoubleLE(at) : null;
}

/** Text of a `done` or `begun`. */
export function textAt(bytes: Buffer, start: number, end: number): string {
  return bytes.toString("utf8", start + 4, end);
}
