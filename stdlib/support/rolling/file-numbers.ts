/**
 * The numbers in the names of a sink's files. One writer counts by itself for each name, as Flume does; several must not
 * come to the same number, so that their files are numbered through.
 */
export class FileNumbers {
  readonly #shared: boolean;
  #highest = 0;

  constructor(writers: number) {
    this.#shared = writers > 1;
  }

  /** Of all that were given. */
  get highest(): number {
    return this.#highest;
  }

  /** The number of the file behind the one with `number`. */
  after(number: number): number {
    const next = (this.#shared ? Math.max(number, this.#highest) : number) + 1;
    this.#highest = Math.max(this.#highest, next);
    return next;
  }
}
