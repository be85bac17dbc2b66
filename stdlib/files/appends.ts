import { type FileHandle, open, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeDirectory } from "../../runtime/make-directory.ts";
import { syncDirectory } from "../../runtime/replace-file.ts";

/** A batch on its way into a file: nothing of it counts before the file has `end` bytes. */
export interface Append {
  readonly path: string;
  /** Identity of the file; null before it is made. */
  readonly inode: number | null;
  readonly start: number;
  readonly end: number;
}

/** A line of the notes; `end` null says that the file is complete. */
type Note = readonly [path: string, inode: number | null, start: number, end: number | null];

/** So many lines, and the notes are written anew. */
const MOST_LINES = 1000;

/**
 * Notes on this machine's disk what is appended to which file, before it is. A later start can then tell half a batch
 * from a whole one, also where a killed process could not.
 */
export class Appends {
  readonly #path: string;
  readonly #durable: boolean;
  readonly #current = new Map<string, Append>();
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
    for (const [path, inode, start, end] of await this.#read()) {
      if (end === null) this.#current.delete(path);
      else this.#current.set(path, { path, inode, start, end });
    }
    await this.#rewrite();
    return [...this.#current.values()];
  }

  /** Resolves when the system knows of the append. */
  async begin(append: Append): Promise<void> {
    const isNew = this.#current.get(append.path)?.inode !== append.inode;
    this.#current.set(append.path, append);
    await this.#write([append.path, append.inode, append.start, append.end]);
    if (isNew && this.#durable) await this.#file!.datasync();
  }

  /** Nothing more will be appended to the file, and nothing has to be taken back. */
  async settle(path: string): Promise<void> {
    if (this.#current.delete(path)) await this.#write([path, null, 0, null]);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
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
    const text = await readFile(this.#path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
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
    const notes = [...this.#current.values()].map(({ path, inode, start, end }): Note => [path, inode, start, end]);
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
