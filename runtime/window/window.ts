import { Panes, type PanesSnapshot, type WindowLengths } from "./panes.ts";

/**
 * The elements of a sliding window: at every slide those of the batches in (t - window, t]. The first windows are
 * shorter, since nothing came before the start; with a slide longer than the window the batches between are not seen.
 */
export class Window<T> {
  readonly #panes: Panes<T[]>;
  #current: T[] = [];

  constructor(lengths: WindowLengths) {
    this.#panes = new Panes(lengths);
  }

  /** Adds an element of the batch under way. */
  add(element: T): void {
    this.#current.push(element);
  }

  /**
   * Ends the batch of `time`: once for each batch, in order. Gives the window's elements, oldest first, when one
   * ends here (perhaps none), and null otherwise.
   */
  advance(time: number): T[] | null {
    const covered = this.#panes.advance(time, () => {
      const content = this.#current;
      this.#current = [];
      return content;
    });
    return covered === null ? null : covered.flat();
  }

  snapshot(): unknown {
    return this.#panes.snapshot(this.#current.length === 0 ? null : this.#current);
  }

  restore(saved: unknown): void {
    this.#panes.restore(saved as PanesSnapshot<T[]>);
  }
}
