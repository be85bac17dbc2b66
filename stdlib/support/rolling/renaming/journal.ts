import { dirname } from "node:path";
import { errnoOf } from "../../../../runtime/system/errno.ts";
import { type FileHandle, open, readFile, rename, writeFile } from "../../../../runtime/system/files.ts";
import { makeDirectory } from "../../../../runtime/system/make-directory.ts";
import { Mutex } from "../../../../runtime/system/mutex.ts";
import { syncDirectory } from "../../../../runtime/system/replace-file.ts";
import type { Grain } from "../formats/file-format.ts";

/** What has to become of a file that does not have its final name yet. */
export type Fate =
  /**
   * It is written to; after a crash it may end in the middle of a part, and `grain` says of what. At least `confirmed`
   * bytes of it are safe, and more may be: that is noted without a sync.
   */
  | { readonly kind: "open"; readonly grain?: Grain; readonly confirmed?: number }
  /**
   * It is written to, and `length` bytes of it belong to batches that are whole, everywhere: what a crash has left behind them
   * comes again, and goes.
   */
  | { readonly kind: "exact"; readonly length: number }
  /** It is complete and gets its final name. */
  | { readonly kind: "finish" }
  /** What follows `length` bytes belongs to a batch that failed and comes again: away with that, then the final name. */
  | { readonly kind: "cut"; readonly length: number }
  /** All of it belongs to such a batch. */
  | { readonly kind: "discard" };

/** A file that does not have its final name yet. */
export interface Unfinished {
  readonly path: string;
  readonly final: string;
  readonly fate: Fate;
}

/** `fate` null forgets the file. `on` is the file system that the paths are of. */
interface FileEntry {
  readonly on: string;
  readonly path: string;
  readonly final?: string;
  readonly fate: Fate | null;
}

/** A batch is whole, and so are these files: one line, so that a crash leaves all of it or nothing. */
interface BatchEntry {
  readonly on: string;
  readonly batch: string | null;
  readonly files: readonly Unfinished[];
}

/** A line of the journal. */
type Entry = FileEntry | BatchEntry;

/** So many lines more than files, and the journal is written anew. */
const SLACK = 1000;

/**
 * Remembers on this machine's disk which files the sink has begun, so that a later start can bring them to their end:
 * these and no others, as a name ending in `.tmp` may as well belong to another program that is writing it right now.
 */
export class Journal {
  readonly #path: string;
  readonly #on: string;
  readonly #mutex = new Mutex();
  readonly #unfinished = new Map<string, Unfinished>();
  /** The last batch of a stream that is whole; null where there is none. */
  #batch: string | null = null;
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
  async open(): Promise<{ readonly here: readonly Unfinished[]; readonly elsewhere: readonly string[] }> {
    await makeDirectory(dirname(this.#path));
    const elsewhere = new Map<string, string>();
    for (const entry of await this.#read()) {
      if ("batch" in entry) this.#batch = entry.batch ?? this.#batch;
      const isHere = entry.on === this.#on;
      for (const { path, final, fate } of "batch" in entry ? entry.files : [entry]) {
        if (fate === null) (isHere ? this.#unfinished : elsewhere).delete(path);
        else if (isHere) this.#unfinished.set(path, { path, final: final ?? path, fate });
        else elsewhere.set(path, entry.on + path);
      }
    }
    await this.#rewrite();
    return { here: [...this.#unfinished.values()], elsewhere: [...elsewhere.values()] };
  }

  /** Whether the file is one that this sink has to bring to its end. */
  knows(path: string): boolean {
    return this.#unfinished.has(path);
  }

  /** Resolves when the disk has these, new or changed: a power failure must not leave files that nobody knows of. */
  note(files: readonly Unfinished[]): Promise<void> {
    return this.#mutex.run(async () => {
      if (files.length === 0) return;
      for (const file of files) this.#unfinished.set(file.path, file);
      await this.#append(files.map((file) => ({ on: this.#on, ...file })));
      await this.#file?.datasync();
    });
  }

  /** Whether this batch is whole, as the last of all. */
  has(batch: string): boolean {
    return this.#batch === batch;
  }

  /**
   * Resolves when the disk has that a batch is whole in these files; before, nothing of it counts. Null is one that has no
   * name.
   */
  commit(batch: string | null, files: readonly Unfinished[]): Promise<void> {
    return this.#mutex.run(async () => {
      if (this.#file === null) throw new Error(`${this.#path} is not open`);
      // Before the line, which may make the journal be written anew.
      this.#batch = batch ?? this.#batch;
      for (const file of files) this.#unfinished.set(file.path, file);
      await this.#append([{ on: this.#on, batch: this.#batch, files }]);
      await this.#file.datasync();
    });
  }

  /** So many bytes of a file that is written to are safe. */
  confirm(path: string, confirmed: number): Promise<void> {
    return this.#mutex.run(async () => {
      const file = this.#unfinished.get(path);
      if (file?.fate.kind !== "open") return;
      const grown: Unfinished = { ...file, fate: { ...file.fate, confirmed } };
      this.#unfinished.set(path, grown);
      await this.#append([{ on: this.#on, ...grown }]);
    });
  }

  /** These are finalised, or were never made. */
  forget(paths: readonly string[]): Promise<void> {
    return this.#mutex.run(() => {
      for (const path of paths) this.#unfinished.delete(path);
      return this.#append(paths.map((path) => ({ on: this.#on, path, fate: null })));
    });
  }

  close(): Promise<void> {
    return this.#mutex.run(() => this.#letGo());
  }

  async #letGo(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  async #read(): Promise<readonly Entry[]> {
    const text = await readFile(this.#path, "utf8").catch((error: unknown) => {
      if (errnoOf(error) === "ENOENT") return "";
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
    if (this.#lines > 2 * this.#unfinished.size + SLACK) await this.#rewrite();
  }

  async #rewrite(): Promise<void> {
    const written: readonly Entry[] = this.#batch === null ? [] : [{ on: this.#on, batch: this.#batch, files: [] }];
    const files = [...this.#unfinished.values()].map((file) => ({ on: this.#on, ...file }));
    const entries = [...written, ...files].map((entry) => `${JSON.stringify(entry)}\n`);
    await writeFile(`${this.#path}.new`, entries.join(""), { mode: 0o600, flush: true });
    await rename(`${this.#path}.new`, this.#path);
    await syncDirectory(dirname(this.#path));
    await this.#letGo();
    this.#file = await open(this.#path, "a");
    this.#isBroken = false;
    this.#lines = entries.length;
  }
}
