/**
 * Programs that `sluice run` has compiled. There is one folder for each entry file, with the compiled `.mjs` and a
 * manifest of what it was made from: the build of the compiler, and a hash of each text that was read. A program is
 * taken from here only if all of these are the same still, so nothing has to be parsed to know that.
 *
 * Files get their names only when they are complete, so that programs started at the same time do not see each
 * other's halves. What is here is run as code: folders and files are for their owner alone.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { hash, hashFile, hashText } from "../hashes.ts";
import { makeFolder } from "../make-folder.ts";
import type { Texts } from "../watch.ts";
import type { Bundle } from "./bundle.ts";
import type { ProgramFacts } from "./program-facts.ts";
import { writeProgram } from "./write-program.ts";

interface Manifest {
  readonly build: string;
  /** Hash of each file's text by path, in hexadecimal; null for a file that was not there. */
  readonly inputs: Readonly<Record<string, string | null>>;
  /** Name of the `.mjs` beside the manifest. */
  readonly program: string;
  readonly facts: ProgramFacts;
}

/** A program as it can be run. */
export interface PreparedProgram {
  /** Of its `.mjs`. */
  readonly path: string;
  readonly facts: ProgramFacts;
}

type Purpose = "run" | "metrics" | "ui";

/** Compiled programs on disk, each good as long as all that it was made from is unchanged. */
export interface ProgramCache {
  /** The compiled program of `entry` for `purpose`, null when there is none or something that it was made of has changed. */
  find(entry: string, purpose: Purpose): PreparedProgram | null;
  /**
   * Keeps a program. `inputs` are the texts that it was made from, by path. Throws the file system's error when nothing can
   * be kept.
   */
  store(entry: string, purpose: Purpose, inputs: Texts, program: Bundle, facts: ProgramFacts): PreparedProgram;
}

/** Programs of other builds that nobody has used for so long are removed when a new one is stored. */
const keepMs = 24 * 60 * 60 * 1000;

/** `build` is the identity of the compiler and runtime (`dist/build-id`). */
export function openProgramCache(folder: string, build: string): ProgramCache {
  const folderOf = (entry: string, purpose: Purpose) =>
    join(folder, hash(purpose === "run" ? entry : `${purpose} ${entry}`).slice(0, 32));
  return {
    find(entry, purpose) {
      const own = folderOf(entry, purpose);
      const manifest = readManifest(join(own, "manifest.json"));
      if (manifest === null || manifest.build !== build) return null;
      for (const [path, wanted] of Object.entries(manifest.inputs)) {
        if (hashFile(path) !== wanted) return null;
      }
      const path = join(own, manifest.program);
      const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
      return isThere ? { path, facts: manifest.facts } : null;
    },
    store(entry, purpose, inputs, program, facts) {
      const own = folderOf(entry, purpose);
      makeFolder(own, 0o700);
      removeOld(own);
      const name = `${basename(entry, ".flow")}-${hash(program.code).slice(0, 16)}.mjs`;
      writeProgram(join(own, name), program, writeWhole);
      const hashes = Object.fromEntries([...inputs].map(([path, text]) => [path, hashText(text)]));
      const manifest: Manifest = { build, inputs: hashes, program: name, facts };
      writeWhole(join(own, "manifest.json"), JSON.stringify(manifest));
      return { path: join(own, name), facts };
    },
  };
}

/** `$XDG_CACHE_HOME/sluice/programs`, below `~/.cache` where that is not set (XDG Base Directory Specification). */
export function cacheFolder(): string {
  const base = process.env["XDG_CACHE_HOME"];
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "sluice", "programs");
}

function readManifest(path: string): Manifest | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch {
    // Not there, or damaged: the program is compiled again and the manifest overwritten.
    return null;
  }
}

function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, path);
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (Date.now() - mtimeMs > keepMs) rmSync(path, { force: true });
  }
}
