import type { Plan } from "../compiler/3-plan/plan.ts";
import { analyseWithModules } from "../compiler/compile.ts";
import type { Unit } from "../compiler/model/checked.ts";
import { diskHost } from "./disk-host.ts";
import { entryFile } from "./entry-file.ts";
import { externReading } from "./extern-reading.ts";
import { printFrames } from "./report.ts";
import { parsedStandardLibrary } from "./standard-library.ts";

/** A program that a command has read. */
export interface PlannedFile {
  readonly plan: Plan;
  /** Its path. */
  readonly entry: string;
  /** What it consists of. */
  readonly units: readonly Unit[];
}

/** The plan of the program in `file`. Prints what is wrong with it, and gives null where that is an error. */
export async function planOfFile(file: string): Promise<PlannedFile | null> {
  const entry = entryFile(file);
  if (entry === null) return null;
  const host = diskHost();
  const cache = parsedStandardLibrary(host);
  const { plan, checked, diagnostics, ok } = await analyseWithModules(host, entry, externReading(), cache);
  printFrames(diagnostics, host);
  return ok ? { plan, entry, units: checked.units } : null;
}
