import { join, resolve } from "node:path";
import { encoderOf } from "../../runtime/codec/json-encode.ts";
import { type Context, type Declared, keptNameOf } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { type Fault, refuseFaults } from "../../runtime/contract/refuse-faults.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { fileName } from "../../runtime/system/file-name.ts";
import { access, constants } from "../../runtime/system/files.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import { Mutex } from "../../runtime/system/mutex.ts";
import { csvEncoder } from "../support/rolling/formats/csv-line.ts";
import { CsvWriter } from "../support/rolling/formats/csv-writer.ts";
import { headersText } from "../support/rolling/formats/event-writer.ts";
import { scalaShower } from "../support/show/show-scala.ts";
import { whyNot } from "../support/why-not.ts";
import { type Append, Appends } from "./appends.ts";
import { type FilesOptions, filesDefaults } from "./files.options.ts";
import { DIRECTORY_MODE, RollingFile } from "./rolling-file.ts";
import { takeBackHalves } from "./take-back.ts";

/** Text files in a directory, with the names of Flume 1.11's file_roll sink. */
export function files<T>(options: FilesOptions, declared: Declared): Sink<T> {
  return new FilesSink({ ...filesDefaults, ...options }, declared);
}

type FormatOfFiles = Required<FilesOptions>["format"];

/** Of the buffer that a batch is encoded in so much is kept for the next one, in bytes. */
const KEPT = 1_048_576;

class FilesSink<T> implements Sink<T> {
  readonly batchSize: number;
  readonly #options: Required<FilesOptions>;
  readonly #declared: Declared;
  readonly #encode: (writer: CsvWriter, event: Event<T>) => void;
  /** The batch under way, which is written at once. */
  readonly #lines = new CsvWriter();
  #context: Context | null = null;
  #file: RollingFile | null = null;
  #appends: Appends | null = null;
  /** What touches the file goes one after another: batches, and the timer that completes it. */
  readonly #mutex = new Mutex();
  #cancelRoll: () => void = () => {};

  constructor(options: Required<FilesOptions>, declared: Declared) {
    this.batchSize = options.batchSize;
    this.#options = options;
    this.#declared = declared;
    this.#encode = eventEncoder(options.format, declared);
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
    this.#file = new RollingFile({ ...this.#options, directory, started: context.clock.now() }, this.#appends);
  }

  write(events: readonly Event<T>[]): Promise<void> {
    return this.#mutex.run(() => this.#append(this.#encoded(events)));
  }

  writeOnce(events: readonly Event<T>[], batch: string): Promise<void> {
    return this.#mutex.run(async () => {
      if (this.#appends!.has(batch))
        this.#context!.log.info("skips a batch that an earlier start has written", { batch });
      else await this.#append(this.#encoded(events), batch);
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

  /** Batches that were written elsewhere since; what still does not work is for the next start. */
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

  /** The lines of `events`, as a view of the buffer. Throws a RejectedEventError for those that have none. */
  #encoded(events: readonly Event<T>[]): Buffer {
    const lines = this.#lines;
    const faults: Fault[] = [];
    lines.clear(KEPT);
    for (let index = 0; index < events.length; index++) {
      try {
        this.#encode(lines, events[index]!);
        lines.raw("\n");
      } catch (error) {
        faults.push({ index, error });
      }
    }
    refuseFaults(faults);
    return lines.written();
  }

  async #append(lines: Buffer, batch: string | null = null): Promise<void> {
    const { clock } = this.#context!;
    const { rollInterval } = this.#options;
    const begins = await this.#file!.append(lines, batch);
    if (!begins) return;
    this.#cancelRoll();
    await this.#takeBackLeft();
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

/** Writes an event as the format says, without its line's end. */
function eventEncoder(format: FormatOfFiles, declared: Declared): (writer: CsvWriter, event: Event<unknown>) => void {
  if (format === "json") {
    const encode = encoderOf(declared);
    return (writer, { body }) => encode(writer, body);
  }
  if (format === "csv") {
    const encode = csvEncoder(declared.element);
    return (writer, { body }) => encode(writer, body);
  }
  if (format === "event") {
    const encode = encoderOf(declared);
    return (writer, { body, headers }) => {
      writer.utf8(`{"headers":${JSON.stringify(Object.fromEntries(headers))},"body":`);
      encode(writer, body);
      writer.utf8("}");
    };
  }
  const show = scalaShower(declared.element);
  if (format === "text") return (writer, { body }) => writer.utf8(show(body));
  return (writer, { body, headers }) => writer.utf8(`${headersText(headers)} ${show(body)}`);
}
