import { DiskFile } from "./disk-file.ts";
import type { Random } from "./random.ts";

/** A directory: names as they are now, and as a power failure would leave them. */
export class DiskDirectory {
  readonly inode: number;
  readonly born: number;
  mode: number;
  modified: number;
  readonly entries = new Map<string, DiskFile | DiskDirectory>();

  constructor(inode: number, now: number, mode: number) {
    this.inode = inode;
    this.born = now;
    this.modified = now;
    this.mode = mode;
  }
}

type Entry = DiskFile | DiskDirectory;

/** What one call has done to names: bindings that come into force together. */
interface NameChange {
  readonly bindings: readonly { readonly directory: DiskDirectory; readonly name: string; readonly to: Entry | null }[];
}

/** Something is not as a call needs it; `code` is the system's. */
export class DiskError {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}

/**
 * A disk that lies as disks do: what was written is there for everybody at once, and survives a power failure only after
 * a sync of the file; a name only after a sync of its directory.
 */
export class Disk {
  readonly root: DiskDirectory;
  #inodes = 1;
  #changes: NameChange[] = [];
  readonly #durable = new Map<DiskDirectory, Map<string, Entry>>();
  /** Directories that were found, by path: programs ask again and again for what is in the same few. */
  readonly #found = new Map<string, DiskDirectory>();

  constructor(now: number) {
    this.root = new DiskDirectory(this.#inodes++, now, 0o755);
  }

  /** What is at `path`, an absolute one as `resolve` gives it; null where nothing is. */
  find(path: string): Entry | null {
    const [above, name] = divided(path);
    const directory = this.#directoryAt(above);
    return name === "" ? directory : (directory?.entries.get(name) ?? null);
  }

  file(path: string): DiskFile {
    const found = this.find(path);
    if (found === null) throw new DiskError("ENOENT");
    if (found instanceof DiskDirectory) throw new DiskError("EISDIR");
    return found;
  }

  directory(path: string): DiskDirectory {
    const found = this.find(path);
    if (found === null) throw new DiskError("ENOENT");
    if (!(found instanceof DiskDirectory)) throw new DiskError("ENOTDIR");
    return found;
  }

  create(path: string, now: number, mode: number): DiskFile {
    const file = new DiskFile(this.#inodes++, now, mode);
    this.#bind([[path, file]], now);
    return file;
  }

  makeDirectory(path: string, now: number, mode: number): void {
    if (this.find(path) !== null) throw new DiskError("EEXIST");
    this.#bind([[path, new DiskDirectory(this.#inodes++, now, mode)]], now);
  }

  link(from: string, to: string, now: number): void {
    const file = this.file(from);
    if (this.find(to) !== null) throw new DiskError("EEXIST");
    this.#bind([[to, file]], now);
  }

  rename(from: string, to: string, now: number): void {
    const entry = this.find(from);
    if (entry === null) throw new DiskError("ENOENT");
    const there = this.find(to);
    if (there instanceof DiskDirectory) throw new DiskError("EISDIR");
    if (there === entry) return;
    this.#bind(
      [
        [to, entry],
        [from, null],
      ],
      now,
    );
  }

  remove(path: string, now: number): void {
    const entry = this.find(path);
    if (entry === null) throw new DiskError("ENOENT");
    if (entry instanceof DiskDirectory && entry.entries.size > 0) throw new DiskError("ENOTEMPTY");
    this.#bind([[path, null]], now);
  }

  /** Makes the names in `directory` safe, and those that one call changed together with them. */
  syncNames(directory: DiskDirectory): void {
    this.#changes = this.#changes.filter((change) => {
      if (!change.bindings.some((binding) => binding.directory === directory)) return true;
      this.#makeDurable(change);
      return false;
    });
  }

  get files(): readonly DiskFile[] {
    return filesIn(this.root);
  }

  /** Everything that is there is safe: how a machine is found that somebody has set up. */
  syncAll(): void {
    for (const file of this.files) file.sync();
    for (const change of this.#changes) this.#makeDurable(change);
    this.#changes = [];
  }

  /** What a power failure leaves: of names that were not synced some, of files what they say themselves. */
  losePower(random: Random): void {
    for (const change of this.#changes) if (random.chance(0.5)) this.#makeDurable(change);
    this.#changes = [];
    const before = this.files;
    restore(this.root, this.#durable);
    this.#found.clear();
    for (const file of new Set([...before, ...this.files])) {
      file.losePower(random);
      file.links = 0;
    }
    for (const file of filesIn(this.root)) file.links += 1;
  }

  #directoryAt(path: string): DiskDirectory | null {
    if (path === "") return this.root;
    const known = this.#found.get(path);
    if (known !== undefined) return known;
    const entry = this.find(path);
    if (!(entry instanceof DiskDirectory)) return null;
    this.#found.set(path, entry);
    return entry;
  }

  #bind(bindings: readonly (readonly [string, Entry | null])[], now: number): void {
    const change = bindings.map(([path, to]) => {
      const [above, name] = divided(path);
      return { directory: this.directory(above), name, to };
    });
    for (const { directory, name, to } of change) {
      const before = directory.entries.get(name);
      if (before instanceof DiskFile) before.links -= 1;
      else if (before !== undefined) this.#found.clear();
      if (to instanceof DiskFile) to.links += 1;
      if (to === null) directory.entries.delete(name);
      else directory.entries.set(name, to);
      directory.modified = now;
    }
    this.#changes.push({ bindings: change });
  }

  #makeDurable({ bindings }: NameChange): void {
    for (const { directory, name, to } of bindings) {
      const names = this.#durable.get(directory) ?? new Map<string, Entry>();
      this.#durable.set(directory, names);
      if (to === null) names.delete(name);
      else names.set(name, to);
    }
  }
}

/** The directory of a path and the name in it. */
function divided(path: string): readonly [above: string, name: string] {
  const slash = path.lastIndexOf("/");
  return [path.slice(0, slash), path.slice(slash + 1)];
}

function restore(directory: DiskDirectory, durable: ReadonlyMap<DiskDirectory, ReadonlyMap<string, Entry>>): void {
  directory.entries.clear();
  for (const [name, entry] of durable.get(directory) ?? []) {
    directory.entries.set(name, entry);
    if (entry instanceof DiskDirectory) restore(entry, durable);
  }
}

function filesIn(directory: DiskDirectory): DiskFile[] {
  const files: DiskFile[] = [];
  for (const entry of directory.entries.values()) {
    if (entry instanceof DiskDirectory) files.push(...filesIn(entry));
    else files.push(entry);
  }
  return files;
}
