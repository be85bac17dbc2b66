import { type FileHandle, open, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeDirectory } from "../../runtime/make-directory.ts";
import { Turns } from "./turns.ts";

/** What has to become of a file that does not have its final name yet. */
export type Fate =
  /** It is written to; after a crash it may end in the middle of a line. */
  | { readonly kind: "open" }
  /** It is complete and gets its final name. */
  | { readonly kind: "finish" }
  /** What follows `length` bytes belongs to a batch that failed and comes again: away with that, then the final name. */
  | { readonly kind: "cut"; readonly length: number }
  /** All of it belongs to such a batch. */
  | { readonly kind: "discard" };

/** A file that does not have its final name yet. */
export interface Unsettled {
  readonly path: string;
  readonly final: string;
  readonly fate: Fate;
}

/** A line of the journal; `fate` null settles the file. `on` is the file system that the paths are of. */
interface Entry {
  readonly on: string;
  readonly path: string;
  readonly final?: string;
  readonly fate: Fate | null;
}

/** So many lines more than files, and the journal is written anew. */
const SLACK = 1000;

/**
 * Remembers on this machine's disk which files the sink has begun, so that a later start can bring them to their end:
 * these and no others, as a name ending in `.tmp` may as well belong to another program that is writing it right now.
 */
export class Journal {
  readonly #path: string;
  readonly #on: string;
  readonly #turns = new Turns();
  readonly #unsettled = new Map<string, Unsettled>();
  #file: FileHandle | null = null;
  #lines = 0;
  /** An append has failed, and may have left half a line. */
  #isBroken = false;

  /** `on` names the file system. */
  constructor(path: string, on: string) {
    this.#path = path;
    this.#on = on;
  }

  /** Reads what an earlier start left behind, and what of it is on another file system, where it stays. */
  async open(): Promise<{ readonly here: readonly Unsettled[]; readonly elsewhere: readonly string[] }> {
    await makeDirectory(dirname(this.#path));
    const elsewhere = new Map<string, string>();
    for (const { on, path, final, fate } of await this.#read()) {
      const isHere = on === this.#on;
      if (fate === null) (isHere ? this.#unsettled : elsewhere).delete(path);
      else if (isHere) this.#unsettled.set(path, { path, final: final ?? path, fate });
      else elsewhere.set(path, on + path);
    }
    await this.#rewrite();
    return { here: [...this.#unsettled.values()], elsewhere: [...elsewhere.values()] };
  }

  /** Whether the file is one that this sink has to bring to its end. */
  knows(path: string): boolean {
    return this.#unsettled.has(path);
  }

  /** Resolves when the system has these, new or changed. */
  note(files: readonly Unsettled[]): Promise<void> {
    return this.#turns.take(() => {
      for (const file of files) this.#unsettled.set(file.path, file);
      return this.#append(files.map((file) => ({ on: this.#on, ...file })));
    });
  }

  /** These need nothing any more. */
  settle(paths: readonly string[]): Promise<void> {
    return this.#turns.take(() => {
      for (const path of paths) this.#unsettled.delete(path);
      return this.#append(paths.map((path) => ({ on: this.#on, path, fate: null })));
    });
  }

  close(): Promise<void> {
    return this.#turns.take(() => this.#letGo());
  }

  async #letGo(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  async #read(): Promise<readonly Entry[]> {
    const text = await readFile(this.#path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    return text.split("\n").flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry];
      } catch {
        // The last line of a crash, and the nothing behind the last newline.
        return [];
      }
    });
  }

  async #append(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const before = this.#isBroken ? "\n" : "";
    this.#isBroken = true;
    await this.#file?.appendFile(before + entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    this.#isBroken = false;
    this.#lines += entries.length;
    if (this.#lines > 2 * this.#unsettled.size + SLACK) await this.#rewrite();
  }

  async #rewrite(): Promise<void> {
    const entries = [...this.#unsettled.values()].map((file) => `${JSON.stringify({ on: this.#on, ...file })}\n`);
    await writeFile(`${this.#path}.new`, entries.join(""), { mode: 0o600 });
    await rename(`${this.#path}.new`, this.#path);
    await this.#letGo();
    this.#file = await open(this.#path, "a");
    this.#isBroken = false;
    this.#lines = entries.length;
  }
}
