import { crc32 } from "node:zlib";

/**
 * Behind the records of a large frame stands a table of their blocks, so that a damaged byte costs the records of one
 * block and not all that were appended with it. Whoever reads a whole frame has no need of it.
 *
 *     for each block of 16 KiB, of which the last may have fewer:
 *       u32 CRC-32 of all records up to its end, which goes on from that of the header
 *       u32 start of the first record that begins in it or behind it, from the first record on
 *       u32 count of the records that begin before it
 *     u32 bytes of the records   u32 CRC-32 of header, blocks and bytes   u32 0x736b6c62
 */
const BLOCK = 16_384;
const ENTRY = 12;
const TRAILER = 12;

/** Ends a table, and no marks: those end with `}`. */
const MAGIC = 0x736b6c62;

/** Bytes of the table behind records of so many bytes; 0 for those that fit into one block. */
export function tableLength(bytes: number): number {
  return bytes <= BLOCK ? 0 : Math.ceil(bytes / BLOCK) * ENTRY + TRAILER;
}

/**
 * The table of `records`, null where they fit into one block, and the CRC-32 up to their end; `header` is that of what
 * stands before them.
 */
export function blockTable(records: Buffer, header: number): { readonly table: Buffer | null; readonly crc: number } {
  if (records.length <= BLOCK) return { table: null, crc: crc32(records, header) };
  const table = Buffer.allocUnsafe(tableLength(records.length));
  let crc = header;
  let at = 0;
  let record = 0;
  let start = 0;
  for (let from = 0; from < records.length; from += BLOCK) {
    for (; start < from; record++) start += 4 + records.readUInt32LE(start);
    crc = crc32(records.subarray(from, from + BLOCK), crc);
    at = table.writeUInt32LE(crc, at);
    at = table.writeUInt32LE(start, at);
    at = table.writeUInt32LE(record, at);
  }
  at = table.writeUInt32LE(records.length, at);
  at = table.writeUInt32LE(crc32(table.subarray(0, at), header), at);
  table.writeUInt32LE(MAGIC, at);
  return { table, crc };
}

/** Bytes of the table at the end of `body`, where there is one. */
export function tableAtEnd(body: Buffer): number {
  if (body.length < TRAILER || body.readUInt32LE(body.length - 4) !== MAGIC) return 0;
  return tableLength(body.readUInt32LE(body.length - TRAILER));
}

/** Records that stand one after the other: the first of them by its number in the frame, and their bytes. */
export interface RecordRun {
  readonly first: number;
  readonly count: number;
  /** Where they begin, from the first record of the frame on. */
  readonly start: number;
  readonly bytes: Buffer;
}

/** The records of a damaged `body` whose blocks are whole; null where it has no table, or that or the header is damaged. */
export function wholeRuns(body: Buffer, header: number): readonly RecordRun[] | null {
  const length = tableAtEnd(body);
  const at = body.length - length;
  if (length === 0 || at < 0) return null;
  const table = body.subarray(at);
  if (table.readUInt32LE(length - 8) !== crc32(table.subarray(0, length - 8), header)) return null;
  const records = body.subarray(0, table.readUInt32LE(length - TRAILER));
  const blocks = (length - TRAILER) / ENTRY;
  const isWhole = (block: number) => {
    const before = block === 0 ? header : table.readUInt32LE((block - 1) * ENTRY);
    return crc32(records.subarray(block * BLOCK, (block + 1) * BLOCK), before) === table.readUInt32LE(block * ENTRY);
  };
  const runs: RecordRun[] = [];
  for (let block = 0; block < blocks; block++) {
    if (!isWhole(block)) continue;
    const from = block;
    while (block + 1 < blocks && isWhole(block + 1)) block += 1;
    const start = table.readUInt32LE(from * ENTRY + 4);
    const run = recordsUpTo(records.subarray(0, (block + 1) * BLOCK), start);
    if (run.count > 0) runs.push({ first: table.readUInt32LE(from * ENTRY + 8), start, ...run });
  }
  return runs;
}

/** The records from `start` on that `bytes` have to their ends. */
function recordsUpTo(bytes: Buffer, start: number): { readonly count: number; readonly bytes: Buffer } {
  let count = 0;
  let end = start;
  for (;;) {
    const next = end + 4 <= bytes.length ? end + 4 + bytes.readUInt32LE(end) : Number.POSITIVE_INFINITY;
    if (next > bytes.length) return { count, bytes: bytes.subarray(start, Math.max(start, end)) };
    count += 1;
    end = next;
  }
}
