import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";

export interface RollingFileOptions {
  readonly directory: string;
  readonly prefix: string;
  /** Without its point; empty for none. */
  readonly extension: string;
  /** Part of all names; ms since 1970. */
  readonly started: number;
}

/** The file under way, and the names of those to come: `<prefix><started>-<n>[.<extension>]`. */
export class RollingFile {
  readonly #options: RollingFileOptions;
  #handle: FileHandle | null = null;
  #size = 0;
  #made = 0;

  constructor(options: RollingFileOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#handle !== null;
  }

  /** Adds `text`, all of it or nothing. */
  async append(text: string): Promise<void> {
    const handle = this.#handle ?? (await this.#begin());
    const bytes = Buffer.from(text);
    try {
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, this.#size + written);
        written += bytesWritten;
      }
    } catch (error) {
      await this.#takeBack(handle);
      throw error;
    }
    this.#size += bytes.length;
  }

  /** The next `append` begins another file. */
  async complete(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  async #begin(): Promise<FileHandle> {
    const { directory, prefix, extension, started } = this.#options;
    const suffix = extension === "" ? "" : `.${extension}`;
    for (;;) {
      this.#made += 1;
      try {
        // `x`: another sink may have begun in the same millisecond.
        const handle = await open(join(directory, `${prefix}${started}-${this.#made}${suffix}`), "wx");
        this.#handle = handle;
        this.#size = 0;
        return handle;
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      }
    }
  }

  /** Where that does not work the next batch goes to a file of its own. */
  async #takeBack(handle: FileHandle): Promise<void> {
    try {
      await handle.truncate(this.#size);
    } catch {
      await this.complete();
    }
  }
}
