/**
 * How the command line has users' TypeScript read: against the runtime of this installation, and not again while nothing
 * has changed. What was found is kept beside the compiled programs, with hashes of what it was found from.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { ExternReading } from "../compiler/compile.ts";
import type { Answer, Verdict } from "../compiler/extern/read-modules.ts";
import type { Verdicts } from "../compiler/extern/verdicts.ts";
import { hostPath } from "./disk-host.ts";
import type { ExternQuestion } from "./extern-worker.ts";
import { hash, hashText } from "./hashes.ts";
import { makeFolder } from "./make-folder.ts";
import { buildId, packageRoot } from "./package-root.ts";
import { cacheFolder } from "./program/program-cache.ts";

interface Kept {
  /** Hash of each text by path; null for a file that was not there. */
  readonly texts: Readonly<Record<string, string | null>>;
  readonly found: readonly Verdict[];
}

/** Reads users' TypeScript for the command line; what was found is kept on disk with hashes of its texts. */
export function externReading(): ExternReading {
  const built = join(packageRoot(), "dist/runtime/index.d.ts");
  // The command line run from its sources keeps nothing.
  if (!existsSync(built)) return { runtime: hostPath(join(packageRoot(), "runtime/index.ts")) };
  return { runtime: hostPath(built), verdicts: openVerdicts(join(dirname(cacheFolder()), "externs"), buildId()) };
}

/**
 * The same for whoever must not be kept from answering: modules are read in a thread, as they are on the disk. Null where
 * the installation cannot, as the server in a `.vsix`, which has no TypeScript.
 */
export function externReadingAside(): ExternReading | null {
  const worker = join(packageRoot(), "dist/cli/extern-worker.js");
  if (!existsSync(worker)) return null;
  return {
    ...externReading(),
    read: (_host, runtime, contracts) => askThread(worker, { runtime, contracts }),
  };
}

function askThread(worker: string, question: ExternQuestion): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: question });
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", (status) => reject(new Error(`the reader of modules ended with status ${status}`)));
  });
}

/** Verdicts of the compiler `build`, one file each in `folder`. Where nothing can be kept, all is read again. */
export function openVerdicts(folder: string, build: string): Verdicts {
  const fileOf = (question: string) => join(folder, `${hash(`${build} ${question}`)}.json`);
  return {
    find(question, read) {
      const kept = readKept(fileOf(question));
      if (kept === null) return null;
      const same = Object.entries(kept.texts).every(([path, wanted]) => hashText(read(path)) === wanted);
      return same ? kept.found : null;
    },
    keep(question, found, texts) {
      const hashes = Object.fromEntries([...texts].map(([path, text]) => [path, hashText(text)]));
      const kept: Kept = { texts: hashes, found };
      const file = fileOf(question);
      const unfinished = `${file}.${process.pid}`;
      try {
        makeFolder(folder, 0o700);
        writeFileSync(unfinished, JSON.stringify(kept), { mode: 0o600 });
        renameSync(unfinished, file);
      } catch {
        // A cache that cannot be written costs a second, no more.
      }
    },
  };
}

function readKept(file: string): Kept | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept;
  } catch {
    return null;
  }
}
