import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Letter } from "../../runtime/program/inspect/letter.ts";
import { fileName } from "../../runtime/system/file-name.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import { replaceFile } from "../../runtime/system/replace-file.ts";

/** What has become of a letter: it was sent again, or given up. */
export type Fate = "replayed" | "dropped";

/** Offsets from one to another, both included. */
type Range = [from: number, to: number];

/** By partition or file. */
type Ranges = Record<string, Range[]>;

interface MarksFile {
  readonly format: 1;
  readonly identity: string | null;
  readonly replayed: Ranges;
  readonly dropped: Ranges;
  /** Ids of letters that were being sent. */
  readonly begun: readonly string[];
}

/**
 * Which letters of one holder are done with, in a file of the data directory: a log of records cannot be marked itself.
 * Before letters are sent their ids are noted, so that what a crash has left undecided is known.
 */
export class Marks {
  readonly #path: string;
  readonly #identity: string | null;
  readonly #ranges: Record<Fate, Ranges>;
  #begun: ReadonlySet<string>;

  private constructor(path: string, identity: string | null, { replayed, dropped, begun }: MarksFile) {
    this.#path = path;
    this.#identity = identity;
    this.#ranges = { replayed, dropped };
    this.#begun = new Set(begun);
  }

  /** The marks of `holder`. Those of a former topic of that name, which had another identity, count for nothing. */
  static async read(dataDir: string, holder: string, identity: string | null): Promise<Marks> {
    const path = join(deadFolder(dataDir), `${fileName(holder)}.json`);
    const none: MarksFile = { format: 1, identity, replayed: {}, dropped: {}, begun: [] };
    const text = await readFile(path, "utf8").catch(() => null);
    const found = text === null ? none : (JSON.parse(text) as MarksFile);
    return new Marks(path, identity, found.identity === identity ? found : none);
  }

  /** What has become of a letter; null while it waits. */
  fateOf({ part, offset }: Letter): Fate | null {
    const isIn = (fate: Fate) => (this.#ranges[fate][part] ?? []).some(([from, to]) => from <= offset && offset <= to);
    return isIn("replayed") ? "replayed" : isIn("dropped") ? "dropped" : null;
  }

  /** Whether it was being sent when something was cut short: it may have arrived. */
  isBegun({ id }: Letter): boolean {
    return this.#begun.has(id);
  }

  /** Resolves when it is safe that these are being sent; what was begun before stays so. */
  async begin(letters: readonly Letter[]): Promise<void> {
    this.#begun = new Set([...this.#begun, ...letters.map(({ id }) => id)]);
    await this.#save();
  }

  /** Resolves when it is safe that nothing of these was sent. */
  async takeBack(letters: readonly Letter[]): Promise<void> {
    this.#end(letters);
    await this.#save();
  }

  /** Resolves when it is safe what has become of these. */
  async mark(letters: readonly Letter[], fate: Fate): Promise<void> {
    const ranges = this.#ranges[fate];
    for (const { part, offset } of letters) ranges[part] = withOffset(ranges[part] ?? [], offset);
    this.#end(letters);
    await this.#save();
  }

  #end(letters: readonly Letter[]): void {
    const ended = new Set(letters.map(({ id }) => id));
    this.#begun = new Set([...this.#begun].filter((id) => !ended.has(id)));
  }

  async #save(): Promise<void> {
    const { replayed, dropped } = this.#ranges;
    const file: MarksFile = { format: 1, identity: this.#identity, replayed, dropped, begun: [...this.#begun] };
    await makeDirectory(join(this.#path, ".."));
    await replaceFile(this.#path, `${JSON.stringify(file)}\n`);
  }
}

/** Where it is noted what has become of dead letters. */
export function deadFolder(dataDir: string): string {
  return join(dataDir, "dead");
}

/** `ranges` with one more offset; they stay in order and apart. */
function withOffset(ranges: readonly Range[], offset: number): Range[] {
  const next: Range[] = [];
  let own: Range = [offset, offset];
  for (const [from, to] of ranges) {
    if (to < own[0] - 1) next.push([from, to]);
    else if (from > own[1] + 1) {
      next.push(own);
      own = [from, to];
    } else own = [Math.min(from, own[0]), Math.max(to, own[1])];
  }
  return [...next, own];
}
