import { dirname, join } from "node:path";
import type { Context } from "../../runtime/contract/context.ts";
import type { BigIntStats } from "../../runtime/system/files.ts";
import { readdir, stat } from "../../runtime/system/files.ts";
import { Identities, type Identity, mayBeSame } from "../support/inode-identity.ts";
import type { FilePattern } from "./file-pattern.ts";
import { Folders } from "./folders.ts";
import { FollowedFile } from "./followed-file.ts";
import { NO_BYTES } from "./known-bytes.ts";
import type { Position } from "./position-file.ts";

/** How long a file that nobody writes to any more has to rest before its last line counts as whole, in ms. */
const LAST_LINE_REST = 5000;

/** Most names of a folder among which a file is looked for that has lost its own. */
const MOST_NAMES = 10_000;

interface Found {
  readonly path: string;
  readonly stats: BigIntStats;
  readonly identity: Identity;
}

/** All files that are followed, told apart by device, inode and time of birth. */
export class FollowedFiles {
  readonly identities = new Identities();
  readonly #patterns: readonly FilePattern[];
  readonly #context: Context;
  readonly #idleTimeout: number;
  readonly #folders: Folders;
  /** From an earlier run of the program, until their files are found. */
  #saved: readonly Position[];
  /** By device and inode. */
  readonly #files = new Map<string, FollowedFile>();

  constructor(
    patterns: readonly FilePattern[],
    saved: readonly Position[],
    { context, idleTimeout }: { context: Context; idleTimeout: number },
  ) {
    this.#patterns = patterns;
    this.#saved = saved;
    this.#context = context;
    this.#idleTimeout = idleTimeout;
    this.#folders = new Folders(context, this.identities);
  }

