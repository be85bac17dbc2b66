import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Output } from "../../compiler/4-emit/emit.ts";
import { BundleError, bundle } from "./bundle.ts";
import { writeProgram } from "./write-program.ts";

/**
 * What the emitted module of `entry` exports, imported into this process. `settings` are values of params, `name=value`.
 * Null where a module that the program brings along is missing or does not parse, which has been shown then.
 */
export async function importProgram(
  output: Output,
  entry: string,
  settings: readonly string[],
): Promise<Readonly<Record<string, unknown>> | null> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-"));
  // A param without a value ends the process.
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  try {
    const program = join(folder, `${basename(entry, ".flow")}.mjs`);
    writeProgram(program, await bundle(output, entry));
    // Params read the command line of a program that is run.
    process.argv = [process.execPath, program, ...settings.flatMap((one) => ["--set", one])];
    return await import(pathToFileURL(program).href);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
    return null;
  }
}
