import type { Context } from "../../../../runtime/contract/context.ts";
import { messageOf } from "../../../../runtime/contract/message-of.ts";
import {
  type AbortedWrite,
  type BatchNotes,
  type Content,
  type ExactFile,
  type FileStore,
  NameTakenError,
  type StoredFile,
} from "../file-store.ts";
import type { Grain } from "../formats/file-format.ts";
import { Adoption, type AdoptionOptions } from "./adoption.ts";
import { FileFinaliser, type FinaliserOptions } from "./file-finaliser.ts";
import type { FileSystem } from "./file-system.ts";
import { Journal, type Unfinished } from "./journal.ts";

/** What a store of this kind is told; `adoptAfter` 0 adopts nothing. */
export interface RenamingStoreOptions extends FinaliserOptions, AdoptionOptions {}

/**
 * A store on a file system that appends, truncates and renames: a file has a name of its own while it is written, and
 * its final name once it is complete. A journal on this machine's disk names the files in between.
 */
export class RenamingStore implements FileStore {
  readonly batches: BatchNotes;
  readonly #files: FileSystem;
  readonly #journal: Journal;
  readonly #finaliser: FileFinaliser;
  readonly #adoption: Adoption | null;
  readonly #context: Context;
  /** What files are made of that this start writes. */
  readonly #grain: Grain;

  private constructor(files: FileSystem, journal: Journal, context: Context, options: RenamingStoreOptions) {
    this.#files = files;
    this.#journal = journal;
    this.#context = context;
    this.#grain = options.grain;
    this.batches = {
      has: (batch) => journal.has(batch),
      begin: (exact) => journal.note(exact.map(exactly)),
      commit: (batch, exact) => journal.commit(batch, exact.map(exactly)),
    };
    this.#finaliser = new FileFinaliser(files, journal, context, options);
    this.#adoption = options.adoptAfter > 0 ? new Adoption(files, journal, this.#finaliser, context, options) : null;
  }

  /**
   * Opens the journal and finalises, without waiting for it, what earlier starts left in use. Rejects when the journal
   * cannot be kept. The store closes `files`.
   */
  static async open(
    files: FileSystem,
    journalPath: string,
    context: Context,
    options: RenamingStoreOptions,
  ): Promise<RenamingStore> {
    const journal = new Journal(journalPath, files.name);
    const leftBehind = await journal.open();
    if (leftBehind.elsewhere.length > 0) {
      const why = `left in use by an earlier start, and not completed: they are not on ${files.name || "this machine"}`;
      context.log.warn(why, { files: leftBehind.elsewhere });
    }
    const store = new RenamingStore(files, journal, context, options);
    for (const file of leftBehind.here) store.#finaliser.finaliseLater(file);
    store.#adoption?.start();
    return store;
  }

  announce(files: readonly StoredFile[]): Promise<void> {
    return this.#journal.note(
      files.map(({ path, final }) => ({ path, final, fate: { kind: "open", grain: this.#grain } })),
    );
  }

  async begin({ path }: StoredFile, content: Content): Promise<number> {
    try {
      const length = await this.#files.create(path, content);
      await this.#confirm(path, length);
      return length;
    } catch (error) {
      if (error instanceof NameTakenError) await this.#journal.forget([path]);
      throw error;
    }
  }

  async append({ path }: StoredFile, length: number, content: Content): Promise<number> {
    const added = await this.#files.append(path, length, content);
    await this.#confirm(path, length + added);
    return added;
  }

  complete(files: readonly StoredFile[]): Promise<void> {
    return this.#finaliser.finalise(files.map(finished));
  }

  async abort(writes: readonly AbortedWrite[]): Promise<void> {
    const fates = writes.flatMap((write) => fateOf(write) ?? []);
    const neverMade = writes.filter(({ confirmed, state }) => confirmed === null && state === "unchanged");
    try {
      await this.#journal.note(fates);
      await this.#journal.forget(neverMade.map(({ file }) => file.path));
    } catch (error) {
      // Matters only when the program also dies before these files are finalised.
      this.#context.log.once("journal", `cannot note what has to be taken back: ${messageOf(error)}`);
    }
    for (const fate of fates) this.#finaliser.finaliseLater(fate);
  }

  /** What is not noted is looked through for gaps by the next start. */
  async #confirm(path: string, length: number): Promise<void> {
    if (!this.#files.leavesGaps) return;
    try {
      await this.#journal.confirm(path, length);
    } catch (error) {
      this.#context.log.once("journal", `cannot note how far ${path} is safe: ${messageOf(error)}`);
    }
  }

  /** Tries once more to finalise what is left; rejects, naming the files for which that failed. */
  async close(): Promise<void> {
    try {
      await this.#adoption?.close();
      await this.#finaliser.close();
    } finally {
      await this.#journal.close();
      this.#files.close();
    }
  }
}

/** Null where a write surely changed nothing. */
function fateOf({ file, confirmed, state }: AbortedWrite): Unfinished | null {
  if (state === "unchanged") return null;
  if (confirmed === null) return { ...finished(file), fate: { kind: "discard" } };
  return state === "foreign" ? finished(file) : { ...finished(file), fate: { kind: "cut", length: confirmed } };
}

function finished({ path, final }: StoredFile): Unfinished {
  return { path, final, fate: { kind: "finish" } };
}

function exactly({ file: { path, final }, length }: ExactFile): Unfinished {
  return { path, final, fate: { kind: "exact", length } };
}
