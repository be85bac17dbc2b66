import { join, resolve } from "node:path";
import { type Context, type Declared, keptNameOf } from "../../runtime/contract/context.ts";
import { ChannelFullError, ComponentError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import type { Kept } from "../../runtime/contract/kept.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import { type Lock, lock } from "../../runtime/system/directory-lock.ts";
import { fileName } from "../../runtime/system/file-name.ts";
import { readdir } from "../../runtime/system/files.ts";
import { joins } from "../support/framing/record-joiner.ts";
import { encodingOf, hasLineEnds } from "../support/framing/text-encoding.ts";
import { whyNot } from "../support/why-not.ts";
import { filePattern } from "./file-pattern.ts";
import { type FileEvents, type FollowedFile, type Region, TAIL } from "./followed-file.ts";
import { FollowedFiles } from "./followed-files.ts";
import { LineEvents } from "./line-events.ts";
import { readPositions, writePositions } from "./position-file.ts";
import { QuietWatch } from "./quiet-watch.ts";
import { type TaildirOptions, taildirDefaults } from "./taildir.options.ts";

/** How much is read at once, in bytes, unless a line is longer. */
const CHUNK = 262_144;

/** Wait before a channel that stayed full is tried again, in ms: short, since the put itself has waited already. */
const FULL_PAUSE = 100;

/** The lines of files that grow. */
export function taildir(options: TaildirOptions, declared: Declared): Source<string> {
  return new TaildirSource({ ...taildirDefaults, ...options }, declared);
}

/** What is over where a file is read: nothing, the time of a record that waits for more lines, or that of its last line. */
type End = "none" | "record" | "file";

/** What is there while the source is open. */
interface Opened {
  readonly context: Context;
  readonly positionFile: string;
  readonly files: FollowedFiles;
  readonly watch: QuietWatch;
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
    // A record, with what decoding and joining take off it, and the line behind it.
    const longest = options.maxLineLength + (joins(options) ? 2 * options.maxRecordSize : 0);
    this.#buffer = Buffer.allocUnsafe(Math.max(CHUNK, longest) + TAIL);
  }

  keepsAt(dataDir: string): Kept {
    const ownFolder = join(dataDir, "sources", fileName(keptNameOf(this.#declared)));
    return { at: resolve(this.#options.positionFile ?? join(ownFolder, "positions.json")) };
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
    const { context, files, watch } = this.#opened!;
    const { clock, draining } = context;
    const { pollDelay } = this.#options;
    let lookAt = clock.now() + pollDelay;
    this.#writeAt = clock.now();
    while (!draining.aborted) {
      if (clock.now() >= lookAt) {
        if (watch.mayHaveChanged()) {
          // The first position of a file is worth a write: should it be renamed, it is found by that alone.
          if (await files.look()) this.#writeAt = clock.now();
          await watch.looked(files.watchable, files.due().length === 0);
        }
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
    this.#opened.watch.close();
    await this.#opened.files.close();
    try {
      if (this.#writeAt !== Infinity) await this.#writePositions();
    } finally {
      await this.#opened.lock.release();
    }
  }

  async #open(context: Context): Promise<Opened> {
    const { skipToEnd, charset, idleTimeout } = this.#options;
    const encoding = encodingOf(charset);
    if (!hasLineEnds(encoding)) throw new Error(`files in ${charset} cannot be divided into lines while they grow`);
    const patterns = this.#options.files.map(filePattern);
    const stray = [...(this.#options.groupHeaders?.keys() ?? [])].find((one) => !this.#options.files.includes(one));
    if (stray !== undefined) throw new Error(`\`groupHeaders\` names "${stray}", which is not one of \`files\``);
    for (const { base } of patterns) await checkDirectory(base);
    const { at: place } = this.keepsAt(context.dataDir);
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
        watch: new QuietWatch(context),
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
  async #turn(file: FollowedFile, output: Output<string>, end: End = "none"): Promise<boolean> {
    const { lines } = this.#opened!;
    const size = Math.min(this.#options.batchSize, output.batchSize);
    const most = size * this.#options.maxBatchCount;
    const { lastGrown } = file;
    const region = await this.#read(file, lines.joins ? Infinity : most, end);
    if (region === null) return false;
    const isOver = end === "file" || (end === "record" && file.lastGrown === lastGrown && region.behind === "end");
    const part = { region, size, most, end };
    let count = await this.#deliver(file, output, { ...part, isLast: isOver && region.behind !== "more" });
    // A record that is larger than the buffer will never be seen whole.
    if (count === 0 && region.behind === "more") count = await this.#deliver(file, output, { ...part, isLast: true });
    if (count === 0) file.wait();
    return count > 0;
  }

  async #deliver(
    file: FollowedFile,
    output: Output<string>,
    { region, size, most, end, isLast }: { region: Region; size: number; most: number; end: End; isLast: boolean },
  ): Promise<number> {
    const { context, lines } = this.#opened!;
    let count = 0;
    for (const { events, passed } of lines.batches(region, file, size, isLast)) {
      // The last lines are delivered while the program drains.
      if (context.draining.aborted && end !== "file") break;
      await this.#put(output, events);
      count += events.length;
      // Where records are mixed with each other a turn ends behind all of them, or it would begin with them again.
      if (passed === null) continue;
      file.moveBehind(passed);
      context.tally?.("bytes", passed.bytes.length);
      if (this.#writeAt === Infinity) this.#writeAt = context.clock.now() + this.#options.writePosInterval;
      if (count >= most) break;
    }
    return count;
  }

  /** A file that cannot be read is told, and tried again at every look; it is no reason to leave the others. */
  async #read(file: FollowedFile, lines: number, end: End): Promise<Region | null> {
    const { context, files, encoding, lines: events } = this.#opened!;
    const { maxLineLength: longest } = this.#options;
    const [lastLine, again] = [end === "file", end !== "none"];
    const wanted = { lines, longest, lastLine, together: events.joins, again, encoding };
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
      if (files.isAtRest(file, false)) {
        while (!context.draining.aborted && (await this.#turn(file, output, "file")));
        await files.release(file);
      } else if (file.isWaiting && files.restOf(file) >= this.#options.recordTimeout) {
        await this.#turn(file, output, "record");
      }
    }
  }

  /** What was written to a deleted file cannot be read later, and nobody may ever start the program again. */
  async #deliverLastLines(output: Output<string>): Promise<void> {
    const { files } = this.#opened!;
    for (const file of files.open()) {
      if (await file.isGone()) while (await this.#turn(file, output, "file"));
      else if (!file.isDue && files.isAtRest(file, true)) await this.#turn(file, output, "file");
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

/** Rejects unless the directory can be read. */
async function checkDirectory(directory: string): Promise<void> {
  try {
    await readdir(directory);
  } catch (error) {
    throw new Error(whyNot(error, { verb: "read", kind: "directory", name: directory }), { cause: error });
  }
}
