import { join, resolve } from "node:path";
import { type Context, type Declared, keptNameOf } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { fileName } from "../../runtime/system/file-name.ts";
import { access, constants } from "../../runtime/system/files.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import { Mutex } from "../../runtime/system/mutex.ts";
import { whyNot } from "../support/why-not.ts";
import { type Append, Appends } from "./appends.ts";
import { namesByStart, namesByTime } from "./file-names.ts";
import type { FilesOptions } from "./files.options.ts";
import { type BatchBytes, DIRECTORY_MODE, RollingFile } from "./rolling-file.ts";
import { takeBackHalves } from "./take-back.ts";

/** What batches are in files. */
export interface Batches<T> {
  /** End of a file's name when the program says none, without its point. */
  readonly extension: string;
  /** Whether nothing in the bytes says where a batch ends, as newlines do. */
  readonly endsByNotes: boolean;
  /** Its bytes, made when the file is known. They throw a RejectedEventError for events that have none. */
  of(events: readonly Event<T>[]): BatchBytes;
}

/** Writes batches to files in a directory; what a batch is in bytes is up to its `Batches`. */
export class FilesSink<T> implements Sink<T> {
  readonly batchSize: number;
  readonly #options: Required<FilesOptions>;
  readonly #declared: Declared;
  readonly #batches: Batches<T>;
  #context: Context | null = null;
  #file: RollingFile | null = null;
  #appends: Appends | null = null;
  /** What touches the file goes one after another: batches, and the timer that completes it. */
  readonly #mutex = new Mutex();
  #cancelRoll: () => void = () => {};

  constructor(options: Required<FilesOptions>, declared: Declared, batches: Batches<T>) {
    this.batchSize = options.batchSize;
    this.#options = options;
    this.#declared = declared;
    this.#batches = batches;
  }

  async open(context: Context): Promise<void> {
    const directory = resolve(this.#options.directory);
    this.#context = context;
    try {
      await makeDirectory(directory, DIRECTORY_MODE);
      await access(directory, constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new ComponentError(
        this.#declared,
        whyNot(error, { verb: "write to", kind: "directory", name: directory }),
        { cause: error },
      );
    }
    const notes = join(context.dataDir, "sink", fileName(keptNameOf(this.#declared)), "appends.jsonl");
    this.#appends = new Appends(notes, this.#options.fsync);
    try {
      for (const append of await this.#appends.open()) await this.#takeBack(append);
    } catch (error) {
      throw new ComponentError(this.#declared, `cannot keep notes in ${notes}: ${messageOf(error)}`, { cause: error });
    }
    const { endsByNotes, extension: usual } = this.#batches;
    const extension = this.#options.extension || usual;
    const { clock } = context;
    const wrote = (bytes: number) => context.tally?.("bytes", bytes);
    const nextName = this.#options.pathManager === "rolltime" ? namesByTime(clock) : namesByStart(clock.now());
    const options = { ...this.#options, extension, directory, nextName, endsByNotes, wrote };
    this.#file = new RollingFile(options, this.#appends);
  }

  write(events: readonly Event<T>[]): Promise<void> {
    return this.#mutex.run(() => this.#append(events));
  }

  writeOnce(events: readonly Event<T>[], batch: string): Promise<void> {
    return this.#mutex.run(async () => {
      if (this.#appends!.has(batch))
        this.#context!.log.info("skips a batch that an earlier start has written", { batch });
      else await this.#append(events, batch);
    });
  }

  async close(): Promise<void> {
    this.#cancelRoll();
    try {
      await this.#mutex.run(() => this.#file!.complete());
      await this.#takeBackLeft();
    } finally {
      await this.#appends!.close();
    }
  }

  /** Batches that were written elsewhere since; what still does not work is tried again with the next one, or the next start. */
  async #takeBackLeft(): Promise<void> {
    try {
      for (const append of this.#appends!.left) {
        await takeBackHalves(append);
        await this.#appends!.settle(append.path);
      }
    } catch {
      // The batch under way is written all the same.
    }
  }

  /** A file that does not let its half batch go keeps its note: the next start tries again. */
  async #takeBack(append: Append): Promise<void> {
    const { log } = this.#context!;
    try {
      const { bytes, isWhole } = await takeBackHalves(append);
      if (isWhole) this.#appends!.found(append);
      if (bytes > 0) log.info(`took back ${bytes} bytes of a batch that an earlier start broke off in ${append.path}`);
    } catch (error) {
      log.error(`cannot take back what an earlier start broke off in ${append.path}: ${messageOf(error)}`);
      return;
    }
    await this.#appends!.settle(append.path);
  }

  async #append(events: readonly Event<T>[], batch: string | null = null): Promise<void> {
    const { clock } = this.#context!;
    const { rollInterval } = this.#options;
    const stated = Number(events[0]?.headers.get("timestamp"));
    const time = Number.isSafeInteger(stated) && stated > 0 ? stated : clock.now();
    const begins = await this.#file!.append(this.#batches.of(events), { time, id: batch });
    await this.#takeBackLeft();
    if (!begins) return;
    this.#cancelRoll();
    if (rollInterval > 0) this.#cancelRoll = clock.at(clock.now() + rollInterval, () => this.#roll());
  }

  #roll(): void {
    this.#mutex
      .run(() => this.#file!.complete())
      .catch((error: unknown) => {
        this.#context!.log.warn(`failed to close a file: ${messageOf(error)}`);
      });
  }
}
