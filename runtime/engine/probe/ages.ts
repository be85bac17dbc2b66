import { elapsed } from "../../system/clock.ts";

/** Events that came within so many ms count as one group, so that their number is bounded by time and not by events. */
const TOGETHER_MS = 20;

/** So many groups that have left are let go of at once: a shift of each would move all behind it. */
const LET_GO = 64;

interface Group {
  readonly at: number;
  events: number;
  bytes: number;
}

/** How long events have been in a channel, which they leave in the order in which they came, and how large they are. */
export class Ages {
  readonly #groups: Group[] = [];
  /** Of the groups so many have left. */
  #gone = 0;

  /** So many events, of so many bytes, are in the channel now. */
  entered(events: number, bytes: number): void {
    if (events === 0) return;
    const now = elapsed();
    const last = this.#groups.at(-1);
    if (last !== undefined && now - last.at < TOGETHER_MS) {
      last.events += events;
      last.bytes += bytes;
    } else this.#groups.push({ at: now, events, bytes });
  }

  /** So many events have left it for good; gives their bytes, as far as they are known. */
  left(events: number): number {
    let left = events;
    let bytes = 0;
    for (let first = this.#groups[this.#gone]; first !== undefined; first = this.#groups[this.#gone]) {
      const leaving = Math.min(left, first.events);
      const size = leaving === first.events ? first.bytes : Math.round((first.bytes * leaving) / first.events);
      first.bytes -= size;
      bytes += size;
      first.events -= leaving;
      left -= leaving;
      if (first.events > 0) break;
      // The last group stays, for those that come within its time.
      if (this.#gone === this.#groups.length - 1) break;
      this.#gone += 1;
    }
    if (this.#gone < LET_GO) return bytes;
    this.#groups.splice(0, this.#gone);
    this.#gone = 0;
    return bytes;
  }

  /** Since when the one that came first has been there, in seconds; 0 where none is. */
  oldest(): number {
    const first = this.#groups.slice(this.#gone).find(({ events }) => events > 0);
    return first === undefined ? 0 : (elapsed() - first.at) / 1000;
  }
}
