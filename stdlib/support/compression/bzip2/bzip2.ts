import { BitWriter } from "./bit-writer.ts";
import { codeLengths, codesOf } from "./code-lengths.ts";
import { sortRotations } from "./sort-rotations.ts";
import { type Symbols, symbolsOf } from "./symbols.ts";

/** Bytes of a block at level 9, runs shortened; less than the format allows, as bzip2 itself leaves room. */
const BLOCK = 900_000 - 19;

/** Symbols that share a table of codes. */
const GROUP = 50;

/** How often tables are made better for the groups that chose them. */
const ROUNDS = 4;

/** A stream of bzip2 with all of `bytes`, which decoders take one behind the other. */
export function bzip2(bytes: Uint8Array): Buffer {
  const out = new BitWriter();
  // "BZh9"
  out.hex("425a6839");
  let combined = 0;
  for (let at = 0; at < bytes.length; ) {
    const { block, end, crc } = shortenRuns(bytes, at);
    combined = ((combined << 1) | (combined >>> 31)) ^ crc;
    out.hex("314159265359");
    out.word(crc);
    out.bits(1, 0);
    writeBlock(out, block);
    at = end;
  }
  out.hex("177245385090");
  out.word(combined);
  return out.finish();
}

interface Shortened {
  readonly block: Uint8Array;
  /** Where the next block begins. */
  readonly end: number;
  readonly crc: number;
}

/** Four equal bytes and a count stand for up to 255 of them. */
function shortenRuns(bytes: Uint8Array, start: number): Shortened {
  const block = new Uint8Array(Math.min(BLOCK + 5, Math.ceil((bytes.length - start) * 1.25) + 5));
  let count = 0;
  let at = start;
  while (at < bytes.length && count < BLOCK) {
    const byte = bytes[at]!;
    let run = 1;
    while (run < 255 && bytes[at + run] === byte) run += 1;
    at += run;
    for (let index = 0; index < Math.min(run, 4); index++) block[count++] = byte;
    if (run >= 4) block[count++] = run - 4;
  }
  return { block: block.subarray(0, count), end: at, crc: checksum(bytes, start, at) };
}

function writeBlock(out: BitWriter, block: Uint8Array): void {
  const order = sortRotations(block);
  out.bits(24, order.indexOf(0));
  const last = new Uint8Array(block.length);
  for (let at = 0; at < block.length; at++) last[at] = block[(order[at]! || block.length) - 1]!;
  const coded = symbolsOf(last);
  writeUsed(out, coded.used);
  const { tables, choices } = chooseTables(coded);
  out.bits(3, tables.length);
  out.bits(15, choices.length);
  writeChoices(out, choices, tables.length);
  for (const lengths of tables) writeLengths(out, lengths);
  const codes = tables.map(codesOf);
  coded.symbols.forEach((symbol, at) => {
    const choice = choices[Math.floor(at / GROUP)]!;
    out.bits(tables[choice]![symbol]!, codes[choice]![symbol]!);
  });
}

function writeUsed(out: BitWriter, used: readonly number[]): void {
  const rows = new Uint16Array(16);
  for (const byte of used) rows[byte >> 4]! |= 0x8000 >> (byte & 15);
  for (const row of rows) out.bits(1, row === 0 ? 0 : 1);
  for (const row of rows) if (row !== 0) out.bits(16, row);
}

interface Coding {
  readonly tables: readonly Uint8Array[];
  /** Which table each group of symbols has. */
  readonly choices: Uint8Array;
}

/** Begins with tables that each know a part of the alphabet well; groups choose the best, and tables follow them. */
function chooseTables({ symbols, alphabet }: Symbols): Coding {
  const count = [200, 600, 1200, 2400].filter((most) => symbols.length >= most).length + 2;
  let tables = firstTables(symbols, alphabet, count);
  const choices = new Uint8Array(Math.ceil(symbols.length / GROUP));
  for (let round = 0; round < ROUNDS; round++) {
    const counts = tables.map(() => new Float64Array(alphabet));
    for (let group = 0; group < choices.length; group++) {
      const members = symbols.subarray(group * GROUP, (group + 1) * GROUP);
      const choice = cheapest(tables, members);
      choices[group] = choice;
      for (const symbol of members) counts[choice]![symbol]! += 1;
    }
    tables = counts.map(codeLengths);
  }
  return { tables, choices };
}

function firstTables(symbols: Uint16Array, alphabet: number, count: number): Uint8Array[] {
  const occurrences = new Float64Array(alphabet);
  for (const symbol of symbols) occurrences[symbol]! += 1;
  let start = 0;
  let left = symbols.length;
  return Array.from({ length: count }, (_, index) => {
    const share = left / (count - index);
    let end = start;
    for (let had = 0; end < alphabet && (had < share || end === start); end++) {
      had += occurrences[end]!;
      left -= occurrences[end]!;
    }
    const from = start;
    start = end;
    return Uint8Array.from(occurrences, (_, symbol) => (symbol >= from && symbol < end ? 1 : 15));
  });
}

function cheapest(tables: readonly Uint8Array[], members: Uint16Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  tables.forEach((lengths, index) => {
    let cost = 0;
    for (const symbol of members) cost += lengths[symbol]!;
    if (cost < least) [best, least] = [index, cost];
  });
  return best;
}

/** Each as its place in a list that moves it to the front, in as many ones, and a zero. */
function writeChoices(out: BitWriter, choices: Uint8Array, count: number): void {
  const front = Array.from({ length: count }, (_, index) => index);
  for (const choice of choices) {
    const place = front.indexOf(choice);
    front.splice(place, 1);
    front.unshift(choice);
    for (let one = 0; one < place; one++) out.bits(1, 1);
    out.bits(1, 0);
  }
}

/** Each as its difference to the one before. */
function writeLengths(out: BitWriter, lengths: Uint8Array): void {
  let current = lengths[0]!;
  out.bits(5, current);
  for (const length of lengths) {
    for (; current < length; current++) out.bits(2, 0b10);
    for (; current > length; current--) out.bits(2, 0b11);
    out.bits(1, 0);
  }
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc;
});

/** CRC-32 with the most significant bit first, which Node's is not. */
function checksum(bytes: Uint8Array, start: number, end: number): number {
  let crc = -1;
  for (let at = start; at < end; at++) crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ bytes[at]!]!;
  return ~crc;
}
