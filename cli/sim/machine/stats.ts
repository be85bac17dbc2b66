import { DiskDirectory } from "./disk.ts";
import type { DiskFile } from "./disk-file.ts";

/** What something on the disk is, with the methods of Node's `Stats` and `Dirent`. */
class Kind {
  readonly #isDirectory: boolean;

  constructor(entry: DiskFile | DiskDirectory) {
    this.#isDirectory = entry instanceof DiskDirectory;
  }

  isFile(): boolean {
    return !this.#isDirectory;
  }

  isDirectory(): boolean {
    return this.#isDirectory;
  }

  isSymbolicLink(): boolean {
    return false;
  }

  isFIFO(): boolean {
    return false;
  }

  isSocket(): boolean {
    return false;
  }

  isCharacterDevice(): boolean {
    return false;
  }

  isBlockDevice(): boolean {
    return false;
  }
}

/** A name in a directory, as Node's `Dirent`. */
export class SimulatedEntry extends Kind {
  readonly name: string;
  readonly parentPath: string;

  constructor(name: string, parentPath: string, entry: DiskFile | DiskDirectory) {
    super(entry);
    this.name = name;
    this.parentPath = parentPath;
  }
}

/** Node's `Stats` as they were when they were asked for. Programs ask often, and for few of them. */
export class Stats extends Kind {
  readonly dev = 1;
  readonly ino: number;
  readonly mode: number;
  readonly nlink: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly birthtimeMs: number;

  constructor(entry: DiskFile | DiskDirectory) {
    super(entry);
    this.ino = entry.inode;
    this.mode = entry.mode;
    this.nlink = entry instanceof DiskDirectory ? 2 : entry.links;
    this.size = entry instanceof DiskDirectory ? 4096 : entry.length;
    this.mtimeMs = entry.modified;
    this.birthtimeMs = entry.born;
  }

  get ctimeMs(): number {
    return this.mtimeMs;
  }

  get mtime(): Date {
    return new Date(this.mtimeMs);
  }

  get ctime(): Date {
    return this.mtime;
  }

  get birthtime(): Date {
    return new Date(this.birthtimeMs);
  }
}

/** The same with `bigint: true`. */
export class BigStats extends Kind {
  readonly #stats: Stats;

  constructor(entry: DiskFile | DiskDirectory) {
    super(entry);
    this.#stats = new Stats(entry);
  }

  get dev(): bigint {
    return 1n;
  }

  get ino(): bigint {
    return BigInt(this.#stats.ino);
  }

  get mode(): bigint {
    return BigInt(this.#stats.mode);
  }

  get nlink(): bigint {
    return BigInt(this.#stats.nlink);
  }

  get size(): bigint {
    return BigInt(this.#stats.size);
  }

  get mtimeMs(): bigint {
    return BigInt(Math.floor(this.#stats.mtimeMs));
  }

  get ctimeMs(): bigint {
    return this.mtimeMs;
  }

  get birthtimeMs(): bigint {
    return BigInt(Math.floor(this.#stats.birthtimeMs));
  }

  get mtimeNs(): bigint {
    return nanoseconds(this.#stats.mtimeMs);
  }

  get ctimeNs(): bigint {
    return this.mtimeNs;
  }

  get birthtimeNs(): bigint {
    return nanoseconds(this.#stats.birthtimeMs);
  }

  get mtime(): Date {
    return this.#stats.mtime;
  }

  get ctime(): Date {
    return this.mtime;
  }

  get birthtime(): Date {
    return this.#stats.birthtime;
  }
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.floor(ms * 1000)) * 1000n;
}
