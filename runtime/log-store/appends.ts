import type { Mark } from "./marks.ts";
import type { Segment } from "./segment.ts";

/** Where an append stands. */
export interface AppendPlace {
  /** Offset of its first record. */
  readonly base: number;
  readonly segment: Segment;
  /** Where its body begins in the file. */
  readonly position: number;
}

/** An append that waits for its write. */
export interface Append {
  readonly body: Buffer;
  readonly count: number;
  readonly time: number;
  readonly mark: Mark | null;
  done(place: AppendPlace): void;
  failed(error: unknown): void;
}

/** Most bytes of one write (8 MiB), unless a single append has more. */
const MOST_GROUP_BYTES = 8_388_608;

/** Takes from `waiting` the first, and those behind it while they fit into one write. */
export function nextGroup(waiting: Append[]): Append[] {
  let count = 1;
  let bytes = waiting[0]!.body.length;
  for (; count < waiting.length; count++) {
    bytes += waiting[count]!.body.length;
    if (bytes > MOST_GROUP_BYTES) break;
  }
  return waiting.splice(0, count);
}
