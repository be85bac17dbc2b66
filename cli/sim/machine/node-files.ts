import { constants } from "node:fs";
import { resolve } from "node:path";
import { DiskDirectory, DiskError } from "./disk.ts";
import type { DiskFile } from "./disk-file.ts";
import { type Running, type SimulatedProcess, WORKING_DIRECTORY } from "./process.ts";
import { BigStats, SimulatedEntry, Stats } from "./stats.ts";
import { systemError } from "./system-error.ts";

type Data = string | Uint8Array;

/** Descriptors below it are the standard streams and those of handles. */
const FIRST_DESCRIPTOR = 4;
/** A path that `resolve` gives back as it is, for which that takes longer than most calls to the machine. */
const RESOLVED = /^(?:\/(?!\.{1,2}(?:\/|$))[^/]+)+$/;
/** A program that writes without end must not take the memory of the machine that simulates it: bytes. */
const LARGEST_FILE = 64 * 2 ** 20;

/** `node:fs` and `node:fs/promises` of the simulated process that runs: what the runtime and connectors use of them. */
export function nodeFiles(running: Running) {
  const at = (path: unknown) => {
    const text = String(path);
    return RESOLVED.test(text) ? text : resolve(WORKING_DIRECTORY, text);
  };
  const disk = () => running.process.machine.disk;
  const now = () => running.process.machine.scheduler.now;

  function open(path: unknown, flags: string | number = "r", mode = 0o666): Promise<SimulatedHandle> {
    const place = at(path);
    const wanted = flagsOf(flags);
    const isNew = wanted.create && disk().find(place) === null;
    return running.process.call(
      "open",
      place,
      () => {
        const found = disk().find(place);
        if (found !== null && wanted.exclusive) throw new DiskError("EEXIST");
        if (found instanceof DiskDirectory) {
          if (wanted.write) throw new DiskError("EISDIR");
          return new SimulatedHandle(running.process, place, found, wanted);
        }
        if (found === null && !wanted.create) throw new DiskError("ENOENT");
        const file = found ?? disk().create(place, now(), mode);
        if (wanted.truncate && file.length > 0) file.cut(0, now());
        return new SimulatedHandle(running.process, place, file, wanted);
      },
      isNew ? "create" : "open",
    );
  }

  async function withHandle<T>(
    path: unknown,
    flags: string,
    mode: number | undefined,
    use: (handle: SimulatedHandle) => Promise<T>,
  ): Promise<T> {
    const handle = await open(path, flags, mode);
    try {
      return await use(handle);
    } finally {
      await handle.close();
    }
  }

  /** Calls `action` with the place of `path` when the call comes to the machine. */
  function call<T>(name: string, path: unknown, action: (place: string) => T, kind: string = name): Promise<T> {
    const place = at(path);
    return running.process.call(name, place, () => action(place), kind);
  }

  const promises = {
    constants,
    open,
    access: (path: unknown) => call("access", path, (place) => void found(disk().find(place))),
    link: (from: unknown, to: unknown) => call("link", from, (place) => disk().link(place, at(to), now())),
    mkdir: (path: unknown, mode: unknown) =>
      call("mkdir", path, (place) => disk().makeDirectory(place, now(), typeof mode === "number" ? mode : 0o777)),
    readdir: (path: unknown, options?: { readonly withFileTypes?: boolean }) =>
      call("scandir", path, (place) => {
        const entries = [...disk().directory(place).entries].sort(([one], [other]) => (one < other ? -1 : 1));
        if (options?.withFileTypes !== true) return entries.map(([name]) => name);
        return entries.map(([name, entry]) => new SimulatedEntry(name, place, entry));
      }),
    readFile: (path: unknown, options?: string | { readonly encoding?: string }) =>
      withHandle(path, "r", undefined, (handle) => handle.readFile(options)),
    rename: (from: unknown, to: unknown) => call("rename", from, (place) => disk().rename(place, at(to), now())),
    rm: (path: unknown, options?: { readonly force?: boolean; readonly recursive?: boolean }) =>
      call(
        "rm",
        path,
        (place) => {
          if (disk().find(place) === null && options?.force === true) return;
          removeTree(place, options?.recursive === true);
        },
        "unlink",
      ),
    stat: (path: unknown, options?: { readonly bigint?: boolean }) =>
      call("stat", path, (place) => statsOf(found(disk().find(place)), options?.bigint === true)),
    lstat: (path: unknown, options?: { readonly bigint?: boolean }) => promises.stat(path, options),
    statfs: (path: unknown) =>
      call("statfs", path, (place) => {
        found(disk().find(place));
        return { bsize: 1, bavail: 2 ** 40 };
      }),
    truncate: (path: unknown, length = 0) => withHandle(path, "r+", undefined, (handle) => handle.truncate(length)),
    unlink: (path: unknown) => call("unlink", path, (place) => disk().remove(place, now())),
    writeFile: (
      path: unknown,
      data: Data,
      options?: { readonly mode?: number; readonly flag?: string; readonly flush?: boolean } | string,
    ) => {
      const { mode, flag = "w", flush = false } = typeof options === "string" ? {} : (options ?? {});
      return withHandle(path, flag, mode, async (handle) => {
        await handle.writeFile(data);
        if (flush) await handle.sync();
      });
    },
    appendFile: (path: unknown, data: Data) => withHandle(path, "a", undefined, (handle) => handle.writeFile(data)),
  };

  /** Files that were opened without waiting, by descriptor. */
  const opened = new Map<number, DiskFile>();
  let descriptors = FIRST_DESCRIPTOR;

  function openSync(path: unknown): number {
    const entry = found(disk().find(at(path)));
    if (entry instanceof DiskDirectory) throw systemError("EISDIR", "open", at(path));
    opened.set(descriptors, entry);
    return descriptors++;
  }

  function removeTree(path: string, recursive: boolean): void {
    const entry = disk().find(path);
    if (entry instanceof DiskDirectory) {
      if (!recursive) throw new DiskError("EISDIR");
      for (const name of [...entry.entries.keys()]) removeTree(`${path}/${name}`, true);
    }
    disk().remove(path, now());
  }

  return {
    promises,
    files: {
      constants,
      promises,
      existsSync: (path: unknown) => disk().find(at(path)) !== null,
      // Asked for source maps of whatever is on a stack: no failure is planned for it, and none may hang on it.
      readFileSync: (path: unknown, options?: string | { readonly encoding?: string }) => {
        const entry = disk().find(at(path));
        if (entry === null || entry instanceof DiskDirectory) throw systemError("ENOENT", "open", at(path));
        return textOf(Buffer.from(entry.bytes), options);
      },
      fstatSync: () => ({
        isFile: () => false,
        isFIFO: () => true,
        isSocket: () => false,
        isCharacterDevice: () => false,
      }),
      // Nobody is told of changes here: whoever wants to know looks.
      watch: (path: unknown) => {
        throw systemError("ENOSYS", "watch", at(path));
      },
      openSync,
      closeSync: (descriptor: number) => void opened.delete(descriptor),
      readSync: (descriptor: number, buffer: Buffer, offset: number, length: number, position: number) =>
        opened.get(descriptor)!.bytes.copy(buffer, offset, position, position + length),
      writeSync: (_descriptor: number, data: Data) => data.length,
    },
  };
}

