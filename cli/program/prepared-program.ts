import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildId } from "../package-root.ts";
import type { Bundle } from "./bundle.ts";
import type { RunPurpose } from "./compile-program.ts";
import { cacheFolder, openProgramCache, type PreparedProgram } from "./program-cache.ts";
import { writeProgram } from "./write-program.ts";

/**
 * The program of `entry` as it is now: the cached one, or one that is compiled and cached here. Null when it has errors, which
 * have been shown then. One that counts for metrics, or has its page, is another program.
 */
export async function preparedProgram(entry: string, purpose: RunPurpose = "run"): Promise<PreparedProgram | null> {
  const cache = openProgramCache(cacheFolder(), buildId());
  const known = cache.find(entry, purpose);
  if (known !== null) return known;
  // Parser, checker, code generator and bundler are loaded only now.
  const { compileProgram } = await import("./compile-program.ts");
  const { program, inputs } = await compileProgram(entry, { purpose });
  if (program === null) return null;
  const { facts } = program;
  try {
    return cache.store(entry, purpose, inputs, program.bundle, facts);
  } catch {
    // A home that is read-only or full should not keep a program from running.
    return { path: writeTemporary(entry, program.bundle), facts };
  }
}

/**
 * The program that `text` is, which a command line gave and which is not cached. It goes by the name of `entry`, a `.flow`
 * file that need not be there. Null when it has errors, which have been shown then.
 */
export async function preparedText(entry: string, text: string, purpose: RunPurpose): Promise<PreparedProgram | null> {
  const { compileProgram } = await import("./compile-program.ts");
  const { program } = await compileProgram(entry, { purpose, text });
  if (program === null) return null;
  return { path: writeTemporary(entry, program.bundle), facts: program.facts };
}

/** Path of the program in a folder that is removed when this process ends. */
function writeTemporary(entry: string, bundle: Bundle): string {
  const folder = mkdtempSync(join(tmpdir(), "sluice-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, `${basename(entry, ".flow")}.mjs`);
  writeProgram(path, bundle);
  return path;
}
