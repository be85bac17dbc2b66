import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  ChannelFullError,
  ComponentError,
  type Context,
  type Declared,
  type Output,
  type Source,
} from "../../runtime/component.ts";
import { type Event, type Headers, NO_HEADERS } from "../../runtime/event.ts";
import { fileName } from "../../runtime/file-name.ts";
import { type Lock, lock } from "../../runtime/log-store/directory-lock.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { lineFaults } from "../framing/line-faults.ts";
import { LineSplitter } from "../framing/line-splitter.ts";
import { filePattern } from "./file-pattern.ts";
import type { FollowedFile, Region } from "./followed-file.ts";
import { FollowedFiles } from "./followed-files.ts";
import { readPositions, writePositions } from "./position-file.ts";
import { type TaildirOptions, taildirDefaults } from "./taildir.options.ts";

/** How much is read at once, in bytes, unless a line is longer. */
const CHUNK = 262_144;

/** Wait before a channel that stayed full is tried again, in ms: short, since the put itself has waited already. */
const FULL_PAUSE = 100;

/** The lines of files that grow. */
export function taildir(options: TaildirOptions, declared: Declared): Source<string> {
  return new TaildirSource({ ...taildirDefaults, ...options }, declared);
}

/** What is there while the source is open. */
interface Opened {
  readonly context: Context;
  readonly positionFile: string;
  readonly files: FollowedFiles;
  readonly splitter: LineSplitter;
  /** On the position file. */
  readonly lock: Lock;
}

class TaildirSource implements Source<string> {
  readonly #options: Required<TaildirOptions>;
  readonly #declared: Declared;
  readonly #buffer: Buffer;
  #opened: Opened | null = null;
  /** When positions are to be written, while there are new ones. */
  #writeAt = Infinity;

  constructor(options: Required<TaildirOptions>, declared: Declared) {
    this.#options = options;
    this.#declared = declared;
    this.#buffer = Buffer.allocUnsafe(Math.max(CHUNK, options.maxLineLength));
  }

