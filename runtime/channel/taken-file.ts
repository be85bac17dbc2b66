import { crc32 } from "node:zlib";
import { writeFully } from "../log-store/write-fully.ts";
import { CoalescedWrite } from "../system/coalesced-write.ts";
import { constants, type FileHandle, open } from "../system/files.ts";
import { Mutex } from "../system/mutex.ts";
import type { OffsetRange } from "./taken-offsets.ts";

/** What was taken for good, all below `low` and the ranges above it, and how far the log went then. */
export interface TakenState {
  readonly low: number;
  readonly ranges: readonly OffsetRange[];
  /** Offset behind the last record of the log; 0 where an early version has not noted it. */
  readonly end: number;
}

const SLOT = 4096;
const SLOTS = 3;
const RANGE_BYTES = 16;
/** u32 CRC, f64 sequence, f64 low, u32 count of ranges. */
const SLOT_HEADER = 24;
/** As many as fit into a slot; the last one is empty and stands for the end of the log. */
const MOST_RANGES = 254;

/**
 * The file in which a channel keeps what was taken for good: three slots, one of which is as the last `sync` left it. The
 * others are written in turn until one is synced, so that a torn write leaves the one before it, and no power failure goes
 * back behind the sync. A write survives the process at once, and the machine from the next `sync` on. After a power
 * failure events may come again, as after any crash between a sink's write and its commit.
 */
export class TakenFile {
  readonly #handle: FileHandle;
  readonly #writes = new CoalescedWrite(() => this.#mutex.run(() => this.#writeLatest()));
  readonly #mutex = new Mutex();
  #sequence: number;
  #latest: TakenState;
  /** The slot that was written last. */
  #newest: number;
  /** The one that a power failure leaves as it is; null where an earlier process has written the newest. */
  #synced: number | null;

  private constructor(handle: FileHandle, state: TakenState, found: FoundSlot | null) {
    this.#handle = handle;
    this.#latest = state;
    this.#sequence = found?.sequence ?? 0;
    this.#newest = found?.slot ?? 0;
    this.#synced = found === null ? 0 : null;
  }

  /** Opens or makes the file; gives what it says, nothing taken when it says nothing. */
  static async open(path: string): Promise<{ readonly file: TakenFile; readonly state: TakenState }> {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const newest = readTaken(await handle.readFile());
    const state = newest ?? { low: 0, ranges: [], end: 0 };
    return { file: new TakenFile(handle, state, newest), state };
  }

  /** Resolves when this state, or a later one, is written. */
  write(state: TakenState): Promise<void> {
    this.#latest = state;
    return this.#writes.request();
  }

  /** Makes what was written safe against a power failure. */
  sync(): Promise<void> {
    return this.#mutex.run(() => this.#sync());
  }

  async close(): Promise<void> {
    await this.#writes.idle();
    await this.#handle.datasync();
    await this.#handle.close();
  }

  async #sync(): Promise<void> {
    await this.#handle.datasync();
    this.#synced = this.#newest;
  }

  async #writeLatest(): Promise<void> {
    if (this.#synced === null) await this.#sync();
    const slot = [0, 1, 2].find((one) => one !== this.#synced && one !== this.#newest)!;
    const sequence = this.#sequence + 1;
    await writeFully(this.#handle, [slotOf(this.#latest, sequence)], slot * SLOT);
    this.#sequence = sequence;
    this.#newest = slot;
  }
}

/** The latest whole slot of a file. */
export interface FoundSlot extends TakenState {
  readonly sequence: number;
  /** From 0 on. */
  readonly slot: number;
}

/** What the bytes of such a file say, or of one with two slots, as earlier versions made it; null where no slot is whole. */
export function readTaken(bytes: Uint8Array): FoundSlot | null {
  const [newest = null] = slotsOf(bytes)
    .map((slot, index) => {
      const found = readSlot(slot);
      return found === null ? null : { ...found, slot: index };
    })
    .filter((slot) => slot !== null)
    .sort((a, b) => b.sequence - a.sequence);
  return newest;
}

/** Of each slot, whether it is neither whole nor empty. */
export function tornSlots(bytes: Uint8Array): readonly boolean[] {
  return slotsOf(bytes).map((slot) => readSlot(slot) === null && slot.some((byte) => byte !== 0));
}

function slotsOf(bytes: Uint8Array): readonly Buffer[] {
  const whole = Buffer.alloc(SLOTS * SLOT);
  whole.set(bytes.subarray(0, whole.length));
  return Array.from({ length: SLOTS }, (_, slot) => whole.subarray(slot * SLOT, (slot + 1) * SLOT));
}

/** The bytes of a file that says `state`. */
export function takenBytes(state: TakenState): Uint8Array {
  const bytes = Buffer.alloc(SLOTS * SLOT);
  slotOf(state, 2).copy(bytes);
  return bytes;
}

function slotOf({ low, ranges, end }: TakenState, sequence: number): Buffer {
  // More ranges than fit only mean that some events come again after a crash.
  const kept = [...ranges.slice(0, MOST_RANGES - 1), { from: end, to: end }];
  const slot = Buffer.alloc(SLOT_HEADER + kept.length * RANGE_BYTES);
  slot.writeDoubleLE(sequence, 4);
  slot.writeDoubleLE(low, 12);
  slot.writeUInt32LE(kept.length, 20);
  for (const [index, { from, to }] of kept.entries()) {
    slot.writeDoubleLE(from, SLOT_HEADER + index * RANGE_BYTES);
    slot.writeDoubleLE(to, SLOT_HEADER + index * RANGE_BYTES + 8);
  }
  slot.writeUInt32LE(crc32(slot.subarray(4)), 0);
  return slot;
}

function readSlot(bytes: Buffer): (TakenState & { readonly sequence: number }) | null {
  const count = bytes.readUInt32LE(20);
  if (count > MOST_RANGES) return null;
  const slot = bytes.subarray(0, SLOT_HEADER + count * RANGE_BYTES);
  const sequence = slot.readDoubleLE(4);
  if (sequence === 0 || slot.readUInt32LE(0) !== crc32(slot.subarray(4))) return null;
  const ranges = Array.from({ length: count }, (_, index) => ({
    from: slot.readDoubleLE(SLOT_HEADER + index * RANGE_BYTES),
    to: slot.readDoubleLE(SLOT_HEADER + index * RANGE_BYTES + 8),
  }));
  const end = ranges.find(({ from, to }) => from === to)?.to ?? 0;
  return { sequence, low: slot.readDoubleLE(12), ranges: ranges.filter(({ from, to }) => from < to), end };
}
