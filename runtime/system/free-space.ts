import { statfs } from "./files.ts";

/** How many bytes may be written between two looks at the disk: 1 MiB. */
const LOOK_EVERY = 1_048_576;

/** Refuses writes while a disk has less than it must keep free. */
export class FreeSpace {
  readonly #directory: string;
  readonly #required: number;
  #unlooked = Number.POSITIVE_INFINITY;

  constructor(directory: string, required: number) {
    this.#directory = directory;
    this.#required = required;
  }

  /** Call before `bytes` are written; rejects while there is too little room. */
  async check(bytes: number): Promise<void> {
    this.#unlooked += bytes;
    if (this.#unlooked < LOOK_EVERY) return;
    const { bavail, bsize } = await statfs(this.#directory);
    const free = bavail * bsize;
    if (free < this.#required) {
      throw new Error(
        `only ${free} bytes are free for ${this.#directory}, and ${this.#required} must stay free (minimumRequiredSpace)`,
      );
    }
    this.#unlooked = 0;
  }
}
