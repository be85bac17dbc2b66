/** Lengths in ms; `window` and `slide` are multiples of `every`, the interval at which batches may come. */
export interface WindowLengths {
  readonly window: number;
  readonly slide: number;
  readonly every: number;
  /** How far back of its end a window stops, a multiple of `every`; 0 where it is left out. */
  readonly delay?: number;
  /** Where windows begin; by zero time where it is left out, as Spark has it. */
  readonly alignment?: Alignment;
}

/** Windows that the clocks of a time zone divide. */
export interface Alignment {
  /** How far those clocks are ahead of UTC at `time`, in ms. */
  readonly localOffset: (time: number) => number;
  /** When on those clocks a window begins: so many ms behind midnight of 1 January 1970. */
  readonly offset?: number | null;
}

/** Time of a batch, and where windows count from that have no alignment: one interval before the first batch. */
export interface BatchTime {
  readonly time: number;
  readonly zeroTime: number;
}

/** More than any change of a zone's clocks backwards. */
const LONGEST_OVERLAP = 3 * 3_600_000;

/**
 * Which batches a window has. A window ends at every multiple of the slide and covers (t - window, t], counted from zero
 * time, or on the clocks of a time zone. There a window lasts from one reading of the clocks to another: a day has 23 hours
 * where they are put forward, and 25 where they are put back. Time is cut into panes, the longest of which window and
 * slide are multiples, so that batches of one pane are always in the same windows.
 */
export class WindowSchedule {
  readonly #lengths: WindowLengths;
  readonly #pane: number;
  /** How many panes a window has, and how many it stops before its end. */
  readonly panes: number;
  readonly delayed: number;

  constructor(lengths: WindowLengths) {
    this.#lengths = lengths;
    const { window, slide, delay = 0 } = lengths;
    this.#pane = greatestCommonDivisor(greatestCommonDivisor(window, slide), delay);
    this.panes = window / this.#pane;
    this.delayed = delay / this.#pane;
  }

  /** Number of the pane that a batch belongs to: later ones have greater ones. */
  paneOf(batch: BatchTime): number {
    return Math.ceil(this.#local(batch) / this.#pane);
  }

  /** Number of the first window that ends with the batch or behind it. */
  windowOf(batch: BatchTime): number {
    return Math.ceil(this.#local(batch) / this.#lengths.slide);
  }

  /** Whether a window ends with the batch: none that follows belongs to it. */
  isEnd(batch: BatchTime): boolean {
    return this.windowOf(this.next(batch)) > this.windowOf(batch);
  }

  /** False for a batch in the gap that a slide longer than the window leaves: no window has it. */
  isSeen(batch: BatchTime): boolean {
    const { slide, window } = this.#lengths;
    return this.#local(batch) > this.windowOf(batch) * slide - window;
  }

  /** The batch behind this one. */
  next(batch: BatchTime): BatchTime {
    return { ...batch, time: batch.time + this.#lengths.every };
  }

  /** Time of the batch with which the window of `batch` ends. */
  endOf(batch: BatchTime): number {
    const { every } = this.#lengths;
    const at = (steps: number): BatchTime => ({ ...batch, time: batch.time + steps * every });
    let most = 1;
    const isOver = (steps: number): boolean => this.windowOf(at(steps)) > this.windowOf(batch);
    while (!isOver(most)) most *= 2;
    let least = 0;
    while (most - least > 1) {
      const middle = (least + most) >> 1;
      if (isOver(middle)) most = middle;
      else least = middle;
    }
    return at(least).time;
  }

  /** What windows and slides are multiples of: time since zero time, or what clocks show just before the batch ends. */
  #local({ time, zeroTime }: BatchTime): number {
    const { alignment } = this.#lengths;
    return alignment === undefined ? time - zeroTime : reading(alignment, time) - (alignment.offset ?? 0);
  }
}

/**
 * What clocks show up to `time`, without going back: in the hour that they show twice, it is the end of that hour the
 * second time.
 */
function reading({ localOffset }: Alignment, time: number): number {
  const last = time - 1;
  const now = localOffset(last);
  const before = localOffset(last - LONGEST_OVERLAP);
  if (before <= now) return time + now;
  let [earlier, later] = [last - LONGEST_OVERLAP, last];
  while (later - earlier > 1) {
    const middle = Math.floor((earlier + later) / 2);
    if (localOffset(middle) === now) later = middle;
    else earlier = middle;
  }
  return Math.max(time + now, later + before);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
