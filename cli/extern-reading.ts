/**
 * How the command line has users' TypeScript read: against the runtime of this installation, and not again while nothing
 * has changed. What was found to hold is kept beside the compiled programs, as hashes of what it was found from.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ExternReading } from "../compiler/compile.ts";
import type { Verdicts } from "../compiler/extern/verdicts.ts";
import { hostPath } from "./disk-host.ts";
import { hash, hashText } from "./hashes.ts";
import { buildId, packageRoot } from "./package-root.ts";
import { cacheFolder } from "./program-cache.ts";

/** Hash of each text by path; null for a file that was not there. */
type Hashes = Readonly<Record<string, string | null>>;

export function externReading(): ExternReading {
  const built = join(packageRoot(), "dist/runtime/index.d.ts");
  // The command line run from its sources keeps nothing.
  if (!existsSync(built)) return { runtime: hostPath(join(packageRoot(), "runtime/index.ts")) };
  return { runtime: hostPath(built), verdicts: openVerdicts(join(dirname(cacheFolder()), "externs"), buildId()) };
}

/** Verdicts of the compiler `build`, one file each in `folder`. Where nothing can be kept, all is read again. */
export function openVerdicts(folder: string, build: string): Verdicts {
  const fileOf = (question: string) => join(folder, `${hash(`${build} ${question}`)}.json`);
  return {
    holds(question, read) {
      const kept = readHashes(fileOf(question));
      return kept !== null && Object.entries(kept).every(([path, wanted]) => hashText(read(path)) === wanted);
    },
    keep(question, texts) {
      const hashes: Hashes = Object.fromEntries([...texts].map(([path, text]) => [path, hashText(text)]));
      const file = fileOf(question);
      const unfinished = `${file}.${process.pid}`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(unfinished, JSON.stringify(hashes), { mode: 0o600 });
        renameSync(unfinished, file);
      } catch {
        // A cache that cannot be written costs a second, no more.
      }
    },
  };
}

function readHashes(file: string): Hashes | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Hashes;
  } catch {
    return null;
  }
}
