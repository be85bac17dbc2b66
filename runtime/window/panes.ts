/** Lengths in ms; `window` and `slide` are multiples of `every`, the interval of what the window is over. */
export interface WindowLengths {
  readonly window: number;
  readonly slide: number;
  readonly every: number;
}

export interface PanesSnapshot<P> {
  readonly zeroTime: number | null;
  readonly panes: readonly { readonly time: number; readonly content: P }[];
}

/**
 * The parts of a sliding window, oldest first (Spark's rules): a window ends at every multiple of the slide after
 * zero time, which is one interval before the first batch, and covers (t - window, t]. Batches that always are in the
 * same windows share a pane: its length is the greatest that divides both window and slide.
 */
export class Panes<P> {
  readonly #lengths: WindowLengths;
  readonly #paneLength: number;
  #zeroTime: number | null = null;
  /** Where the pane ends that is being filled. */
  #paneEnd = 0;
  #panes: { readonly time: number; readonly content: P }[] = [];

  constructor(lengths: WindowLengths) {
    this.#lengths = lengths;
    this.#paneLength = greatestCommonDivisor(lengths.window, lengths.slide);
  }

  /**
   * Ends the batch of `time`. Where a pane ends with it, `content` is asked for what that pane holds. Gives the panes
   * that a window ending here covers, null when none ends.
   */
  advance(time: number, content: () => P): P[] | null {
    const { window, slide, every } = this.#lengths;
    this.#zeroTime ??= time - every;
    const sinceZero = time - this.#zeroTime;
    this.#paneEnd = this.#zeroTime + Math.ceil(sinceZero / this.#paneLength) * this.#paneLength;
    if (time !== this.#paneEnd) return null;
    const windowEnd = this.#zeroTime + Math.ceil(sinceZero / slide) * slide;
    const pane = { time, content: content() };
    // With a slide longer than the window, a pane that the next window does not reach is in none at all.
    if (time > windowEnd - window) this.#panes.push(pane);
    if (time !== windowEnd) return null;
    const covered = this.#panes.filter((pane) => pane.time > time - window);
    // The next window ends a slide later: what it does not reach is never needed again.
    this.#panes = covered.filter((pane) => pane.time > time + slide - window);
    return covered.map((pane) => pane.content);
  }

  /**
   * With what the pane that is being filled holds, null for nothing. It is saved as a pane of its own: after a
   * restart the next batch may be one of a later pane.
   */
  snapshot(current: P | null): PanesSnapshot<P> {
    const panes = current === null ? this.#panes : [...this.#panes, { time: this.#paneEnd, content: current }];
    return { zeroTime: this.#zeroTime, panes };
  }

  restore(saved: PanesSnapshot<P>): void {
    this.#zeroTime = saved.zeroTime;
    this.#panes = [...saved.panes];
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
