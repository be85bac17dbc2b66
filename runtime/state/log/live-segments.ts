import type { Segment } from "../../log-store/segment.ts";
import { closeSync, openSync, readSync } from "../../system/files.ts";

/** Records are longer than so many bytes, so that of those that begin in as many bytes there is one. */
const BUCKET = 16;
/** Bytes of one read: nearly every record is shorter. */
const CHUNK = 1024;
/** Files that are open at a time for reading single records. */
const MOST_OPEN = 128;

/** A segment of a state log, and which of its records are live: what says whether it can go. */
export interface LiveSegment {
  /** One more than that of the segment before it. */
  readonly number: number;
  readonly segment: Segment;
  /** How many records are live. */
  count: number;
  /** A bit for every `BUCKET` bytes: whether a live record begins there. */
  bits: Uint32Array;
  /** All of its bytes, where they stay in memory. */
  bytes: Buffer | null;
  /** Its file, where it is open for reading single records. */
  file: number | null;
}

/** Says that the record whose bytes begin at `position` is live. */
export function addLive(segment: LiveSegment, position: number): void {
  const bucket = Math.floor(position / BUCKET);
  if (bucket >>> 5 >= segment.bits.length) {
    const grown = new Uint32Array(Math.max((bucket >>> 5) + 1, 2 * segment.bits.length));
    grown.set(segment.bits);
    segment.bits = grown;
  }
  segment.bits[bucket >>> 5]! |= 1 << (bucket & 31);
  segment.count += 1;
}

/** Says that a record that was live is not any more. */
export function removeLive(segment: LiveSegment, position: number): void {
  const bucket = Math.floor(position / BUCKET);
  segment.bits[bucket >>> 5]! &= ~(1 << (bucket & 31));
  segment.count -= 1;
}

/** Whether the record whose bytes begin at `position` is live. */
export function isLive({ bits }: LiveSegment, position: number): boolean {
  const bucket = Math.floor(position / BUCKET);
  return ((bits[bucket >>> 5] ?? 0) & (1 << (bucket & 31))) !== 0;
}

/** The segments of a state log, by number, and the records in them. */
export class LiveSegments {
  #all: LiveSegment[] = [];
  #open: LiveSegment[] = [];
  #scratch = Buffer.allocUnsafeSlow(CHUNK);

  /** Oldest first. */
  get all(): readonly LiveSegment[] {
    return this.#all;
  }

  /** A new segment follows all others. */
  begin(segment: Segment): void {
    const number = (this.#all.at(-1)?.number ?? 0) + 1;
    this.#all.push({ number, segment, count: 0, bits: new Uint32Array(0), bytes: null, file: null });
  }

  of(number: number): LiveSegment {
    return this.#all[number - this.#all[0]!.number]!;
  }

  /** What the log calls `segment`; most ask for the newest. */
  at(segment: Segment): LiveSegment {
    return this.#all.findLast((one) => one.segment === segment)!;
  }

  /** The bytes of the record that begins at `position`: a view that holds until the next call. */
  read(live: LiveSegment, position: number): Buffer {
    const { bytes } = live;
    if (bytes !== null) return bytes.subarray(position, position + bytes.readUInt32LE(position - 4));
    const file = this.#fileOf(live);
    const read = readSync(file, this.#scratch, 0, this.#scratch.length, position - 4);
    const length = read < 4 ? 0 : this.#scratch.readUInt32LE(0);
    if (length + 4 > this.#scratch.length) {
      this.#scratch = Buffer.allocUnsafeSlow(2 * (length + 4));
      return this.read(live, position);
    }
    if (read < length + 4) throw new Error(`${live.segment.path} was cut: nothing is at byte ${position} any more`);
    return this.#scratch.subarray(4, length + 4);
  }

  /** The oldest segment is gone. */
  dropFirst(): void {
    const gone = this.#all.shift();
    if (gone === undefined) return;
    this.#close(gone);
    this.#open = this.#open.filter((one) => one !== gone);
  }

  /** Nothing that is only on disk is needed from memory any more. */
  release(): void {
    for (const one of this.#all) one.bytes = null;
  }

  close(): void {
    for (const one of this.#open.splice(0)) this.#close(one);
  }

  #fileOf(live: LiveSegment): number {
    if (live.file !== null) return live.file;
    if (this.#open.length >= MOST_OPEN) this.#close(this.#open.shift()!);
    live.file = openSync(live.segment.path, "r");
    this.#open.push(live);
    return live.file;
  }

  #close(live: LiveSegment): void {
    if (live.file !== null) closeSync(live.file);
    live.file = null;
  }
}
