import { join, relative } from "node:path";
import type { Context } from "../../runtime/contract/context.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { errnoOf } from "../../runtime/system/errno.ts";
import { type FileHandle, readdir, stat } from "../../runtime/system/files.ts";
import { random } from "../../runtime/system/random.ts";
import { Identities } from "../support/inode-identity.ts";
import { mayBeUnreadable, UNREADABLE_NAME } from "../support/unreadable-name.ts";
import { deriveRegExp } from "../text/derive-regexp.ts";
import { type FileVersion, fileVersion } from "./file-version.ts";
import type { SpooldirOptions } from "./spooldir.options.ts";

/** A file that waits to be read. */
export interface SpooledFile {
  readonly path: string;
  /** Below the folder, with `/`. */
  readonly name: string;
  readonly version: FileVersion;
}

type FolderOptions = Required<
  Pick<
    SpooldirOptions,
    | "directory"
    | "includePattern"
    | "ignorePattern"
    | "recursiveDirectorySearch"
    | "consumeOrder"
    | "quietFor"
    | "fileSuffix"
    | "trackingPolicy"
  >
>;

/** The files of a folder that are to be read, the next one first. */
export class SpoolFolder {
  readonly #options: FolderOptions;
  readonly #context: Context;
  readonly #identities = new Identities();
  readonly #include: RegExp | null;
  readonly #ignore: RegExp | null;

  constructor(options: FolderOptions, context: Context) {
    this.#options = options;
    this.#context = context;
    this.#include = wholeName(options.includePattern);
    this.#ignore = wholeName(options.ignorePattern);
  }

  /** Looks at the folder for the first time, and at those above it: what files there are told apart by. */
  async open(): Promise<void> {
    await this.#identities.learnFrom(this.#options.directory);
    await this.look();
  }

  /** What a file is now. */
  async versionOf(file: FileHandle): Promise<FileVersion> {
    return fileVersion(await file.stat({ bigint: true }), this.#identities);
  }

  /** Rejects when the folder itself cannot be read; a file or folder below that cannot is told. */
  async look(): Promise<SpooledFile[]> {
    const found: SpooledFile[] = [];
    await this.#lookInto(this.#options.directory, found);
    return this.#ordered(found);
  }

  async #lookInto(folder: string, found: SpooledFile[]): Promise<void> {
    const { directory, recursiveDirectorySearch, quietFor } = this.#options;
    const now = this.#context.clock.now();
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".")) continue;
      try {
        if (entry.isDirectory()) {
          if (recursiveDirectorySearch) await this.#lookInto(path, found);
          continue;
        }
        if (!this.#isWanted(entry.name)) continue;
        const stats = await stat(path, { bigint: true });
        // A clock that goes after another one than the file system's must not keep a file waiting for ever.
        const isQuiet = Math.abs(now - Number(stats.mtimeMs)) >= quietFor;
        if (stats.isFile() && isQuiet)
          found.push({ path, name: relative(directory, path), version: fileVersion(stats, this.#identities) });
      } catch (error) {
        const isMissing = errnoOf(error) === "ENOENT";
        if (isMissing && !mayBeUnreadable(entry.name)) continue;
        this.#context.count("unreadableFiles");
        const message = isMissing ? UNREADABLE_NAME : `cannot look at a file: ${messageOf(error)}; it is tried again`;
        this.#context.log.once(`look ${path}`, message, { file: path });
      }
    }
  }

  #isWanted(name: string): boolean {
    const { fileSuffix, trackingPolicy } = this.#options;
    if (trackingPolicy === "rename" && isDone(name, fileSuffix)) return false;
    return this.#include?.test(name) !== false && this.#ignore?.test(name) !== true;
  }

  #ordered(files: SpooledFile[]): SpooledFile[] {
    const sign = this.#options.consumeOrder === "youngest" ? -1 : 1;
    files.sort((a, b) => sign * Number(a.version.mtimeNs - b.version.mtimeNs) || (a.name < b.name ? -1 : 1));
    if (this.#options.consumeOrder !== "random") return files;
    for (let last = files.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [files[last], files[other]] = [files[other]!, files[last]!];
    }
    return files;
  }
}

/** `a.log.COMPLETED`, and `a.log.COMPLETED.2` where that name was taken. */
function isDone(name: string, suffix: string): boolean {
  return name.endsWith(suffix) || name.replace(/\.\d+$/, "").endsWith(suffix);
}

function wholeName(pattern: RegExp | null): RegExp | null {
  if (pattern === null) return null;
  return deriveRegExp(pattern, `^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ""));
}
