import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import type { Context } from "../../runtime/component.ts";
import { type FilePattern, matchingFiles } from "./file-pattern.ts";
import { FollowedFile } from "./followed-file.ts";
import type { Position } from "./position-file.ts";

/** All files that are followed, told apart by device and inode. */
export class FollowedFiles {
  readonly #patterns: readonly FilePattern[];
  readonly #context: Context;
  readonly #idleTimeout: number;
  /** From an earlier run of the program, until their files are found. */
  readonly #saved: Position[];
  readonly #files = new Map<string, FollowedFile>();
  /** Sizes at the last look, by the same keys; those of files that have no matching name any more are not there. */
  #sizes = new Map<string, number>();

  constructor(
    patterns: readonly FilePattern[],
    saved: readonly Position[],
    { context, idleTimeout }: { context: Context; idleTimeout: number },
  ) {
    this.#patterns = patterns;
    this.#saved = [...saved];
    this.#context = context;
    this.#idleTimeout = idleTimeout;
  }

  /** Looks for new, renamed and vanished files. New ones without a position begin at their end if `atEnd`. */
  async look(atEnd: boolean): Promise<void> {
    const found: { readonly key: string; readonly path: string; readonly stats: BigIntStats }[] = [];
    for (const path of await matchingFiles(this.#patterns)) {
      const stats = await stat(path, { bigint: true }).catch(() => null);
      if (stats?.isFile()) found.push({ key: `${stats.dev}:${stats.ino}`, path, stats });
    }
    // Oldest first: that is the order in which the lines of a rotated log were written. Where the clock of the file
    // system is too coarse, `a.log.1` was written before `a.log`.
    found.sort((a, b) => Number(a.stats.mtimeNs - b.stats.mtimeNs) || (a.path > b.path ? -1 : 1));
    this.#sizes = new Map(found.map(({ key, stats }) => [key, Number(stats.size)]));
    for (const { key, path, stats } of found) {
      const known = this.#files.get(key);
      if (known !== undefined) known.path = path;
      else this.#files.set(key, this.#follow(path, stats, atEnd));
    }
    for (const [key, file] of this.#files) {
      // One that was renamed or removed is read to its end as long as it is open.
      if (!file.isOpen && !this.#sizes.has(key)) this.#files.delete(key);
    }
  }

  /** Those that may have more to read, in the order in which they should be. */
  inTurn(): FollowedFile[] {
    const entries = [...this.#files].filter(([key, file]) => file.isOpen || this.#sizes.get(key) !== file.position.pos);
    return entries.map(([, file]) => file);
  }

  /** Whether `file` has more; it is open then. Closes it when it has had nothing for long. */
  async openForReading(file: FollowedFile, onRestart: () => void): Promise<boolean> {
    if (!(await file.open())) return false;
    if (await file.hasMore(onRestart)) return true;
    if (this.#context.clock.now() - file.lastGrown > this.#idleTimeout) await file.close();
    return false;
  }

  positions(): Position[] {
    return [...this.#files.values()].map(({ position }) => position);
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }

  #follow(path: string, { ino, size, mtimeMs }: BigIntStats, atEnd: boolean): FollowedFile {
    const inode = String(ino);
    const saved = this.#takeSaved(inode, path);
    const pos = atEnd ? Number(size) : 0;
    const position = saved ?? { inode, pos, file: path, headLength: 0, head: "" };
    return new FollowedFile({ ...position, file: path }, Number(mtimeMs));
  }

  /** Inodes of two devices may be equal: the path decides then. */
  #takeSaved(inode: string, path: string): Position | undefined {
    const candidates = this.#saved.filter((position) => position.inode === inode);
    const position = candidates.find(({ file }) => file === path) ?? candidates[0];
    if (position !== undefined) this.#saved.splice(this.#saved.indexOf(position), 1);
    return position;
  }
}
