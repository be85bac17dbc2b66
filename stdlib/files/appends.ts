import { dirname } from "node:path";
import { errnoOf } from "../../runtime/system/errno.ts";
import { type FileHandle, open, readFile, rename, writeFile } from "../../runtime/system/files.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import { syncDirectory } from "../../runtime/system/replace-file.ts";

/** A batch on its way into a file: nothing of it counts before the file has `end` bytes. */
export interface Append {
  readonly path: string;
  /** Identity of the file; null before it is made. */
  readonly inode: number | null;
  readonly start: number;
  readonly end: number;
  /** CRC-32 of its bytes; null where there are none, and in notes of earlier versions. */
  readonly checksum: number | null;
  /**
   * The batch of a stream that was appended; empty for anything else behind such a batch in the same file. Null in files
   * without such batches. With a batch, the note is as safe as the bytes it is about, and bytes behind it do not count.
   */
  readonly batch: string | null;
}

/** A line of the notes; `end` null says that the file is complete. */
type Note = readonly [
  path: string,
  inode: number | null,
  start: number,
  end: number | null,
  checksum?: number | null,
  batch?: string | null,
];

/** A checksum that no bytes have. */
const NONE_HAS = -1;

/** So many lines, and the notes are written anew. */
const MOST_LINES = 1000;

/**
 * Notes on this machine's disk what is appended to which file, before it is. A later start can then tell half a batch
 * from a whole one, also where a killed process could not.
 */
export class Appends {
  readonly #path: string;
  readonly #durable: boolean;
  /** The one that was noted last is the last of them. */
  readonly #current = new Map<string, Append>();
  /** The last batch of a stream that is whole in a file; null where there is none. */
  #written: string | null = null;
  /** The last one that was noted. */
  #noted: string | null = null;
  #file: FileHandle | null = null;
  #lines = 0;

  /** `durable` notes survive a power failure as far as they say which files are in use. */
  constructor(path: string, durable: boolean) {
    this.#path = path;
    this.#durable = durable;
  }

  /** Reads the last append to each file that an earlier start left incomplete. */
  async open(): Promise<readonly Append[]> {
    await makeDirectory(dirname(this.#path));
    for (const [path, inode, start, end, checksum = null, batch = null] of await this.#read()) {
      const before = this.#current.get(path);
      this.#current.delete(path);
      if (end === null) {
        this.#written = batch ?? this.#written;
        continue;
      }
      // A file only grows behind what is whole.
      if (before?.end === start) this.found(before);
      this.#current.set(path, { path, inode, start, end, checksum, batch });
      this.#noted = batch || this.#noted;
    }
    await this.#rewrite();
    return [...this.#current.values()];
  }

  /** What was given up in files that did not let it go, by this start. */
  get left(): readonly Append[] {
    return [...this.#current.values()].filter(({ checksum }) => checksum === NONE_HAS);
  }

  /** Whether a batch is whole in a file, as the last of all. */
  has(batch: string): boolean {
    return this.#written === batch;
  }

  /** What was appended is whole. */
  found({ batch }: Append): void {
    if (batch !== null && batch === this.#noted) this.#written = batch;
  }

  /**
   * Resolves when the system knows of the append; the disk, too, where it does not follow what was noted last: a note of
   * what was taken back would have the bytes of this one taken back after a power failure.
   */
  async begin(append: Append): Promise<void> {
    const { path, inode, start, batch } = append;
    const before = this.#current.get(path);
    const follows = before?.inode === inode && before.end === start;
    if (batch) await this.#giveUp(append);
    this.#noted = batch || this.#noted;
    this.#current.set(path, append);
    await this.#write(noteOf(append));
    if (!follows && this.#durable) await this.#file!.datasync();
  }

  /** Resolves when the disk has what was noted. */
  async sync(): Promise<void> {
    if (this.#durable) await this.#file!.datasync();
  }

  /** What was noted last of the file has failed, and is still in it: it does not count, whatever the file has. */
  async leave(path: string): Promise<void> {
    const append = this.#current.get(path);
    if (append === undefined) return;
    const left = { ...append, checksum: NONE_HAS, batch: append.batch === null ? null : "" };
    this.#current.set(path, left);
    await this.#write(noteOf(left));
  }

  /** Nothing more will be appended to the file, and nothing has to be taken back. */
  async settle(path: string): Promise<void> {
    if (this.#current.delete(path)) await this.#write([path, null, 0, null, null, this.#written]);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  /** Where the batch failed in a file that was left then, it is not whole there, whatever the file has. */
  async #giveUp({ path, batch }: Append): Promise<void> {
    for (const other of this.#current.values()) {
      if (other.batch !== batch || other.path === path) continue;
      const left = { ...other, checksum: NONE_HAS, batch: "" };
      this.#current.set(other.path, left);
      await this.#write(noteOf(left));
    }
  }

  async #write(note: Note): Promise<void> {
    const lines = this.#lines;
    if (this.#lines >= MOST_LINES + this.#current.size) return this.#rewrite();
    // Behind half a line, which a full disk may leave, no other would be read.
    this.#lines = Number.POSITIVE_INFINITY;
    await this.#file!.appendFile(`${JSON.stringify(note)}\n`);
    this.#lines = lines + 1;
  }

  async #read(): Promise<readonly Note[]> {
    const text = await readFile(this.#path, "utf8").catch((error: unknown) => {
      if (errnoOf(error) === "ENOENT") return "";
      throw error;
    });
    return text.split("\n").flatMap((line) => {
      try {
        return [JSON.parse(line) as Note];
      } catch {
        // The last line of a killed process, whose append had not begun; and the nothing behind the last newline.
        return [];
      }
    });
  }

  async #rewrite(): Promise<void> {
    const written: readonly Note[] = this.#written === null ? [] : [["", null, 0, null, null, this.#written]];
    const current = [...this.#current.values()].map((append) => {
      return append.batch === null || append.batch === this.#noted ? append : { ...append, batch: "" };
    });
    const notes = [...written, ...current.map(noteOf)];
    await writeFile(`${this.#path}.new`, notes.map((note) => `${JSON.stringify(note)}\n`).join(""), {
      flush: this.#durable,
      mode: 0o600,
    });
    await rename(`${this.#path}.new`, this.#path);
    if (this.#durable) await syncDirectory(dirname(this.#path));
    await this.close();
    this.#file = await open(this.#path, "a");
    this.#lines = notes.length;
  }
}

function noteOf({ path, inode, start, end, checksum, batch }: Append): Note {
  return batch === null ? [path, inode, start, end, checksum] : [path, inode, start, end, checksum, batch];
}