/** An open file or directory of a simulated process, with the methods of Node's FileHandle. */
class SimulatedHandle {
  readonly fd = 3;
  readonly #process: SimulatedProcess;
  readonly #path: string;
  readonly #entry: DiskFile | DiskDirectory;
  readonly #appends: boolean;
  #position = 0;
  #isClosed = false;

  constructor(process: SimulatedProcess, path: string, entry: DiskFile | DiskDirectory, flags: Flags) {
    this.#process = process;
    this.#path = path;
    this.#entry = entry;
    this.#appends = flags.append;
  }

  async read(
    target:
      | Buffer
      | {
          readonly buffer: Buffer;
          readonly offset?: number;
          readonly length?: number;
          readonly position?: number | null;
        },
    offset?: number | null,
    length?: number | null,
    position?: number | bigint | null,
  ) {
    const given = Buffer.isBuffer(target)
      ? {
          buffer: target,
          offset: offset ?? 0,
          length: length ?? target.length - (offset ?? 0),
          position: position ?? null,
        }
      : { offset: 0, length: target.buffer.length, position: null, ...target };
    return await this.#call("read", () => {
      const from = given.position === null ? this.#position : Number(given.position);
      const bytes = this.#file.bytes.subarray(from, from + (given.length ?? 0));
      bytes.copy(given.buffer, given.offset);
      if (given.position === null) this.#position += bytes.length;
      return { bytesRead: bytes.length, buffer: given.buffer };
    });
  }

  async write(data: Data, offset?: number | null, length?: number | null, position?: number | null) {
    const bytes =
      typeof data === "string"
        ? Buffer.from(data)
        : Buffer.from(data).subarray(offset ?? 0, (offset ?? 0) + (length ?? data.length));
    const place = typeof data === "string" ? (typeof offset === "number" ? offset : null) : (position ?? null);
    const bytesWritten = await this.#put(bytes, place);
    return { bytesWritten, buffer: data };
  }

  async writev(parts: readonly Uint8Array[], position?: number | null) {
    const bytesWritten = await this.#put(Buffer.concat(parts), position ?? null);
    return { bytesWritten, buffers: parts };
  }

  async writeFile(data: Data): Promise<void> {
    const bytes = Buffer.from(data as string);
    for (let written = 0; written < bytes.length; ) written += await this.#put(bytes.subarray(written), null);
  }

  appendFile(data: Data): Promise<void> {
    return this.writeFile(data);
  }

  async readFile(options?: string | { readonly encoding?: string }): Promise<string | Buffer> {
    return await this.#call("read", () => textOf(Buffer.from(this.#file.bytes), options));
  }

  truncate(length = 0): Promise<void> {
    return this.#call("ftruncate", () => this.#file.cut(length, this.#process.machine.scheduler.now), "write");
  }

  sync(): Promise<void> {
    return this.#call("fsync", () => this.#sync());
  }

  datasync(): Promise<void> {
    return this.#call("fdatasync", () => this.#sync());
  }

  stat(options?: { readonly bigint?: boolean }) {
    return this.#call("fstat", () => statsOf(this.#entry, options?.bigint === true));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  get #file(): DiskFile {
    if (this.#entry instanceof DiskDirectory) throw new DiskError("EISDIR");
    return this.#entry;
  }

  #sync(): void {
    if (this.#entry instanceof DiskDirectory) this.#process.machine.disk.syncNames(this.#entry);
    else this.#entry.sync();
  }

  /** As the system does: it may take less than it was given, and what it takes before it fails is there. */
  #put(bytes: Buffer, position: number | null): Promise<number> {
    return this.#call("write", () => {
      const { random, scheduler } = this.#process.machine;
      const most = random.chance(0.03) ? random.between(1, Math.max(1, bytes.length)) : bytes.length;
      const place = this.#appends ? this.#file.length : (position ?? this.#position);
      if (place + most > LARGEST_FILE) throw new DiskError("ENOSPC");
      this.#file.write(place, bytes.subarray(0, most), scheduler.now);
      if (position === null) this.#position = place + most;
      return Math.min(most, bytes.length);
    });
  }

  #call<T>(name: string, action: () => T, kind: string = name): Promise<T> {
    if (this.#isClosed) return Promise.reject(Object.assign(new Error("file closed"), { code: "EBADF" }));
    return this.#process.call(name, this.#path, action, kind);
  }
}

interface Flags {
  readonly write: boolean;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly append: boolean;
}

function flagsOf(flags: string | number): Flags {
  if (typeof flags === "number") {
    return {
      write: (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0,
      create: (flags & constants.O_CREAT) !== 0,
      exclusive: (flags & constants.O_EXCL) !== 0,
      truncate: (flags & constants.O_TRUNC) !== 0,
      append: (flags & constants.O_APPEND) !== 0,
    };
  }
  return {
    write: /[wa+]/.test(flags),
    create: /[wa]/.test(flags),
    exclusive: flags.includes("x"),
    truncate: flags.includes("w"),
    append: flags.includes("a"),
  };
}

function found<T>(entry: T | null): T {
  if (entry === null) throw new DiskError("ENOENT");
  return entry;
}

function textOf(bytes: Buffer, options?: string | { readonly encoding?: string }): string | Buffer {
  const encoding = typeof options === "string" ? options : options?.encoding;
  return encoding === undefined ? bytes : bytes.toString(encoding as BufferEncoding);
}

function statsOf(entry: DiskFile | DiskDirectory, bigint: boolean): Stats | BigStats {
  return bigint ? new BigStats(entry) : new Stats(entry);
}
