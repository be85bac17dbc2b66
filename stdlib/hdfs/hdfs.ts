import { join } from "node:path";
import { ComponentError, type Context, type Declared, type More, type Sink } from "../../runtime/component.ts";
import type { Event } from "../../runtime/event.ts";
import { fileName } from "../../runtime/file-name.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { Adoption } from "./adoption.ts";
import { bodyWriter } from "./body-bytes.ts";
import { FileNumbers } from "./file-numbers.ts";
import type { FileSystem } from "./file-system.ts";
import { fillHeaders } from "./fill-headers.ts";
import { gzipMember } from "./gzip-member.ts";
import { type HdfsOptions, hdfsDefaults } from "./hdfs.options.ts";
import { Journal } from "./journal.ts";
import { localFileSystem } from "./local-file-system.ts";
import type { Location } from "./location.ts";
import { readPlace } from "./place.ts";
import { RollingFiles } from "./rolling-files.ts";
import { Settlements } from "./settlements.ts";
import { loadClient } from "./web/name-nodes.ts";
import { WebHdfsFileSystem } from "./web/webhdfs-file-system.ts";

type Settings<T> = Required<HdfsOptions<T>>;

/** Writes events to rolled files of HDFS or of this machine; see hdfs.flow. */
export function hdfs<T>(options: HdfsOptions<T>, declared: Declared): Sink<T> {
  return new HdfsSink<T>({ ...hdfsDefaults, ...options }, declared, fileSystemAt);
}

/** `hdfs` for a `path` that begins with `file://`: a program with that alone has no use for the client of a cluster. */
export function hdfsOnDisk<T>(options: HdfsOptions<T>, declared: Declared): Sink<T> {
  return new HdfsSink<T>({ ...hdfsDefaults, ...options }, declared, async () => localFileSystem);
}

/** What a cluster's client is told. */
type ClusterSettings = Pick<Settings<never>, "user" | "callTimeout">;

/** Gives the file system that a location is on. */
type FileSystemAt = (location: Location, settings: ClusterSettings, context: Context) => Promise<FileSystem>;

interface Opened<T> {
  readonly files: FileSystem;
  readonly journal: Journal;
  readonly settlements: Settlements;
  /** Null where nothing is adopted. */
  readonly adoption: Adoption | null;
  /** One for each batch that may be on its way. */
  readonly writers: readonly RollingFiles<T>[];
  /** Those that have none; the last one is used next, so that few batches need few files. */
  readonly idle: RollingFiles<T>[];
}

class HdfsSink<T> implements Sink<T> {
  readonly batchSize: number;
  readonly parallel: number;
  readonly #settings: Settings<T>;
  readonly #declared: Declared;
  readonly #fileSystemAt: FileSystemAt;
  #opened: Opened<T> | null = null;

  constructor(settings: Settings<T>, declared: Declared, fileSystemAt: FileSystemAt) {
    this.batchSize = settings.batchSize;
    this.parallel = settings.uploads;
    this.#settings = settings;
    this.#declared = declared;
    this.#fileSystemAt = fileSystemAt;
  }

  async open(context: Context): Promise<void> {
    try {
      await this.#open(context);
    } catch (error) {
      throw new ComponentError(this.#declared, messageOf(error), { cause: error });
    }
  }

  async write(events: readonly Event<T>[], more?: More<T>): Promise<void> {
    const { writers, idle } = this.#opened!;
    const writer = idle.pop();
    // More writes than were agreed upon wait for the first one.
    if (writer === undefined) return writers[0]!.write(events, more);
    try {
      await writer.write(events, more);
    } finally {
      idle.push(writer);
    }
  }

  writeBatch(elements: readonly T[], time: number): Promise<void> {
    const headers = new Map([["timestamp", String(time)]]);
    return this.write(elements.map((body) => ({ body, headers })));
  }

  async close(): Promise<void> {
    const { files, journal, settlements, adoption, writers } = this.#opened!;
    try {
      await adoption?.close();
      for (const writer of writers) await writer.close();
      await settlements.close();
    } finally {
      await journal.close();
      files.close();
    }
  }

  async #open(context: Context): Promise<void> {
    const { codeC, fileSuffix, fileType, format, appendNewline } = this.#settings;
    if ((fileType === "CompressedStream") !== (codeC !== null)) {
      throw new Error(
        `fileType is ${fileType}, codeC is ${codeC}; a CompressedStream has a codec, a DataStream has none`,
      );
    }
    const { location, directory, filePrefix, names } = await readPlace(this.#settings);
    const files = await this.#fileSystemAt(location, this.#settings, context);
    try {
      await prepare(files, directory);
      const journal = new Journal(
        join(context.dataDir, "sink", fileName(this.#declared.name), "in-use.jsonl"),
        files.name,
      );
      const leftBehind = await journal.open();
      if (leftBehind.elsewhere.length > 0) {
        const why = `left in use by an earlier start, and not completed: they are not on ${files.name || "this machine"}`;
        context.log.warn(why, { files: leftBehind.elsewhere });
      }
      const settings = {
        ...this.#settings,
        maxOpenFiles: Math.max(1, Math.floor(this.#settings.maxOpenFiles / this.parallel)),
        fileSuffix: fileSuffix === "" && codeC !== null ? ".gz" : fileSuffix,
        grain: codeC !== null ? ("gzip" as const) : appendNewline ? ("lines" as const) : ("anything" as const),
        fill: fillHeaders(this.#settings),
        write: bodyWriter<T>(this.#declared.element, format),
        compress: codeC === null ? null : gzipMember,
      };
      const settlements = new Settlements(files, journal, context, settings);
      for (const file of leftBehind.here) settlements.settleBehind(file);
      const numbers = new FileNumbers(this.parallel);
      const writers = Array.from(
        { length: this.parallel },
        () => new RollingFiles<T>({ files, journal, settlements, numbers }, names, context, settings),
      );
      const { adoptAfter } = this.#settings;
      const adopting = { ...settings, directory, filePrefix };
      const adoption = adoptAfter > 0 ? new Adoption(files, journal, settlements, context, adopting) : null;
      adoption?.start();
      this.#opened = { files, journal, settlements, adoption, writers, idle: writers.toReversed() };
    } catch (error) {
      files.close();
      throw error;
    }
  }
}

async function prepare(files: FileSystem, directory: string): Promise<void> {
  try {
    await files.prepare(directory);
  } catch (error) {
    throw new Error(`cannot write to ${files.name}${directory}: ${messageOf(error)}`, { cause: error });
  }
}

async function fileSystemAt(location: Location, settings: ClusterSettings, context: Context): Promise<FileSystem> {
  if (location.kind === "local") return localFileSystem;
  return new WebHdfsFileSystem(location, { ...settings, webhdfs: await loadClient() }, context.clock);
}
