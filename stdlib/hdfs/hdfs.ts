import { join } from "node:path";
import { type Context, type Declared, keptNameOf } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Pull, Sink } from "../../runtime/contract/sink.ts";
import { fileName } from "../../runtime/system/file-name.ts";
import { FileNumbers } from "../support/rolling/file-numbers.ts";
import type { FileSystem } from "../support/rolling/renaming/file-system.ts";
import { localFileSystem } from "../support/rolling/renaming/local-file-system.ts";
import { RenamingStore } from "../support/rolling/renaming/renaming-store.ts";
import { RollingFiles } from "../support/rolling/rolling-files.ts";
import { readTlsFiles } from "../support/tls-files.ts";
import { codecs } from "./codecs.ts";
import { readDestination } from "./destination.ts";
import { fillHeaders } from "./fill-headers.ts";
import { type Codecs, formatOf } from "./format.ts";
import { type HdfsOptions, hdfsDefaults } from "./hdfs.options.ts";
import type { Location } from "./location.ts";
import { loadClient } from "./web/name-nodes.ts";
import { WebHdfsFileSystem } from "./web/webhdfs-file-system.ts";

type Settings<T> = Required<HdfsOptions<T>>;

/** Writes events to rolled files of HDFS or of this machine; see hdfs.flow. */
export function hdfs<T>(options: HdfsOptions<T>, declared: Declared): Sink<T> {
  return new HdfsSink<T>({ ...hdfsDefaults, ...options }, declared, { fileSystemAt, codecs });
}

/** `hdfs` for a `path` that begins with `file://`: a program with that alone has no use for the client of a cluster. */
export function packedHdfsOnDisk<T>(options: HdfsOptions<T>, declared: Declared): Sink<T> {
  return new HdfsSink<T>({ ...hdfsDefaults, ...options }, declared, { fileSystemAt: onDisk, codecs });
}

/** The same for files that are not compressed: some codecs are larger than all else in a program. */
export function hdfsOnDisk<T>(options: HdfsOptions<T>, declared: Declared): Sink<T> {
  return new HdfsSink<T>({ ...hdfsDefaults, ...options }, declared, { fileSystemAt: onDisk, codecs: null });
}

/** What a cluster's client is told. */
type ClusterSettings = Omit<Settings<never>, "timestamp" | "headers">;

/** What only some programs need, and others do not carry. */
interface Equipment {
  /** Gives the file system that a location is on. */
  readonly fileSystemAt: (
    location: Location,
    settings: ClusterSettings,
    context: Context,
    declared: Declared,
  ) => Promise<FileSystem>;
  /** Null where nothing is compressed. */
  readonly codecs: Codecs | null;
}

interface Opened<T> {
  readonly context: Context;
  readonly store: RenamingStore;
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
  readonly #equipment: Equipment;
  #opened: Opened<T> | null = null;

  constructor(settings: Settings<T>, declared: Declared, equipment: Equipment) {
    this.batchSize = settings.batchSize;
    this.parallel = settings.uploads;
    this.#settings = settings;
    this.#declared = declared;
    this.#equipment = equipment;
  }

  async open(context: Context): Promise<void> {
    try {
      await this.#open(context);
    } catch (error) {
      if (error instanceof ComponentError) throw error;
      throw new ComponentError(this.#declared, messageOf(error), { cause: error });
    }
  }

  async write(events: readonly Event<T>[], pull?: Pull<T>): Promise<void> {
    const { writers, idle } = this.#opened!;
    const writer = idle.pop();
    // More writes than were agreed upon wait for the first one.
    if (writer === undefined) return writers[0]!.write(events, pull);
    try {
      await writer.write(events, pull);
    } finally {
      idle.push(writer);
    }
  }

  writeBatch(elements: readonly T[], time: number): Promise<void> {
    const headers = new Map([["timestamp", String(time)]]);
    return this.write(elements.map((body) => ({ body, headers })));
  }

  async writeOnce(events: readonly Event<T>[], batch: string): Promise<void> {
    const { writers, context } = this.#opened!;
    // What counts is noted by one of them.
    const isWritten = await writers[0]!.writeOnce(events, batch);
    if (!isWritten) context.log.info("skips a batch that is written already", { batch });
  }

  async close(): Promise<void> {
    const { store, writers } = this.#opened!;
    try {
      for (const writer of writers) await writer.close();
    } finally {
      await store.close();
    }
  }

  async #open(context: Context): Promise<void> {
    const { clock } = context;
    const format = formatOf<T>(this.#settings, this.#declared, this.#equipment.codecs, () => clock.now());
    const fileSuffix = this.#settings.fileSuffix || format.extension;
    const { location, directory, filePrefix, names } = await readDestination(this.#settings);
    const files = await this.#equipment.fileSystemAt(location, this.#settings, context, this.#declared);
    try {
      await prepare(files, directory);
      const settings = {
        ...this.#settings,
        maxOpenFiles: Math.max(1, Math.floor(this.#settings.maxOpenFiles / this.parallel)),
        fileSuffix,
        format,
        grain: format.grain,
        fill: fillHeaders(this.#settings),
        directory,
        filePrefix,
      };
      const journalPath = join(context.dataDir, "sink", fileName(keptNameOf(this.#declared)), "in-use.jsonl");
      const store = await RenamingStore.open(files, journalPath, context, settings);
      const numbers = new FileNumbers(this.parallel);
      const writers = Array.from(
        { length: this.parallel },
        () => new RollingFiles<T>(store, numbers, names, context, settings),
      );
      this.#opened = { context, store, writers, idle: writers.toReversed() };
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

async function onDisk(): Promise<FileSystem> {
  return localFileSystem;
}

async function fileSystemAt(
  location: Location,
  settings: ClusterSettings,
  context: Context,
  declared: Declared,
): Promise<FileSystem> {
  if (location.kind === "local") return localFileSystem;
  for (const option of ["filePermissions", "directoryPermissions"] as const) {
    if (/^[0-7]{3,4}$/.test(settings[option])) continue;
    throw new Error(`${option} is "${settings[option]}"; it has three or four octal digits, such as "640"`);
  }
  const options = {
    ...settings,
    webhdfs: await loadClient(),
    delegationToken: settings.delegationToken?.reveal() ?? null,
    isSecure: location.isSecure,
    tls: await readTlsFiles(settings, declared),
  };
  return new WebHdfsFileSystem(location, options, context.clock);
}
