import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "../../runtime/make-directory.ts";
import { syncDirectory } from "../../runtime/replace-file.ts";
import type { Appends } from "./appends.ts";

export interface RollingFileOptions {
  readonly directory: string;
  readonly prefix: string;
  /** Without its point; empty for none. */
  readonly extension: string;
  /** Whether what is appended has to survive a power failure. */
  readonly fsync: boolean;
  /** Part of all names; ms since 1970. */
  readonly started: number;
}

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly inode: number;
  /** Bytes in it that belong to whole batches. */
  size: number;
}

/** The file under way, and the names of those to come: `<prefix><started>-<n>[.<extension>]`. */
export class RollingFile {
  readonly #options: RollingFileOptions;
  readonly #appends: Appends;
  #file: OpenFile | null = null;
  #made = 0;

  constructor(options: RollingFileOptions, appends: Appends) {
    this.#options = options;
    this.#appends = appends;
  }

  /** Adds `text`, all of it or nothing. Resolves to whether it began another file. */
  async append(text: string): Promise<boolean> {
    const bytes = Buffer.from(text);
    // Whoever removed the file, or wrote to it, must not take what comes now along.
    if (this.#file !== null && !(await isAsLong(this.#file, this.#file.size))) await this.complete();
    const file = this.#file ?? (await this.#begin());
    const { path, handle, inode, size } = file;
    try {
      await this.#appends.begin({ path, inode, start: size, end: size + bytes.length });
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, size + written);
        written += bytesWritten;
      }
      if (this.#options.fsync) await handle.datasync();
    } catch (error) {
      await this.#takeBack(file);
      throw error;
    }
    if (!(await isAsLong(file, size + bytes.length))) {
      await this.complete();
      throw new Error(`${path} was removed or changed by something else while a batch was written to it`);
    }
    file.size += bytes.length;
    return size === 0;
  }

  /** The next `append` begins another file. */
  async complete(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close();
    if (file !== null) await this.#appends.settle(file.path);
  }

  async #begin(): Promise<OpenFile> {
    const { directory, prefix, extension, started, fsync } = this.#options;
    const suffix = extension === "" ? "" : `.${extension}`;
    for (;;) {
      this.#made += 1;
      const path = join(directory, `${prefix}${started}-${this.#made}${suffix}`);
      await this.#appends.begin({ path, inode: null, start: 0, end: 0 });
      const handle = await openNew(path, directory);
      if (handle === null) {
        await this.#appends.settle(path);
        continue;
      }
      this.#file = { path, handle, inode: (await handle.stat()).ino, size: 0 };
      if (fsync) await syncDirectory(directory);
      return this.#file;
    }
  }

  /** Where that does not work the next batch goes to a file of its own, and the next start takes back. */
  async #takeBack(file: OpenFile): Promise<void> {
    try {
      await file.handle.truncate(file.size);
    } catch {
      this.#file = null;
      await file.handle.close();
    }
  }
}

/** What a program writes for others is as the user's mask has it, unlike what it keeps for itself. */
export const DIRECTORY_MODE = 0o777;

/** Null where the name is taken: another sink may have begun in the same millisecond. */
async function openNew(path: string, directory: string): Promise<FileHandle | null> {
  for (let madeDirectory = false; ; madeDirectory = true) {
    try {
      return await open(path, "wx");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") return null;
      if (code !== "ENOENT" || madeDirectory) throw error;
      await makeDirectory(directory, DIRECTORY_MODE);
    }
  }
}

/** Whether the file still has a name, and just so many bytes. */
async function isAsLong({ handle }: OpenFile, size: number): Promise<boolean> {
  const found = await handle.stat();
  return found.nlink > 0 && found.size === size;
}
