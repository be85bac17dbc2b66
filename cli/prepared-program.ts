import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildId } from "./package-root.ts";
import { cacheFolder, openProgramCache } from "./program-cache.ts";
import { writeProgram } from "./write-program.ts";

/**
 * Path of the `.mjs` that runs `entry` as it is now: the cached one, or one that is compiled and cached here. Null when
 * the program has errors, which have been shown then.
 */
export async function preparedProgram(entry: string): Promise<string | null> {
  const cache = openProgramCache(cacheFolder(), buildId());
  const known = cache.find(entry);
  if (known !== null) return known;
  // Parser, checker, code generator and bundler are loaded only now.
  const { compileProgram } = await import("./compile-program.ts");
  const { program, inputs } = await compileProgram(entry);
  if (program === null) return null;
  try {
    return cache.store(entry, inputs, program.bundle);
  } catch {
    // A home that is read-only or full should not keep a program from running.
    const folder = mkdtempSync(join(tmpdir(), "sluice-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, `${basename(entry, ".flow")}.mjs`);
    writeProgram(path, program.bundle);
    return path;
  }
}