  async open(context: Context): Promise<void> {
    try {
      this.#opened = await this.#open(context);
    } catch (error) {
      throw new ComponentError(this.#declared, messageOf(error), { cause: error });
    }
    if (this.#opened.files.inTurn().length === 0) {
      context.log.info(`no file has anything to read yet: ${this.#options.files.join(", ")}`);
    }
  }

  async run(output: Output<string>): Promise<void> {
    const { context, files } = this.#opened!;
    const { clock, draining } = context;
    const { pollDelay } = this.#options;
    let lookAt = clock.now() + pollDelay;
    while (!draining.aborted) {
      if (clock.now() >= lookAt) {
        await files.look(false);
        lookAt = clock.now() + pollDelay;
      }
      let delivered = false;
      for (const file of files.inTurn()) {
        if (draining.aborted) break;
        if (await this.#turn(file, output)) delivered = true;
      }
      if (clock.now() >= this.#writeAt) await this.#writePositions();
      if (!delivered) await clock.sleep(Math.max(lookAt - clock.now(), 1), draining);
    }
    await this.#writePositions();
  }

  async close(): Promise<void> {
    if (this.#opened === null) return;
    await this.#opened.files.close();
    try {
      if (this.#writeAt !== Infinity) await this.#writePositions();
    } finally {
      await this.#opened.lock.release();
    }
  }

  async #open(context: Context): Promise<Opened> {
    const { positionFile, skipToEnd, charset, maxLineLength, idleTimeout } = this.#options;
    const splitter = new LineSplitter({
      encoding: charset,
      maxLength: maxLineLength,
      overlong: "cut",
      carriageReturn: "remove",
      onFault: lineFaults(context, {}),
    });
    const patterns = this.#options.files.map(filePattern);
    for (const { directory } of patterns) await checkDirectory(directory);
    const ownFolder = join(context.dataDir, "sources", fileName(this.#declared.name));
    const place = resolve(positionFile ?? join(ownFolder, "positions.json"));
    const held = await lock(`${place}.lock`);
    try {
      const positions = await readPositions(place);
      // Better to know now than after the first lines that the positions cannot be kept.
      await writePositions(place, positions);
      const files = new FollowedFiles(patterns, positions, { context, idleTimeout });
      await files.look(skipToEnd);
      return { context, positionFile: place, files, splitter, lock: held };
    } catch (error) {
      await held.release();
      throw error;
    }
  }

  /** Some batches of one file. Says whether there were any. */
  async #turn(file: FollowedFile, output: Output<string>): Promise<boolean> {
    const { context, files } = this.#opened!;
    const { batchSize, maxBatchCount, maxLineLength } = this.#options;
    const restart = () => {
      context.count("restartedFiles");
      context.log.warn("a file was truncated or replaced; it is read from its start", { file: file.path });
    };
    if (!(await files.openForReading(file, restart))) return false;
    const size = Math.min(batchSize, output.batchSize);
    const region = await file.read(this.#buffer, size * maxBatchCount, maxLineLength);
    if (region === null) return false;
    for (const batch of batches(region, size)) {
      if (context.draining.aborted) break;
      await this.#put(output, this.#eventsOf(file, batch));
      await file.moveBehind(batch);
      if (this.#writeAt === Infinity) this.#writeAt = context.clock.now() + this.#options.writePosInterval;
    }
    file.lastGrown = context.clock.now();
    return true;
  }

  #eventsOf(file: FollowedFile, region: Region): Event<string>[] {
    const { splitter } = this.#opened!;
    const headers = this.#headersOf(file);
    const { bytes, offset, ends, isPiece } = region;
    if (isPiece) {
      lineFaults(this.#opened!.context, {})("longLines", 1);
      const lines = [...splitter.push(bytes), splitter.end() ?? ""];
      return [{ body: lines.join(""), headers: this.#withOffset(headers, offset) }];
    }
    if (!this.#options.byteOffsetHeader) return splitter.push(bytes).map((body) => ({ body, headers }));
    let start = 0;
    return ends.flatMap((end) => {
      const own = this.#withOffset(headers, offset + start);
      const lines = splitter.push(bytes.subarray(start, end));
      start = end;
      return lines.map((body) => ({ body, headers: own }));
    });
  }

  #headersOf(file: FollowedFile): Headers {
    const { headers, fileHeader, fileHeaderKey } = this.#options;
    if (!fileHeader) return headers ?? NO_HEADERS;
    return new Map([...(headers ?? []), [fileHeaderKey, file.path]]);
  }

  #withOffset(headers: Headers, offset: number): Headers {
    return this.#options.byteOffsetHeader ? new Map([...headers, ["byteoffset", String(offset)]]) : headers;
  }

  async #put(output: Output<string>, events: readonly Event<string>[]): Promise<void> {
    for (;;) {
      try {
        return await output.put(events);
      } catch (error) {
        if (!(error instanceof ChannelFullError)) throw error;
        await this.#opened!.context.clock.sleep(FULL_PAUSE);
      }
    }
  }

  async #writePositions(): Promise<void> {
    const { positionFile, files } = this.#opened!;
    await writePositions(positionFile, files.positions());
    this.#writeAt = Infinity;
  }
}

/** Parts of `region` with at most `size` lines each. */
function* batches(region: Region, size: number): Generator<Region> {
  let start = 0;
  for (let first = 0; first < region.ends.length; first += size) {
    const ends = region.ends.slice(first, first + size);
    const end = ends.at(-1)!;
    yield {
      bytes: region.bytes.subarray(start, end),
      offset: region.offset + start,
      ends: ends.map((one) => one - start),
      isPiece: region.isPiece,
    };
    start = end;
  }
}

/** Rejects unless the directory can be read. */
async function checkDirectory(directory: string): Promise<void> {
  try {
    await readdir(directory);
  } catch (error) {
    throw new Error(directoryReason(directory, error), { cause: error });
  }
}

function directoryReason(directory: string, error: unknown): string {
  switch (error instanceof Error && "code" in error ? error.code : "") {
    case "ENOENT":
      return `there is no directory ${directory}`;
    case "ENOTDIR":
      return `${directory} is no directory`;
    case "EACCES":
      return `there is no permission to read the directory ${directory}`;
    default:
      return `cannot read the directory ${directory}: ${messageOf(error)}`;
  }
}
