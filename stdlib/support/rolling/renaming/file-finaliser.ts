import type { Context } from "../../../../runtime/contract/context.ts";
import { messageOf } from "../../../../runtime/contract/message-of.ts";
import { abortController } from "../../../../runtime/system/abort.ts";
import { settleAll } from "../../settle-all.ts";
import { NameTakenError, StoreError } from "../file-store.ts";
import type { Grain, WholeEnd } from "../formats/file-format.ts";
import { wholeEnds } from "../formats/whole-ends.ts";
import type { FileSystem } from "./file-system.ts";
import type { Fate, Journal, Unfinished } from "./journal.ts";
import { fateOfLeftBehind } from "./recover.ts";

/** How files get their final names. */
export interface FinaliserOptions {
  /** How often it is tried to bring a file to its end; 0 is for ever. */
  readonly closeTries: number;
  /** Wait between two tries in ms; 0 or less is one try. */
  readonly retryInterval: number;
  /** End of final names, kept when another name has to be found. */
  readonly fileSuffix: string;
  /** Of files whose note says nothing of it. */
  readonly grain: Grain;
}

/** Calls that the file system is asked at a time. */
const AT_A_TIME = 4;

/**
 * Brings files to their end (cut, discarded, renamed to their final names) and goes on trying behind the sink's back
 * when that fails. The bytes are safe by then: what is still missing is a name.
 */
export class FileFinaliser {
  readonly #files: FileSystem;
  readonly #journal: Journal;
  readonly #context: Context;
  readonly #options: FinaliserOptions;
  readonly #closing = abortController();
  readonly #retries = new Map<string, Promise<void>>();
  readonly #left = new Map<string, unknown>();

  constructor(files: FileSystem, journal: Journal, context: Context, options: FinaliserOptions) {
    this.#files = files;
    this.#journal = journal;
    this.#context = context;
    this.#options = options;
  }

  /** Tries once, and in the background from then on. Never rejects. */
  async finalise(files: readonly Unfinished[]): Promise<void> {
    const results = await settleAll(files, AT_A_TIME, (file) => this.#try(file));
    results.forEach((result, index) => {
      const file = files[index]!;
      if (result.status === "rejected") this.#retries.set(file.path, this.#retry(file, result.reason));
    });
  }

  /** Starts trying without anyone waiting for it. */
  finaliseLater(file: Unfinished): void {
    const first = this.#try(file).catch((error: unknown) => this.#retry(file, error));
    this.#retries.set(file.path, first);
    void first.then(() => this.#retries.delete(file.path));
  }

  /** Waits no longer between tries, but tries once more. Rejects, naming the files that did not come to their end. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#retries.values());
    if (this.#left.size === 0) return;
    const reasons = [...this.#left.values()].map(messageOf);
    throw new Error(`not completed, which the next start tries again: ${reasons.join("; ")}`);
  }

  async #retry(file: Unfinished, failure: unknown): Promise<void> {
    const { closeTries, retryInterval } = this.#options;
    const { log, clock } = this.#context;
    let error = failure;
    this.#context.count("closeFailed");
    log.once(messageOf(error), `a file is not completed yet: ${messageOf(error)}`);
    const tries = retryInterval <= 0 ? 1 : closeTries === 0 ? Number.POSITIVE_INFINITY : closeTries;
    for (let tried = 1, isLast = false; tried < tries && !isLast; tried++) {
      await clock.sleep(retryInterval, this.#closing.signal);
      isLast = this.#closing.signal.aborted;
      try {
        await this.#try(file);
        log.info(`completed ${this.#files.name}${file.path} after all`);
        this.#retries.delete(file.path);
        return;
      } catch (again) {
        error = again;
      }
    }
    this.#left.set(file.path, error);
    log.error(`gave up completing a file, which the next start tries again: ${messageOf(error)}`);
  }

  async #try(file: Unfinished): Promise<void> {
    try {
      await this.#bringToEnd(file);
    } catch (error) {
      const isGone = error instanceof StoreError && error.state === "foreign";
      if (!isGone) throw error;
      this.#context.log.error(
        `${this.#files.name}${file.path} was taken away or changed by something else: ${error.message}`,
      );
    }
    await this.#journal.forget([file.path]);
  }

  async #bringToEnd(file: Unfinished): Promise<void> {
    const { path, final } = file;
    const fate = await this.#fateOf(file);
    // Noted, but never made; or renamed, and the process died before it could say so: that it is gone may not be safe yet.
    if (fate === null || fate.kind === "discard") return this.#files.remove(path);
    if (fate.kind === "cut") await this.#files.truncate(path, fate.length);
    for (let other = 0; ; other++) {
      try {
        const name = this.#nameBeside(final, other);
        await this.#files.rename(path, name);
        this.#context.count("closed");
        if (isLeftBehind(file)) {
          this.#context.log.info(`completed ${this.#files.name}${name}, which an earlier start left in use`);
        }
        return;
      } catch (error) {
        if (!(error instanceof NameTakenError)) throw error;
      }
    }
  }

  /** Null for a file that is not there. */
  async #fateOf({ path, fate }: Unfinished): Promise<Fate | null> {
    if (fate.kind === "open")
      return fateOfLeftBehind(this.#files, path, this.#wholeEndOf(fate.grain), fate.confirmed ?? 0);
    if (fate.kind !== "exact") return fate;
    if ((await this.#files.lengthOf(path)) === null) return null;
    return fate.length === 0 ? { kind: "discard" } : { kind: "cut", length: fate.length };
  }

  /** By the note of the start that wrote the file: this one may write others. */
  #wholeEndOf(grain: Grain | undefined): WholeEnd {
    return wholeEnds[grain ?? this.#options.grain];
  }

  /** `FlumeData.17-1.txt` beside `FlumeData.17.txt`. */
  #nameBeside(final: string, other: number): string {
    if (other === 0) return final;
    const { fileSuffix } = this.#options;
    const stem = final.endsWith(fileSuffix) ? final.slice(0, final.length - fileSuffix.length) : final;
    return `${stem}-${other}${final.slice(stem.length)}`;
  }
}

/** Whether an earlier start was still writing to the file. */
function isLeftBehind({ fate }: Unfinished): boolean {
  return fate.kind === "open" || fate.kind === "exact";
}
