import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Table } from "../../runtime/contract/table.ts";
import { FailureLog } from "../../runtime/log/failure-log.ts";
import { abortController } from "../../runtime/system/abort.ts";
import { readFile, stat } from "../../runtime/system/files.ts";

/** A row as it was read; `line` is where it begins, from 1. */
export interface FileRow<T> {
  readonly line: number;
  readonly row: Fallible<T>;
}

/** Which file, how its rows are found, and when it is looked at again. */
export interface FileTableOptions<K, T> {
  readonly path: string;
  readonly key: (row: T) => K;
  /** In ms. */
  readonly checkInterval: number;
  /** In bytes. */
  readonly maxSize: number;
}

/**
 * A table of the rows of a file. It looks whether the file is another one, or has another size or time, and loads it whole
 * then. What cannot be loaded leaves the rows as they are, is logged, and is tried again: it may have been half-written.
 */
export class FileTable<K, T> implements Table<K, T> {
  readonly name: string;
  readonly #options: FileTableOptions<K, T>;
  readonly #declared: Declared;
  readonly #read: (text: string) => Iterable<FileRow<T>>;
  readonly #closing = abortController();
  #rows: ReadonlyMap<K, T> | null = null;
  /** What the rows were loaded from. */
  #loaded = "";
  #watching: Promise<void> = Promise.resolve();

  constructor(options: FileTableOptions<K, T>, declared: Declared, read: (text: string) => Iterable<FileRow<T>>) {
    this.name = declared.name;
    this.#options = options;
    this.#declared = declared;
    this.#read = read;
  }

  get rows(): ReadonlyMap<K, T> {
    if (this.#rows === null) throw new ComponentError(this.#declared, "is read before it is loaded");
    return this.#rows;
  }

  async open(context: Context): Promise<void> {
    try {
      await this.#load(await this.#version());
    } catch (error) {
      throw new ComponentError(this.#declared, messageOf(error), { cause: error });
    }
    context.log.info("loaded", { path: this.#options.path, rows: this.rows.size });
    this.#watching = this.#watch(context);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#watching;
  }

  async #watch(context: Context): Promise<void> {
    const { path, checkInterval } = this.#options;
    const failing = new FailureLog(context);
    for (;;) {
      await context.clock.sleep(checkInterval, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      try {
        const version = await this.#version();
        const isNew = version !== this.#loaded;
        if (isNew) await this.#load(version);
        failing.succeeded();
        if (!isNew) continue;
        context.count("loaded");
        context.log.info("loaded again", { path, rows: this.rows.size });
      } catch (error) {
        context.count("failed");
        failing.failed(`${messageOf(error)}; the rows stay as they were`, { place: this.#declared.place });
      }
    }
  }

  /** Another text where the file is another one. */
  async #version(): Promise<string> {
    const { path, maxSize } = this.#options;
    const found = await stat(path, { bigint: true });
    // A pipe or a device has no size, and may have no end.
    if (!found.isFile()) throw new Error(`${path} is not a regular file`);
    const { ino, size, mtimeNs, ctimeNs } = found;
    if (size > maxSize) throw new Error(`${path} has ${size} bytes, more than \`maxSize\``);
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  }

  async #load(version: string): Promise<void> {
    const { path, key } = this.#options;
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
    const rows = new Map<K, T>();
    const lines = new Map<K, number>();
    for (const { line, row } of this.#read(text)) {
      if (row instanceof Failure) throw new Error(`${path}:${line}: ${row.reason}`);
      const found = keyOf(row, key);
      if (found instanceof Failure) throw new Error(`${path}:${line}: ${found.reason}`);
      const before = lines.get(found);
      if (before !== undefined)
        throw new Error(`${path}:${line}: has the same key as line ${before}: ${String(found)}`);
      lines.set(found, line);
      rows.set(found, row);
    }
    if ((await this.#version()) !== version) throw new Error(`${path} was written to while it was read`);
    this.#rows = rows;
    this.#loaded = version;
  }
}

function keyOf<K, T>(row: T, key: (row: T) => K): Fallible<K> {
  try {
    return key(row);
  } catch (error) {
    return new Failure(messageOf(error));
  }
}
