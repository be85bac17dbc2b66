import type { Plan } from "../compiler/3-plan/plan.ts";
import { analyseWithModules } from "../compiler/compile.ts";
import { diskHost } from "./disk-host.ts";
import { entryFile } from "./entry-file.ts";
import { externReading } from "./extern-reading.ts";
import { printFrames } from "./report.ts";
import { parsedStandardLibrary } from "./standard-library.ts";

/** The plan of the program in `file`, and its path. Prints what is wrong with it, and gives null where that is an error. */
export async function planOfFile(file: string): Promise<{ readonly plan: Plan; readonly entry: string } | null> {
  const entry = entryFile(file);
  if (entry === null) return null;
  const host = diskHost();
  const { plan, diagnostics, ok } = await analyseWithModules(host, entry, externReading(), parsedStandardLibrary(host));
  printFrames(diagnostics, host);
  return ok ? { plan, entry } : null;
}
