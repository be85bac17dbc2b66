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
 * What each batch left in a sliding window (Spark's rules): a window ends at every multiple of the slide after zero
 * time, which is one interval before the first batch, and covers (t - window, t].
 */
export class Panes<P> {
  readonly #lengths: WindowLengths;
  #zeroTime: number | null = null;
  #panes: { readonly time: number; readonly content: P }[] = [];

  constructor(lengths: WindowLengths) {
    this.#lengths = lengths;
  }

  /** Takes the content of the batch of `time`; gives what the window that ends there covers, null when none does. */
  advance(time: number, content: P): P[] | null {
    const { window, slide, every } = this.#lengths;
    this.#zeroTime ??= time - every;
    const sinceZero = time - this.#zeroTime;
    const windowEnd = this.#zeroTime + Math.ceil(sinceZero / slide) * slide;
    // With a slide longer than the window, a batch that the next window does not reach is in none at all.
    if (time > windowEnd - window) this.#panes.push({ time, content });
    if (time !== windowEnd) return null;
    const covered = this.#panes.filter((pane) => pane.time > time - window);
    // The next window ends a slide later: what it does not reach is never needed again.
    this.#panes = covered.filter((pane) => pane.time > time + slide - window);
    return covered.map((pane) => pane.content);
  }

  snapshot(): PanesSnapshot<P> {
    return { zeroTime: this.#zeroTime, panes: this.#panes };
  }

  restore(saved: PanesSnapshot<P>): void {
    this.#zeroTime = saved.zeroTime;
    this.#panes = [...saved.panes];
  }
}
