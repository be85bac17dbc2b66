import { access, constants } from "node:fs/promises";
import { join, resolve } from "node:path";
import { jsonCodec } from "../../runtime/codec/json.ts";
import { ComponentError, type Context, type Declared, type Sink } from "../../runtime/component.ts";
import type { Event } from "../../runtime/event.ts";
import { fileName } from "../../runtime/file-name.ts";
import { makeDirectory } from "../../runtime/make-directory.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { type Fault, refuseFaults } from "../../runtime/refuse-faults.ts";
import { scalaShower } from "../print/show-scala.ts";
import { type Append, Appends } from "./appends.ts";
import { type FilesOptions, filesDefaults } from "./files.options.ts";
import { DIRECTORY_MODE, RollingFile } from "./rolling-file.ts";
import { takeBackHalves } from "./take-back.ts";

/** Text files in a directory, with the names of Flume 1.11's file_roll sink. */
export function files<T>(options: FilesOptions, declared: Declared): Sink<T> {
  return new FilesSink({ ...filesDefaults, ...options }, declared);
}

class FilesSink<T> implements Sink<T> {
  readonly batchSize: number;
  readonly #options: Required<FilesOptions>;
  readonly #declared: Declared;
  readonly #text: (body: T) => string;
  #context: Context | null = null;
  #file: RollingFile | null = null;
  #appends: Appends | null = null;
  /** What touches the file goes one after another: batches, and the timer that completes it. */
  #last: Promise<void> = Promise.resolve();
  #cancelRoll: () => void = () => {};

  constructor(options: Required<FilesOptions>, declared: Declared) {
    this.batchSize = options.batchSize;
    this.#options = options;
    this.#declared = declared;
    this.#text = options.format === "json" ? jsonCodec<T>(declared.element).encode : scalaShower(declared.element);
  }

  async open(context: Context): Promise<void> {
    const directory = resolve(this.#options.directory);
    this.#context = context;
    try {
      await makeDirectory(directory, DIRECTORY_MODE);
      await access(directory, constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new ComponentError(this.#declared, reasonOf(directory, error), { cause: error });
    }
    const notes = join(context.dataDir, "sink", fileName(this.#declared.name), "appends.jsonl");
    this.#appends = new Appends(notes, this.#options.fsync);
    try {
      for (const append of await this.#appends.open()) await this.#takeBack(append);
    } catch (error) {
      throw new ComponentError(this.#declared, `cannot keep notes in ${notes}: ${messageOf(error)}`, { cause: error });
    }
    this.#file = new RollingFile({ ...this.#options, directory, started: context.clock.now() }, this.#appends);
  }

  async write(events: readonly Event<T>[]): Promise<void> {
    let text = "";
    const faults: Fault[] = [];
    for (let index = 0; index < events.length; index++) {
      try {
        text += `${this.#text(events[index]!.body)}\n`;
      } catch (error) {
        faults.push({ index, error });
      }
    }
    refuseFaults(faults);
    return this.#inTurn(() => this.#append(text));
  }

  async close(): Promise<void> {
    this.#cancelRoll();
    try {
      await this.#inTurn(() => this.#file!.complete());
    } finally {
      await this.#appends!.close();
    }
  }

  /** A file that does not let its half batch go keeps its note: the next start tries again. */
  async #takeBack(append: Append): Promise<void> {
    const { log } = this.#context!;
    try {
      const bytes = await takeBackHalves(append);
      if (bytes > 0) log.info(`took back ${bytes} bytes of a batch that an earlier start broke off in ${append.path}`);
    } catch (error) {
      log.error(`cannot take back what an earlier start broke off in ${append.path}: ${messageOf(error)}`);
      return;
    }
    await this.#appends!.settle(append.path);
  }

  async #append(text: string): Promise<void> {
    const { clock } = this.#context!;
    const { rollInterval } = this.#options;
    const begins = await this.#file!.append(text);
    if (!begins) return;
    this.#cancelRoll();
    if (rollInterval > 0) this.#cancelRoll = clock.at(clock.now() + rollInterval, () => this.#roll());
  }

  #roll(): void {
    this.#inTurn(() => this.#file!.complete()).catch((error: unknown) => {
      this.#context!.log.warn(`a file does not close: ${messageOf(error)}`);
    });
  }

  #inTurn(action: () => Promise<void>): Promise<void> {
    const done = this.#last.then(action);
    this.#last = done.catch(() => {});
    return done;
  }
}

function reasonOf(directory: string, error: unknown): string {
  switch (error instanceof Error && "code" in error ? error.code : "") {
    case "EEXIST":
    case "ENOTDIR":
      return `${directory} cannot be a directory: a file is in its way`;
    case "EACCES":
    case "EROFS":
      return `there is no permission to write to the directory ${directory}`;
    default:
      return `cannot write to the directory ${directory}: ${messageOf(error)}`;
  }
}
