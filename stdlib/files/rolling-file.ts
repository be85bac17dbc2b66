import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { errnoOf } from "../../runtime/system/errno.ts";
import { type FileHandle, open } from "../../runtime/system/files.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import { drawBytes } from "../../runtime/system/random.ts";
import { syncDirectory } from "../../runtime/system/replace-file.ts";
import { MARKER } from "../support/rolling/formats/file-format.ts";
import type { Append, Appends } from "./appends.ts";
import type { NextName } from "./file-names.ts";

/** How the files of a `files` sink are named and kept. */
export interface RollingFileOptions {
  readonly directory: string;
  readonly prefix: string;
  /** Without its point; empty for none. */
  readonly extension: string;
  /** Whether what is appended has to survive a power failure. */
  readonly fsync: boolean;
  /** Gives the middle of the names of files without `perBatch`. */
  readonly nextName: NextName;
  /** Whether each batch of a stream has a directory of its own, named after its time. */
  readonly perBatch: boolean;
  /** Whether the end of what is whole is known by notes alone, as nothing in the bytes says it as lines do. */
  readonly endsByNotes: boolean;
  /** Hears how many bytes a batch was. */
  readonly wrote: (bytes: number) => void;
}

/** Makes the bytes of a batch for a file: `marker` is drawn for each, and a new one may begin with a header. */
export type BatchBytes = (marker: Uint8Array, isNew: boolean) => Buffer | Promise<Buffer>;

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly inode: number;
  readonly marker: Uint8Array;
  /** Bytes in it that belong to whole batches. */
  size: number;
  /** It has batches of a stream: what is noted of it is as safe as what it has. */
  isNotedSafely: boolean;
}

/** What tells a batch of a stream from others. */
export interface BatchName {
  /** Its end in ms since 1970; of events of an agent, when they are written. */
  readonly time: number;
  /** Null where it need not be known whether it was written. */
  readonly id: string | null;
}

/**
 * The file under way, and the names of those to come: `<prefix><next name>[.<extension>]`, or with `perBatch`
 * `[<prefix>-]<time>[.<extension>]/part-<n>`, as Spark names them.
 */
export class RollingFile {
  readonly #options: RollingFileOptions;
  readonly #appends: Appends;
  #file: OpenFile | null = null;
  /** Of the batch that has the file under way, with `perBatch`. */
  #time: number | null = null;
  /** Files of that batch so far. */
  #parts = 0;

  constructor(options: RollingFileOptions, appends: Appends) {
    this.#options = options;
    this.#appends = appends;
  }

  /** Adds a batch, or a part of one, all of it or nothing. Resolves to whether it began another file. */
  async append(bytesOf: BatchBytes, { time, id: batch }: BatchName): Promise<boolean> {
    if (this.#options.perBatch && time !== this.#time) {
      await this.complete();
      this.#time = time;
      this.#parts = 0;
    }
    // Whoever removed the file, or wrote to it, must not take what comes now along.
    if (this.#file !== null && !(await isAsLong(this.#file, this.#file.size))) await this.complete();
    const marker = this.#file?.marker ?? drawBytes(MARKER);
    const bytes = await bytesOf(marker, (this.#file?.size ?? 0) === 0);
    const file = this.#file ?? (await this.#begin(marker));
    const { path, handle, inode, size } = file;
    file.isNotedSafely ||= batch !== null || this.#options.endsByNotes;
    const noted = batch ?? (file.isNotedSafely ? "" : null);
    const append: Append = { path, inode, start: size, end: size + bytes.length, checksum: crc32(bytes), batch: noted };
    try {
      await this.#appends.begin(append);
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, size + written);
        written += bytesWritten;
      }
      if (this.#options.fsync) await Promise.all([handle.datasync(), noted === null ? null : this.#appends.sync()]);
    } catch (error) {
      await this.#takeBack(file);
      throw error;
    }
    if (!(await isAsLong(file, size + bytes.length))) {
      await this.complete();
      throw new Error(`${path} was removed or changed by something else while a batch was written to it`);
    }
    file.size += bytes.length;
    this.#options.wrote(bytes.length);
    this.#appends.found(append);
    return size === 0;
  }

  /** The next `append` begins another file. */
  async complete(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close();
    if (file !== null) await this.#appends.settle(file.path);
  }

  async #begin(marker: Uint8Array): Promise<OpenFile> {
    const { fsync } = this.#options;
    for (;;) {
      const path = this.#nextPath();
      const directory = dirname(path);
      await this.#appends.begin({ path, inode: null, start: 0, end: 0, checksum: null, batch: null });
      const handle = await openNew(path, directory);
      if (handle === null) {
        await this.#appends.settle(path);
        continue;
      }
      try {
        const { ino } = await handle.stat();
        // Nothing goes into a file whose name a power failure may take away.
        if (fsync) await syncDirectory(directory);
        this.#file = { path, handle, inode: ino, marker, size: 0, isNotedSafely: false };
        return this.#file;
      } catch (error) {
        await handle.close();
        throw error;
      }
    }
  }

  #nextPath(): string {
    const { directory, prefix, extension, nextName, perBatch } = this.#options;
    const suffix = extension === "" ? "" : `.${extension}`;
    if (!perBatch) return join(directory, `${prefix}${nextName()}${suffix}`);
    const part = `part-${String(this.#parts++).padStart(5, "0")}`;
    return join(directory, `${prefix === "" ? "" : `${prefix}-`}${this.#time}${suffix}`, part);
  }

  /** Where that does not work the next batch goes to a file of its own, and what is left here is taken back later. */
  async #takeBack(file: OpenFile): Promise<void> {
    try {
      await file.handle.truncate(file.size);
      // Until the disk knows, a power failure would bring it back, and the file may be complete by then.
      if (this.#options.fsync) await file.handle.datasync();
    } catch {
      this.#file = null;
      // A note that cannot be written is missed by the next start only, which sees by the old one what is not whole.
      await this.#appends.leave(file.path).catch(() => {});
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
      const code = errnoOf(error);
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
