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
import type { Event } from "../../runtime/event.ts";
import { fileName } from "../../runtime/file-name.ts";
import { type Lock, lock } from "../../runtime/log-store/directory-lock.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { encodingOf, hasLineEnds } from "../framing/text-encoding.ts";
import { filePattern } from "./file-pattern.ts";
import { type FileEvents, type FollowedFile, type Region, TAIL } from "./followed-file.ts";
import { FollowedFiles } from "./followed-files.ts";
import { LineEvents } from "./line-events.ts";
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
  /** Of files that do not say theirs by a byte order mark. */
  readonly encoding: string;
  readonly lines: LineEvents;
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
    this.#buffer = Buffer.allocUnsafe(Math.max(CHUNK, options.maxLineLength) + TAIL);
  }

  async open(context: Context): Promise<void> {
    try {
      this.#opened = await this.#open(context);
    } catch (error) {
      throw new ComponentError(this.#declared, messageOf(error), { cause: error });
    }
    if (this.#opened.files.due().length === 0) {
      context.log.info(`no file has anything to read yet: ${this.#options.files.join(", ")}`);
    }
  }

  async run(output: Output<string>): Promise<void> {
    const { context, files } = this.#opened!;
    const { clock, draining } = context;
    const { pollDelay } = this.#options;
    let lookAt = clock.now() + pollDelay;
    this.#writeAt = clock.now();
    while (!draining.aborted) {
      if (clock.now() >= lookAt) {
        // The first position of a file is worth a write: should it be renamed, it is found by that alone.
        if (await files.look()) this.#writeAt = clock.now();
        await this.#settle(output);
        lookAt = clock.now() + pollDelay;
      }
      let delivered = false;
      for (const file of files.due()) {
        if (draining.aborted) break;
        if (await this.#turn(file, output)) delivered = true;
      }
      if (clock.now() >= this.#writeAt) await this.#writePositions();
      if (!delivered) await clock.sleep(Math.max(lookAt - clock.now(), 1), draining);
    }
    await this.#deliverLastLines(output);
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
    const { positionFile, skipToEnd, charset, idleTimeout } = this.#options;
    const encoding = encodingOf(charset);
    if (!hasLineEnds(encoding)) throw new Error(`files in ${charset} cannot be divided into lines while they grow`);
    const patterns = this.#options.files.map(filePattern);
    for (const { base } of patterns) await checkDirectory(base);
    const ownFolder = join(context.dataDir, "sources", fileName(this.#declared.name));
    const place = resolve(positionFile ?? join(ownFolder, "positions.json"));
    const held = await lock(`${place}.lock`);
    try {
      const files = new FollowedFiles(patterns, await readPositions(place), { context, idleTimeout });
      await files.start(skipToEnd);
      // Better to know now than after the first lines that the positions cannot be kept.
      await writePositions(place, files.positions());
      return {
        context,
        positionFile: place,
        files,
        encoding,
        lines: new LineEvents(this.#options, context),
        lock: held,
      };
    } catch (error) {
      await held.release();
      throw error;
    }
  }

  /** Some batches of one file. Says whether there were any. */
  async #turn(file: FollowedFile, output: Output<string>, lastLine = false): Promise<boolean> {
    const { context, lines } = this.#opened!;
    const size = Math.min(this.#options.batchSize, output.batchSize);
    const region = await this.#read(file, size * this.#options.maxBatchCount, lastLine);
    if (region === null) return false;
    for (const batch of batches(region, size)) {
      // The last lines are read when the program drains.
      if (context.draining.aborted && !lastLine) break;
      await this.#put(output, lines.of(batch, file.path));
      file.moveBehind(batch);
      if (this.#writeAt === Infinity) this.#writeAt = context.clock.now() + this.#options.writePosInterval;
    }
    if (!lastLine) file.lastGrown = context.clock.now();
    return true;
  }

  /** A file that cannot be read is told, and tried again at every look; it is no reason to leave the others. */
  async #read(file: FollowedFile, lines: number, lastLine: boolean): Promise<Region | null> {
    const { context, files, encoding } = this.#opened!;
    const wanted = { lines, longest: this.#options.maxLineLength, lastLine, encoding };
    try {
      if (!(await file.open(files.identities))) return null;
      const region = await file.read(this.#buffer, context.clock.now(), wanted, this.#eventsOfFile(file));
      if (file.isStranger) await files.drop(file);
      return region;
    } catch (error) {
      context.count("unreadableFiles");
      const message = `cannot read a file: ${messageOf(error)}; it is tried again`;
      context.log.once(`read ${file.path}`, message, { file: file.path });
      return null;
    }
  }

  #eventsOfFile({ path }: FollowedFile): FileEvents {
    const { clock, count, log } = this.#opened!.context;
    return {
      restarted: () => {
        this.#writeAt = clock.now();
        count("restartedFiles");
        log.warn("a file was truncated or replaced; it is read from its start", { file: path });
      },
      compressed: (how) => {
        count("compressedFiles");
        const advice = "what was not read of it before is missed; compress later, or leave such names out of `files`";
        log.warn(`a file is compressed with ${how} and not read: ${advice}`, { file: path });
      },
    };
  }

  /** Delivers last lines of files that have not grown for long, and lets go of these files. */
  async #settle(output: Output<string>): Promise<void> {
    const { context, files } = this.#opened!;
    for (const file of files.open()) {
      if (context.draining.aborted) return;
      if (file.isDue && file.isNamed) continue;
      if (!files.isAtRest(file, false)) continue;
      if (!(await this.#turn(file, output, true))) await files.release(file);
    }
  }

  /** What was written to a deleted file cannot be read later, and nobody may ever start the program again. */
  async #deliverLastLines(output: Output<string>): Promise<void> {
    const { files } = this.#opened!;
    for (const file of files.open()) {
      if (await file.isGone()) while (await this.#turn(file, output, true));
      else if (!file.isDue && files.isAtRest(file, true)) await this.#turn(file, output, true);
    }
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
      open: region.open,
      encoding: region.encoding,
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
