import { type Dirent, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { hostPath } from "./disk-host.ts";

/** What could pass for a line of a log, or of the code that names the file. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * The absolute path of a `.flow` file named on the command line, or null, having said on standard error why there is
 * nothing to work on.
 */
export function entryFile(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  const isPlain = !UNPRINTABLE.test(basename(file));
  if (found?.isFile() && isPlain) return hostPath(file);
  const why =
    found === undefined
      ? "there is no such file"
      : isPlain
        ? "that is not a file"
        : "its name has a line break or another control character in it; rename it";
  process.stderr.write(`sluice: ${isPlain ? file : JSON.stringify(file)}: ${why}\n`);
  return null;
}

/**
 * The absolute paths of the `.flow` files that the command line names, each once; a folder stands for those in it and
 * below, but in hidden folders and `node_modules`. Null, having said why, where one of the names stands for nothing.
 */
export function entryFiles(names: readonly string[]): readonly string[] | null {
  const found = names.map((name) => {
    if (!statSync(name, { throwIfNoEntry: false })?.isDirectory()) return entryFile(name);
    const below = flowFilesBelow(name);
    if (below.length > 0) return below;
    process.stderr.write(`sluice: ${name}: there is no .flow file in it\n`);
    return null;
  });
  return found.every((one) => one !== null) ? [...new Set(found.flat())] : null;
}

/** The absolute paths of the `.flow` files in a folder and below, but in hidden folders and `node_modules`; none for no folder. */
export function flowFilesBelow(folder: string): string[] {
  const entries = readFolder(folder).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return entry.name.endsWith(".flow") ? [hostPath(path)] : [];
    return entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name) ? flowFilesBelow(path) : [];
  });
}

function readFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It is not there, or not for this user: there is nothing to find in it.
    return [];
  }
}