  /** The first look. Files without a position begin at their end if `atEnd`. */
  async start(atEnd: boolean): Promise<void> {
    for (const { base } of this.#patterns) await this.identities.learnFrom(base);
    await this.look(atEnd);
    // What was written to a file before it was renamed while the program was down.
    const elsewhere = new Elsewhere(this.identities);
    const kept: Position[] = [];
    for (const position of this.#saved) {
      const found = await elsewhere.find(position);
      if (found === "unknown") kept.push(position);
      else if (found !== null && !this.#files.has(keyOf(found.identity))) this.#followSaved(position, found);
      else if (found === null) this.#tellMissing(position.file);
    }
    this.#saved = kept;
  }

  /** Looks for new, renamed and vanished files, and says whether there are any new ones. They begin at their end if `atEnd`. */
  async look(atEnd = false): Promise<boolean> {
    const found: Found[] = [];
    for (const path of await this.#folders.matching(this.#patterns)) {
      const stats = await stat(path, { bigint: true }).catch(() => null);
      if (stats?.isFile()) found.push({ path, stats, identity: this.identities.of(stats) });
    }
    // Oldest first: that is the order in which the lines of a rotated log were written. Where the clock of the file
    // system is too coarse, `a.log.1` was written before `a.log`.
    found.sort((a, b) => Number(a.stats.mtimeNs - b.stats.mtimeNs) || (a.path > b.path ? -1 : 1));
    let hasNew = false;
    const byKey = new Map<string, Found[]>();
    for (const one of found) byKey.set(keyOf(one.identity), [...(byKey.get(keyOf(one.identity)) ?? []), one]);
    for (const [key, names] of byKey) {
      const known = this.#files.get(key);
      // Of several names of one file the one that it had.
      const one = names.find(({ path }) => path === known?.path) ?? names[0]!;
      if (known !== undefined && (known.isOpen || mayBeSame(known.identity, one.identity))) {
        known.path = known.named = one.path;
        known.isNamed = known.isCertain = true;
        known.note(one.stats);
      } else {
        this.#files.set(key, this.#follow(one, atEnd));
        hasNew = true;
      }
    }
    await this.#seekUnnamed(byKey);
    return hasNew;
  }

  /** Folders in which every change to what is followed shows; null where some may not. */
  get watchable(): readonly string[] | null {
    for (const file of this.#files.values()) if (!file.isNamed) return null;
    return this.#folders.watchable;
  }

  /** Those that may have more to read, in the order in which they should be. */
  due(): FollowedFile[] {
    return [...this.#files.values()].filter((file) => file.isDue);
  }

  /** Those that are open. */
  open(): FollowedFile[] {
    return [...this.#files.values()].filter((file) => file.isOpen);
  }

  /** Whether the last line of an open file counts as whole without a newline: it has not grown for long. */
  isAtRest(file: FollowedFile, isLastChance: boolean): boolean {
    const isLast = isLastChance || !file.isNamed;
    return this.restOf(file) >= Math.min(this.#idleTimeout, isLast ? LAST_LINE_REST : Infinity);
  }

  /** Closes an open file that is read to its end, at rest, and not worth being held open any longer. */
  async release(file: FollowedFile): Promise<void> {
    if (!file.isDeleted && this.restOf(file) < this.#idleTimeout) return;
    if (file.isNamed) await file.close();
    else await this.drop(file);
  }

  async drop(file: FollowedFile): Promise<void> {
    await file.close();
    this.#files.delete(keyOf(file.identity));
  }

  positions(): Position[] {
    return [...[...this.#files.values()].map(({ position }) => position), ...this.#saved];
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }

  /** How long a file has not grown, in ms. */
  restOf(file: FollowedFile): number {
    return this.#context.clock.now() - file.lastGrown;
  }

  /** One without a matching name is read to its end as long as it can be found. */
  async #seekUnnamed(byKey: ReadonlyMap<string, unknown>): Promise<void> {
    const elsewhere = new Elsewhere(this.identities);
    for (const [key, file] of this.#files) {
      if (byKey.has(key)) continue;
      file.isNamed = false;
      if (file.isOpen) continue;
      const found = await elsewhere.find(file.position);
      if (found === null || found === "unknown") {
        this.#files.delete(key);
        continue;
      }
      file.path = found.path;
      file.isCertain = file.identity.birth !== null;
      file.note(found.stats);
      if (!file.isDue) this.#files.delete(key);
    }
  }

  #follow(found: Found, atEnd: boolean): FollowedFile {
    const { path, stats, identity } = found;
    const saved = this.#takeSaved(identity, path);
    const fresh = { ...identity, pos: atEnd ? Number(stats.size) : 0, file: path, isMidLine: false };
    return this.#made({ ...(saved ?? { ...fresh, head: NO_BYTES, tail: NO_BYTES }), named: path }, found);
  }

  #followSaved(position: Position, found: Found): void {
    const file = this.#made(position, found);
    file.isNamed = false;
    file.isCertain = position.birth !== null;
    this.#files.set(keyOf(found.identity), file);
  }

  #made(position: Position, { path, stats, identity }: Found): FollowedFile {
    const lastGrown = Math.min(Number(stats.mtimeMs), this.#context.clock.now());
    const file = new FollowedFile({ ...position, file: path }, identity, lastGrown);
    file.note(stats);
    return file;
  }

  /** Inodes of two devices may be equal, and devices have other numbers after a restart: the path decides then. */
  #takeSaved(identity: Identity, path: string): Position | undefined {
    const candidates = this.#saved.filter((position) => mayBeSame(position, identity));
    const isHere = ({ device }: Position) => device === identity.device;
    const taken =
      candidates.find((one) => one.file === path && isHere(one)) ??
      candidates.find(({ file }) => file === path) ??
      candidates.find(isHere) ??
      candidates[0];
    if (taken !== undefined) this.#saved = this.#saved.filter((position) => position !== taken);
    return taken;
  }

  #tellMissing(path: string): void {
    this.#context.count("missingFiles");
    this.#context.log.info("a file that was followed is gone; what was not read of it is missed", { file: path });
  }
}

/** Finds files that were renamed within their folder; reads each folder once. */
class Elsewhere {
  readonly #identities: Identities;
  readonly #folders = new Map<string, readonly Found[] | "unknown">();

  constructor(identities: Identities) {
    this.#identities = identities;
  }

  /** Null when it is not there; `unknown` when the folder is missing, empty, too large, or cannot be read. */
  async find(position: Position): Promise<Found | null | "unknown"> {
    // An inode alone may be that of a file that nobody meant to be read.
    if (position.birth === null && position.tail.length === 0) return null;
    const folder = dirname(position.file);
    const names = this.#folders.get(folder) ?? (await this.#read(folder));
    this.#folders.set(folder, names);
    if (names === "unknown") return names;
    return names.find((one) => mayBeSame(one.identity, position)) ?? null;
  }

  async #read(folder: string): Promise<readonly Found[] | "unknown"> {
    const names = await readdir(folder).catch(() => []);
    if (names.length === 0 || names.length > MOST_NAMES) return "unknown";
    const found: Found[] = [];
    for (const name of names) {
      const path = join(folder, name);
      const stats = await stat(path, { bigint: true }).catch(() => null);
      if (stats?.isFile()) found.push({ path, stats, identity: this.#identities.of(stats) });
    }
    return found;
  }
}

function keyOf({ device, inode }: Identity): string {
  return `${device}:${inode}`;
}
