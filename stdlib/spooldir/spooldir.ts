import { basename, join, resolve } from "node:path";
import { type Context, type Declared, keptNameOf } from "../../runtime/contract/context.ts";
import { ChannelFullError, ComponentError } from "../../runtime/contract/errors.ts";
import type { Headers } from "../../runtime/contract/event.ts";
import type { Kept } from "../../runtime/contract/kept.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import { type Lock, lock } from "../../runtime/system/directory-lock.ts";
import { errnoOf } from "../../runtime/system/errno.ts";
import { fileName } from "../../runtime/system/file-name.ts";
import { type FileHandle, open } from "../../runtime/system/files.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import { ContainerError, ContainerReader } from "../support/avro/container-reader.ts";
import { whyNot } from "../support/why-not.ts";
import { isVersion, versionText } from "./file-version.ts";
import { Finish } from "./finish.ts";
import { eventsDone, isOf, type Progress, readProgress, writeProgress } from "./progress.ts";
import { type SpooledFile, SpoolFolder } from "./spool-folder.ts";
import { type SpooldirOptions, spooldirDefaults } from "./spooldir.options.ts";
import { type MakeReader, type TextReader, textReader } from "./text-reader.ts";

/** How much is read at once, in bytes. */
const CHUNK = 262_144;

/** Wait before a channel that stayed full is tried again, in ms: short, since the put itself has waited already. */
const FULL_PAUSE = 100;

/** The files that appear in a folder. */
export function spooldir(options: SpooldirOptions, declared: Declared): Source<string> {
  return new SpooldirSource({ ...spooldirDefaults, ...options }, declared, (all, context) =>
    all.deserializer === "avro" ? new ContainerReader(all.maxBlobLength) : textReader(all, context),
  );
}

/** `spooldir` for files of text, which brings no codecs along. */
export function spooldirOfText(options: SpooldirOptions, declared: Declared): Source<string> {
  return new SpooldirSource({ ...spooldirDefaults, ...options }, declared, textReader);
}

/** What is there while the source is open. */
interface Opened {
  readonly context: Context;
  readonly folder: SpoolFolder;
  readonly finish: Finish;
  readonly progressFile: string;
  readonly lock: Lock;
}

class SpooldirSource implements Source<string> {
  readonly #options: Required<SpooldirOptions>;
  readonly #declared: Declared;
  readonly #rules: string;
  readonly #readerFor: MakeReader;
  readonly #chunk = Buffer.allocUnsafe(CHUNK);
  /** Files that were delivered and could not be finished, by what they are known by: they are not read again. */
  readonly #delivered = new Map<string, SpooledFile>();
  /** Files that are not what they should be, by what they are known by: they are left alone. */
  readonly #damaged = new Set<string>();
  #opened: Opened | null = null;
  #progress: Progress | null = null;
  /** When the progress is to be written. */
  #writeAt = Infinity;

  constructor(options: Required<SpooldirOptions>, declared: Declared, readerFor: MakeReader) {
    this.#readerFor = readerFor;
    this.#options = options;
    this.#declared = declared;
    const { deserializer, charset, records, recordStart } = options;
    const { maxLineLength, maxBlobLength, maxRecordLines, maxRecordSize } = options;
    const longest = [maxLineLength, maxBlobLength, maxRecordLines, maxRecordSize];
    this.#rules = JSON.stringify([deserializer, charset, records, String(recordStart), ...longest]);
  }

