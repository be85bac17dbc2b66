import { Notifier } from "./notifier.ts";

/** What may wait in a queue at a time. */
export interface QueueLimits {
  readonly elements: number;
  readonly bytes: number;
}

/** Elements in the order in which they were pushed, from several writers to several readers; a full queue holds writers back. */
export class BoundedQueue<T> {
  readonly #limits: QueueLimits;
  readonly #elements: { readonly element: T; readonly bytes: number }[] = [];
  readonly #changes = new Notifier();
  #bytes = 0;
  #isClosed = false;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#elements.length;
  }

  /**
   * Resolves with true when the element is in the queue, with false when the queue is closed first. One that is larger
   * than the bound in bytes goes into an empty queue.
   */
  async push(element: T, bytes = 0): Promise<boolean> {
    while (!this.#isClosed && this.#isFull(bytes)) await this.#changes.wait();
    if (this.#isClosed) return false;
    this.#elements.push({ element, bytes });
    this.#bytes += bytes;
    this.#changes.wakeAll();
    return true;
  }

  /** The next element; null when the queue is closed and empty. */
  async next(): Promise<T | null> {
    while (this.#elements.length === 0) {
      if (this.#isClosed) return null;
      await this.#changes.wait();
    }
    const { element, bytes } = this.#elements.shift()!;
    this.#bytes -= bytes;
    this.#changes.wakeAll();
    return element;
  }

  /** Nothing more goes in; what is there can be taken. */
  close(): void {
    this.#isClosed = true;
    this.#changes.wakeAll();
  }

  #isFull(bytes: number): boolean {
    if (this.#elements.length === 0) return false;
    return this.#elements.length >= this.#limits.elements || this.#bytes + bytes > this.#limits.bytes;
  }
}
