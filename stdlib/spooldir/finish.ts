import { basename, dirname, join } from "node:path";
import { existsSync, open, rename, rm, stat } from "../../runtime/system/files.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import type { SpooledFile } from "./spool-folder.ts";
import type { SpooldirOptions } from "./spooldir.options.ts";

type FinishOptions = Required<
  Pick<SpooldirOptions, "directory" | "fileSuffix" | "deletePolicy" | "trackingPolicy" | "moveTo">
>;

/** What becomes of files that have been delivered. */
export class Finish {
  readonly #options: FinishOptions;
  readonly #trackerDir: string;

  /** `trackerDir` is absolute. */
  constructor(options: FinishOptions, trackerDir: string) {
    this.#options = options;
    this.#trackerDir = trackerDir;
  }

  /** Rejects where a file could not be finished later. */
  async prepare(): Promise<void> {
    const { directory, moveTo, trackingPolicy } = this.#options;
    if (trackingPolicy === "tracker_dir") await makeDirectory(this.#trackerDir);
    if (moveTo === null) return;
    await makeDirectory(moveTo);
    const [from, to] = await Promise.all([stat(directory), stat(moveTo)]);
    if (from.dev !== to.dev)
      throw new Error(`${moveTo} is on another file system than ${directory}; files cannot be moved`);
  }

  /** Whether a file of this name has a mark already. */
  isMarked({ name }: SpooledFile): boolean {
    return this.#options.trackingPolicy === "tracker_dir" && existsSync(this.#markOf(name));
  }

  /** Marks, moves, renames or deletes it, in one step: a crash leaves it as it was or done. */
  async finish({ path, name }: SpooledFile): Promise<void> {
    const { deletePolicy, trackingPolicy, moveTo, fileSuffix } = this.#options;
    if (deletePolicy === "immediate") return await rm(path, { force: true });
    if (trackingPolicy === "tracker_dir") {
      const mark = this.#markOf(name);
      await makeDirectory(dirname(mark));
      return await (await open(mark, "a", 0o600)).close();
    }
    if (moveTo === null) return await rename(path, freeName(`${path}${fileSuffix}`));
    const target = join(moveTo, name);
    await makeDirectory(dirname(target));
    await rename(path, freeName(target));
  }

  #markOf(name: string): string {
    return join(this.#trackerDir, `${name}${this.#options.fileSuffix}`);
  }
}

/** A name that no file has: an earlier file of the same name is not overwritten. Only this program gives names here. */
function freeName(path: string): string {
  let free = path;
  for (let count = 2; existsSync(free); count++) free = join(dirname(path), `${basename(path)}.${count}`);
  return free;
}