  keepsAt(dataDir: string): Kept {
    const { trackerDir, trackingPolicy } = this.#options;
    const at = trackingPolicy === "tracker_dir" ? trackerDir : null;
    return { at: resolve(at ?? this.#ownFolder(dataDir)) };
  }

  async open(context: Context): Promise<void> {
    try {
      this.#opened = await this.#open(context);
    } catch (error) {
      throw new ComponentError(this.#declared, messageOf(error), { cause: error });
    }
  }

  async run(output: Output<string>): Promise<void> {
    const { context, folder, finish } = this.#opened!;
    const { clock, draining } = context;
    const { pollDelay, consumeOrder } = this.#options;
    while (!draining.aborted) {
      await this.#finishDelivered();
      const files = await folder.look();
      const due = files.filter((file) => !finish.isMarked(file) && !this.#isDone(keyOf(file)));
      const lookAt = clock.now() + pollDelay;
      let count = 0;
      for (const file of due) {
        // A younger one may have come.
        if (draining.aborted || (consumeOrder === "youngest" && clock.now() >= lookAt)) break;
        if (await this.#consume(file, output)) count++;
      }
      if (count === 0) await clock.sleep(pollDelay, draining);
    }
    await this.#writeProgress();
  }

  async close(): Promise<void> {
    if (this.#opened === null) return;
    try {
      await this.#writeProgress();
    } finally {
      await this.#opened.lock.release();
    }
  }

  async #open(context: Context): Promise<Opened> {
    const ownFolder = this.#ownFolder(context.dataDir);
    const directory = resolve(this.#options.directory);
    const trackerDir = resolve(this.#options.trackerDir ?? join(ownFolder, "done"));
    const options = { ...this.#options, directory };
    const folder = new SpoolFolder(options, context);
    this.#readerFor(options, context);
    await folder.open().catch((error: unknown) => {
      throw new Error(whyNot(error, { verb: "read", kind: "directory", name: directory }), { cause: error });
    });
    // A folder that is only marked need not be writable.
    const isWritten = options.trackingPolicy === "rename";
    const held = await lock(join(isWritten ? directory : trackerDir, ".spooldir.lock"));
    try {
      const finish = new Finish(options, trackerDir);
      await finish.prepare();
      await makeDirectory(ownFolder);
      const progressFile = join(ownFolder, "progress.json");
      this.#progress = await readProgress(progressFile);
      return { context, folder, finish, progressFile, lock: held };
    } catch (error) {
      await held.release();
      throw error;
    }
  }

  #ownFolder(dataDir: string): string {
    return join(dataDir, "sources", fileName(keptNameOf(this.#declared)));
  }

  #isDone(key: string): boolean {
    return this.#delivered.has(key) || this.#damaged.has(key);
  }

  /** Delivers a file, or what is left of it. False where it cannot be read, which is told and is no reason to stop. */
  async #consume(file: SpooledFile, output: Output<string>): Promise<boolean> {
    const { context } = this.#opened!;
    let handle: FileHandle | null = null;
    try {
      handle = await open(file.path, "r");
    } catch (error) {
      context.count("unreadableFiles");
      const message = `cannot read a file: ${messageOf(error)}; it is tried again`;
      context.log.once(`read ${file.path}`, message, { file: file.path });
      return false;
    }
    try {
      if (!(await this.#deliver(handle, file, output))) return true;
    } catch (error) {
      if (!(error instanceof ContainerError)) throw error;
      context.count("unreadableFiles");
      const why = `${error.message}; what follows there is not read, and the file is left where it is`;
      context.log.warn(`a file cannot be read to its end: ${why}`, { file: file.path });
      this.#damaged.add(keyOf(file));
      return true;
    } finally {
      await handle.close();
    }
    this.#delivered.set(keyOf(file), file);
    await this.#finishDelivered();
    return true;
  }

  /** Says whether all of the file has been delivered: otherwise the program drains. */
  async #deliver(handle: FileHandle, file: SpooledFile, output: Output<string>): Promise<boolean> {
    const { context } = this.#opened!;
    const reader = this.#readerFor(this.#options, context);
    const headers = this.#headersOf(file);
    let skipped = eventsDone(this.#progress, file, this.#rules);
    this.#progress = { name: file.name, identity: versionText(file.version), rules: this.#rules, events: skipped };
    if (skipped > 0) context.log.info("resumed in the middle of a file", { file: file.path, events: skipped });
    if (this.#writeAt === Infinity) this.#writeAt = context.clock.now() + this.#options.writePosInterval;
    for (let size = 0, isOver = false; !isOver; ) {
      const { bytesRead } = await handle.read(this.#chunk, 0, CHUNK, size);
      size += bytesRead;
      context.tally?.("bytes", bytesRead);
      isOver = bytesRead === 0;
      if (isOver) await this.#tellChange(handle, file);
      const texts = await textsOf(reader, this.#chunk.subarray(0, bytesRead));
      const known = Math.min(skipped, texts.length);
      skipped -= known;
      if (!(await this.#put(texts.slice(known), headers, output))) return false;
    }
    return true;
  }

  /** False when the program drains before all are delivered. */
  async #put(texts: readonly string[], headers: Headers, output: Output<string>): Promise<boolean> {
    const { context } = this.#opened!;
    const size = Math.min(this.#options.batchSize, output.batchSize);
    for (let start = 0; start < texts.length; ) {
      if (context.draining.aborted) return false;
      const events = texts.slice(start, start + size).map((body) => ({ body, headers }));
      try {
        await output.put(events);
      } catch (error) {
        if (!(error instanceof ChannelFullError)) throw error;
        await context.clock.sleep(FULL_PAUSE);
        continue;
      }
      start += events.length;
      this.#progress = { ...this.#progress!, events: this.#progress!.events + events.length };
      if (context.clock.now() >= this.#writeAt) await this.#writeProgress();
    }
    return true;
  }

  /** A file has to be whole when it appears; what one that was not has to say is told, and not lost in silence. */
  async #tellChange(handle: FileHandle, file: SpooledFile): Promise<void> {
    const { context, folder } = this.#opened!;
    if (isVersion(versionText(file.version), await folder.versionOf(handle))) return;
    context.count("changedFiles");
    const advice = "write files elsewhere, and rename them into the folder when they are whole";
    context.log.warn(`a file was changed while it was read, and may be delivered in part or twice: ${advice}`, {
      file: file.path,
    });
  }

  /** Marks, moves, renames or deletes what was delivered; what cannot be is told, and tried again at every look. */
  async #finishDelivered(): Promise<void> {
    const { context, finish } = this.#opened!;
    for (const [key, file] of this.#delivered) {
      try {
        await finish.finish(file);
        this.#forget(key, file);
      } catch (error) {
        if (errnoOf(error) === "ENOENT") this.#forget(key, file);
        context.count("unfinishedFiles");
        const message = `cannot finish a file that was delivered: ${messageOf(error)}; it is tried again, and would be read again after a restart`;
        context.log.once(`finish ${file.path}`, message, { file: file.path });
      }
    }
  }

  /** A file that has its place from now on is not that of what was delivered. */
  #forget(key: string, file: SpooledFile): void {
    this.#delivered.delete(key);
    if (isOf(this.#progress, file)) this.#progress = { ...this.#progress, events: 0 };
  }

  #headersOf({ path }: SpooledFile): Headers {
    const { headers, fileHeader, fileHeaderKey, basenameHeader, basenameHeaderKey } = this.#options;
    const all = new Map(headers ?? []);
    if (fileHeader) all.set(fileHeaderKey, path);
    if (basenameHeader) all.set(basenameHeaderKey, basename(path));
    return all;
  }

  async #writeProgress(): Promise<void> {
    if (this.#writeAt === Infinity || this.#progress === null) return;
    await writeProgress(this.#opened!.progressFile, this.#progress);
    this.#writeAt = this.#opened!.context.clock.now() + this.#options.writePosInterval;
  }
}

function keyOf({ name, version }: SpooledFile): string {
  return `${name} ${versionText(version)}`;
}

function textsOf(reader: TextReader, bytes: Buffer): ReturnType<TextReader["push"]> {
  return bytes.length === 0 ? reader.end() : reader.push(bytes);
}
