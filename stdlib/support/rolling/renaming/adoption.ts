import type { Context } from "../../../../runtime/contract/context.ts";
import { messageOf } from "../../../../runtime/contract/message-of.ts";
import type { Piece } from "../names/template.ts";
import type { FileFinaliser } from "./file-finaliser.ts";
import type { FileSystem } from "./file-system.ts";
import type { Journal, Unfinished } from "./journal.ts";

/** Which files of an earlier run are the sink's own, and when nobody writes to them any more. */
export interface AdoptionOptions {
  /** Where the sink's files are, and below. */
  readonly directory: string;
  /** How long nobody has written to a file that is adopted, in ms. */
  readonly adoptAfter: number;
  readonly filePrefix: readonly Piece[];
  readonly fileSuffix: string;
  readonly inUsePrefix: string;
  readonly inUseSuffix: string;
}

/** A look does not go through more: a tree of all days there ever were is not for every start. */
const MOST_DIRECTORIES = 10_000;

/**
 * Brings files to their end that copies of the program have left in use which do not come back, as no journal of this
 * machine knows of them: files with the names of this sink, to which nobody has written for long. A copy that lives all
 * the same loses nothing by it: its next batch finds the file gone, and goes to another.
 */
export class Adoption {
  readonly #files: FileSystem;
  readonly #journal: Journal;
  readonly #finaliser: FileFinaliser;
  readonly #context: Context;
  readonly #options: AdoptionOptions;
  readonly #inUse: RegExp;
  #looking: Promise<void> = Promise.resolve();
  #cancel: () => void = () => {};
  #isClosed = false;

  constructor(
    files: FileSystem,
    journal: Journal,
    finaliser: FileFinaliser,
    context: Context,
    options: AdoptionOptions,
  ) {
    this.#files = files;
    this.#journal = journal;
    this.#finaliser = finaliser;
    this.#context = context;
    this.#options = options;
    this.#inUse = inUsePattern(options);
  }

  /** Looks now and again, with nobody waiting for it. */
  start(): void {
    const { clock, log } = this.#context;
    const { adoptAfter, directory } = this.#options;
    this.#looking = this.#look().catch((error: unknown) => {
      const where = this.#files.name + directory;
      log.once("adoption", `cannot look for files that were left in use below ${where}: ${messageOf(error)}`);
    });
    void this.#looking.then(() => {
      if (!this.#isClosed) this.#cancel = clock.at(clock.now() + adoptAfter, () => this.start());
    });
  }

  /** Resolves when no look is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { directory, adoptAfter } = this.#options;
    const before = this.#context.clock.now() - adoptAfter;
    const directories = [directory];
    for (let looked = 0; looked < MOST_DIRECTORIES && !this.#isClosed; looked++) {
      const one = directories.pop();
      if (one === undefined) return;
      for (const { name, isDirectory, modified } of await this.#files.list(one)) {
        const path = `${one === "/" ? "" : one}/${name}`;
        if (isDirectory) directories.push(path);
        else if (modified <= before && this.#inUse.test(name)) await this.#adopt(path, one, name);
      }
    }
  }

  async #adopt(path: string, directory: string, name: string): Promise<void> {
    if (this.#isClosed || this.#journal.knows(path)) return;
    const { inUsePrefix, inUseSuffix } = this.#options;
    const base = name.slice(inUsePrefix.length, name.length - inUseSuffix.length);
    const final = `${directory === "/" ? "" : directory}/${base}`;
    const file: Unfinished = { path, final, fate: { kind: "open" } };
    await this.#journal.note([file]);
    this.#context.count("adopted");
    this.#finaliser.finaliseLater(file);
  }
}

/** Names of files in use as this sink makes them: escapes may stand for anything. */
function inUsePattern({ filePrefix, fileSuffix, inUsePrefix, inUseSuffix }: AdoptionOptions): RegExp {
  const prefix = filePrefix.map((piece) => (piece.kind === "literal" ? literal(piece.text) : ".*")).join("");
  const ends = [literal(inUsePrefix), prefix, "\\.\\d{13,}", literal(fileSuffix), literal(inUseSuffix)];
  return new RegExp(`^${ends.join("")}$`, "s");
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
