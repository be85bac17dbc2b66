import { readFileSync } from "node:fs";
import { UsageError } from "../command.ts";
import type { LinesOf } from "./feeds/feeds.ts";

/** Characters of a long line; sources that bound lines take them. */
const LONG = 450;

/** How many lines a source gets for which nothing was recorded. */
const LINES = 100;

/** Recorded lines by source, from `NAME=FILE`. Throws a UsageError. */
export function readInputs(given: readonly string[]): InputLines {
  return new Map(
    given.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`--input takes SOURCE=FILE, not "${text}"`);
      const file = text.slice(at + 1);
      try {
        const lines = readFileSync(file, "utf8").split("\n");
        if (lines.at(-1) === "") lines.pop();
        return [text.slice(0, at), lines] as const;
      } catch (error) {
        throw new UsageError(`--input ${text}: ${(error as Error).message}`);
      }
    }),
  );
}

/** Lines by source. */
export type InputLines = ReadonlyMap<string, readonly string[]>;

/** What sources are fed with. */
export interface Inputs {
  /** All that a source gets: `--input`. */
  readonly recorded: InputLines;
  /** What `test` blocks give. */
  readonly given: InputLines;
  /** Topics and channels that the program writes, and nobody else. */
  readonly own: ReadonlySet<string>;
}

/**
 * The recorded lines of a source; or numbered ones, `a1.r1 line 17`, which tell a lost line from a repeated one, in turn
 * with those that the tests give, which get further in a program that reads them.
 */
export function linesFrom({ recorded, given, own }: Inputs): LinesOf {
  return (source) => {
    if (own.has(source)) return [];
    const lines = given.get(source) ?? [];
    const mixed = (index: number) =>
      lines.length > 0 && index % 2 === 0 ? lines[(index / 2) % lines.length]! : numbered(source, index + 1);
    return recorded.get(source) ?? Array.from({ length: LINES }, (_, index) => mixed(index));
  };
}

/** Some are so long that a batch takes more than one sector of a disk, which a power failure can tear apart. */
function numbered(source: string, line: number): string {
  const text = `${source} line ${line}`;
  return line % 7 === 3 ? text.padEnd(LONG, ".") : text;
}
