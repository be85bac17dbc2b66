import { type BatchSize, BatchSizes } from "../../channel/batch-sizes.ts";
import { elapsed } from "../../system/clock.ts";

/** Events that came within so many ms count as one batch, so that their number is bounded by time and not by events. */
const TOGETHER_MS = 20;

interface Aged extends BatchSize {
  readonly at: number;
}

/** How long events have been in a channel, which they leave in the order in which they came, and how large they are. */
export class Ages {
  readonly #batches = new BatchSizes<Aged>();

  /** So many events, of so many bytes, are in the channel now. */
  entered(events: number, bytes: number): void {
    if (events === 0) return;
    const now = elapsed();
    const { last } = this.#batches;
    if (last !== undefined && now - last.at < TOGETHER_MS) {
      last.events += events;
      last.bytes += bytes;
    } else this.#batches.push({ at: now, events, bytes });
  }

  /** So many events have left it for good; gives their bytes, as far as they are known. */
  left(events: number): number {
    return this.#batches.leave(events);
  }

  /** Since when the one that came first has been there, in seconds; 0 where none is. */
  oldest(): number {
    const { first } = this.#batches;
    return first === undefined ? 0 : (elapsed() - first.at) / 1000;
  }
}
