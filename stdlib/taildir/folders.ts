import { join } from "node:path";
import type { Context } from "../../runtime/contract/context.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { errnoOf } from "../../runtime/system/errno.ts";
import type { Dirent } from "../../runtime/system/files.ts";
import { readdir, stat } from "../../runtime/system/files.ts";
import type { Identities } from "../support/inode-identity.ts";
import { mayBeUnreadable, UNREADABLE_NAME } from "../support/unreadable-name.ts";
import type { FilePattern } from "./file-pattern.ts";

/** Most folders that one look reads or asks whether they have changed; the others are as they were until the next. */
const MOST_FOLDERS = 500;

/** How long a folder has had its time of change before its names are known for good, in ms: such times are coarse. */
const SETTLED = 2000;

interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** May stand for files or folders. */
  readonly links: readonly string[];
  readonly changed: bigint;
  /** When the folder was first seen to have changed then. */
  readonly since: number;
  /** The round in which it was last looked at. */
  readonly round: number;
}

/** Names in folders, read again only where they have changed. */
export class Folders {
  readonly #context: Context;
  readonly #identities: Identities;
  #listings = new Map<string, Listing>();
  #used = new Map<string, Listing>();
  /** Paths that were told of, since their names are not UTF-8. */
  readonly #unreadable = new Set<string>();
  /** Goes up when all folders have been looked at. */
  #round = 0;
  #left = 0;
  #isBehind = false;

  constructor(context: Context, identities: Identities) {
    this.#context = context;
    this.#identities = identities;
  }

  /**
   * Those that the last look was at; null where that was not all of them, or where links lead elsewhere: changes are then
   * not to be had from the folders alone.
   */
  get watchable(): readonly string[] | null {
    const hasLinks = [...this.#listings.values()].some(({ links }) => links.length > 0);
    return this.#isBehind || hasLinks ? null : [...this.#listings.keys()];
  }

  /** Absolute paths of the files that match, each once. Folders that are missing at the moment have none. */
  async matching(patterns: readonly FilePattern[]): Promise<string[]> {
    this.#used = new Map();
    this.#left = MOST_FOLDERS;
    this.#isBehind = false;
    const paths = new Set<string>();
    for (const pattern of patterns) await this.#collect(pattern, pattern.base, 0, paths, new Set());
    this.#listings = this.#used;
    if (!this.#isBehind) this.#round += 1;
    return [...paths];
  }

  /** `seen` has each folder with the part of the pattern with which it was entered. */
  async #collect(
    pattern: FilePattern,
    folder: string,
    part: number,
    paths: Set<string>,
    seen: Set<string>,
  ): Promise<void> {
    const place = `${part} ${folder}`;
    if (seen.has(place)) return;
    seen.add(place);
    const listing = await this.#listingOf(folder);
    if (listing === null) return;
    const { files, folders, links } = listing;
    if (part === pattern.folders.length) {
      for (const name of [...files, ...links].filter((name) => pattern.matches(name))) {
        if (mayBeUnreadable(name)) await this.#tellWhereUnreadable(join(folder, name));
        paths.add(join(folder, name));
      }
      return;
    }
    const fits = pattern.folders[part]!;
    if (fits === "**") {
      await this.#collect(pattern, folder, part + 1, paths, seen);
      // Not through links: they may lead back.
      for (const name of folders) await this.#collect(pattern, join(folder, name), part, paths, seen);
      return;
    }
    for (const name of [...folders, ...links]) {
      if (fits(name)) await this.#collect(pattern, join(folder, name), part + 1, paths, seen);
    }
  }

  /** Null for a folder that is not there, is none, or cannot be read. */
  async #listingOf(folder: string): Promise<Listing | null> {
    const used = this.#used.get(folder);
    if (used !== undefined) return used;
    const known = this.#listings.get(folder) ?? null;
    const listing = await this.#look(folder, known);
    if (listing !== null) this.#used.set(folder, listing);
    return listing;
  }

  async #look(folder: string, known: Listing | null): Promise<Listing | null> {
    if (known?.round === this.#round) return known;
    if (this.#left === 0) {
      this.#isBehind = true;
      return known;
    }
    this.#left -= 1;
    try {
      return await this.#read(folder, known);
    } catch (error) {
      const code = errnoOf(error);
      if (code === "ENOENT" || code === "ENOTDIR") return null;
      this.#context.count("unreadableFolders");
      this.#context.log.once(`folder ${folder}`, `cannot read a folder: ${messageOf(error)}; it is tried again`);
      return known;
    }
  }

  async #read(folder: string, known: Listing | null): Promise<Listing> {
    const now = this.#context.clock.now();
    const stats = await stat(folder, { bigint: true });
    this.#identities.of(stats);
    const changed = stats.mtimeNs;
    const isSame = known !== null && known.changed === changed;
    if (isSame && now - known.since >= SETTLED) return { ...known, round: this.#round };
    const entries = await readdir(folder, { withFileTypes: true });
    const names = (is: (entry: Dirent) => boolean) => entries.filter(is).map(({ name }) => name);
    return {
      files: names((entry) => !entry.isDirectory() && !entry.isSymbolicLink()),
      folders: names((entry) => entry.isDirectory()),
      links: names((entry) => entry.isSymbolicLink()),
      changed,
      since: isSame ? known.since : now,
      round: this.#round,
    };
  }

  async #tellWhereUnreadable(file: string): Promise<void> {
    if (this.#unreadable.has(file) || (await stat(file).catch(errnoOf)) !== "ENOENT") return;
    this.#unreadable.add(file);
    this.#context.count("unreadableFiles");
    this.#context.log.once(`name ${file}`, UNREADABLE_NAME, { file });
  }
}
