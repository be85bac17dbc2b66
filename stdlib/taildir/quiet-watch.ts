import type { Context } from "../../runtime/contract/context.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { type FSWatcher, statfs, watch } from "../../runtime/system/files.ts";

/** How long nothing has to happen before folders are watched instead of looked at, in ms. */
const QUIET_AFTER = 3000;

/**
 * They are looked at all the same after this, in ms: what is written through a memory map or another name is not told.
 * Each such look that finds nothing doubles the time to the next one, up to the longest.
 */
const LOOK_ANYWAY = 15_000;
const LONGEST_LOOK_ANYWAY = 60_000;

/** Changes between two looks that are more than looking costs: then nobody is told any more until it is quiet again. */
const MANY_CHANGES = 100;

/**
 * File systems of this machine, by the `f_type` of statfs(2): ext2 to ext4, XFS, Btrfs, tmpfs, overlayfs, F2FS, ZFS. Of
 * others, network file systems among them, nobody is told what another machine writes.
 */
const LOCAL = new Set([0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0xf2f52010, 0x2fc12fc1]);

/**
 * Says when a look at files would find nothing. While they change they are looked at; when they have been quiet for some
 * seconds the kernel is asked to tell of the next change (inotify), and nobody looks until it does.
 */
export class QuietWatch {
  readonly #context: Context;
  /** Null while nobody is told. */
  #watchers: FSWatcher[] | null = null;
  #changes = 0;
  #quietSince: number;
  #lookedAt = 0;
  /** How long to wait for a look though nothing is told, in ms. */
  #lookAnyway = LOOK_ANYWAY;
  /** The kernel has refused to tell, or these folders are not its own: they are looked at from now on. */
  #isRefused = false;

  constructor(context: Context) {
    this.#context = context;
    this.#quietSince = context.clock.now();
  }

  /** Whether something may have changed since this was asked last. Whoever is told so has a look. */
  mayHaveChanged(): boolean {
    const now = this.#context.clock.now();
    const nothingTold = this.#watchers !== null && this.#changes === 0;
    if (nothingTold && now - this.#lookedAt < this.#lookAnyway) return false;
    this.#lookAnyway = nothingTold ? Math.min(2 * this.#lookAnyway, LONGEST_LOOK_ANYWAY) : LOOK_ANYWAY;
    if (this.#changes > MANY_CHANGES) this.close();
    this.#changes = 0;
    this.#lookedAt = now;
    return true;
  }

  /**
   * A look has been done. `folders`: in which every change to what is followed is told; null where there are none such.
   * `isQuiet`: nothing is to be read.
   */
  async looked(folders: readonly string[] | null, isQuiet: boolean): Promise<void> {
    const now = this.#context.clock.now();
    if (!isQuiet) {
      this.#quietSince = now;
      this.#lookAnyway = LOOK_ANYWAY;
    }
    if (this.#watchers !== null) {
      if (folders?.length !== this.#watchers.length) this.close();
      return;
    }
    if (folders === null || this.#isRefused || now - this.#quietSince < QUIET_AFTER) return;
    try {
      this.#watch(folders);
      for (const folder of folders) if (!LOCAL.has((await statfs(folder)).type)) this.#isRefused = true;
      if (this.#isRefused) this.close();
    } catch (error) {
      this.close();
      this.#isRefused = true;
      const message = `cannot be told of changes to files, and goes on looking for them: ${messageOf(error)}`;
      this.#context.log.once("watch", message);
    }
  }

  /** Nobody is told any more. */
  close(): void {
    for (const watcher of this.#watchers ?? []) watcher.close();
    this.#watchers = null;
    this.#quietSince = this.#context.clock.now();
  }

  #watch(folders: readonly string[]): void {
    // What has changed since the last look was told to nobody.
    this.#changes = 1;
    this.#watchers = [];
    for (const folder of folders) {
      const watcher = watch(folder, { persistent: false }, () => {
        this.#changes += 1;
      });
      watcher.on("error", () => this.close());
      this.#watchers.push(watcher);
    }
  }
}
