/** Pauses sources and lets them go on: what they put waits meanwhile. */
export class Valves {
  readonly #paused: Map<string, Promise<void>>;
  readonly #opens = new Map<string, () => void>();

  /** `paused` is what the program looks into. */
  constructor(paused: Map<string, Promise<void>>) {
    this.#paused = paused;
  }

  /** Pauses a source, by its id. */
  close(source: string): void {
    if (this.#paused.has(source)) return;
    this.#paused.set(source, new Promise((resolve) => this.#opens.set(source, resolve)));
  }

  /** Lets a source go on. */
  open(source: string): void {
    this.#paused.delete(source);
    this.#opens.get(source)?.();
    this.#opens.delete(source);
  }
}
