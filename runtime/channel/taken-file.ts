import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { CoalescedWrite } from "../log-store/coalesced-write.ts";
import type { OffsetRange } from "./taken-offsets.ts";

/** What was taken for good: all below `low`, and the ranges above it. */
export interface TakenState {
  readonly low: number;
  readonly ranges: readonly OffsetRange[];
}

const SLOT = 4096;
const RANGE_BYTES = 16;
/** u32 CRC, f64 sequence, f64 low, u32 count of ranges. */
const SLOT_HEADER = 24;
/** As many as fit into a slot. */
const MOST_RANGES = 254;

/**
 * The file in which a channel keeps what was taken for good: two slots, written in turn, so that a torn write leaves
 * the other one. A write survives the process at once and the machine from the next `sync` on; after a power failure
 * events may therefore come again, as they may whenever a crash falls between a sink's write and its commit.
 */
export class TakenFile {
  readonly #handle: FileHandle;
  readonly #writes = new CoalescedWrite(() => this.#writeLatest());
  #sequence: number;
  #latest: TakenState;

  private constructor(handle: FileHandle, state: TakenState, sequence: number) {
    this.#handle = handle;
    this.#latest = state;
    this.#sequence = sequence;
  }

  /** Opens or makes the file; gives what it says, nothing taken when it says nothing. */
  static async open(path: string): Promise<{ readonly file: TakenFile; readonly state: TakenState }> {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const bytes = Buffer.alloc(2 * SLOT);
    await handle.read(bytes, 0, bytes.length, 0);
    const slots = [readSlot(bytes.subarray(0, SLOT)), readSlot(bytes.subarray(SLOT))];
    const valid = slots.filter((slot) => slot !== null).sort((a, b) => b.sequence - a.sequence);
    const [newest] = valid;
    const state = newest ?? { low: 0, ranges: [] };
    return { file: new TakenFile(handle, state, newest?.sequence ?? 0), state };
  }

  /** Resolves when this state, or a later one, is written. */
  write(state: TakenState): Promise<void> {
    this.#latest = state;
    return this.#writes.request();
  }

  /** Makes what was written safe against a power failure. */
  async sync(): Promise<void> {
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#writes.idle();
    await this.#handle.datasync();
    await this.#handle.close();
  }

  async #writeLatest(): Promise<void> {
    this.#sequence += 1;
    const slot = slotOf(this.#latest, this.#sequence);
    await this.#handle.write(slot, 0, slot.length, (this.#sequence % 2) * SLOT);
  }
}

function slotOf({ low, ranges }: TakenState, sequence: number): Buffer {
  // More ranges than fit only mean that some events come again after a crash.
  const kept = ranges.slice(0, MOST_RANGES);
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
  return { sequence, low: slot.readDoubleLE(12), ranges };
}
