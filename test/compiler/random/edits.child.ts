/** Tries edits of valid programs, telling its parent each before and after: `edits.child.ts FIRST COUNT`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { analyse, compile } from "../../../compiler/compile.ts";
import { format } from "../../../grammar/format.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { seeded } from "./choices.ts";
import { absolute, cache, programOf } from "./compiled.ts";
import { edited } from "./edits.ts";
import type { RandomProgram } from "./program.ts";

/** What the parent is told: the text about to be tried, or what went wrong with it. */
export type Told = { readonly seed: number; readonly text: string } | { readonly fault: string };

const folder = fileURLToPath(new URL("../../../samples", import.meta.url));
const samples = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".flow"))
  .map((name) => ({ "main.flow": readFileSync(join(folder, name), "utf8") }));

/** In microseconds. */
const SECOND = 1_000_000;

const [first = 0, count = 0] = process.argv.slice(2).map(Number);
const tell = (told: Told): void => void process.send?.(told);

for (let seed = first; seed < first + count; seed++) {
  const choices = seeded(seed);
  const pick = (): RandomProgram =>
    choices.chance(50) ? choices.pick(samples) : programOf(choices.below(200)).program;
  const program = pick();
  const text = edited(program["main.flow"] ?? "", pick()["main.flow"] ?? "", choices);
  tell({ seed, text });
  const fault = await faultOf({ ...program, "main.flow": text });
  if (fault !== null) tell({ fault: `seed ${seed}: ${fault}\n${text}` });
}

async function faultOf(files: RandomProgram): Promise<string | null> {
  try {
    // What was slow may have been the compiler of the compiler: the second time counts.
    if (tryAll(files) > SECOND && tryAll(files) > SECOND) return "takes more than a second";
    const { diagnostics, ok } = analyse(memoryHost(absolute(files)), "/p/main.flow", cache);
    for (const { file, span, message, severity } of diagnostics) {
      const length = absolute(files)[file]?.length ?? -1;
      const isInside = 0 <= span.start && span.start <= span.end && span.end <= length;
      if (!isInside || message === "") return `${severity} "${message}" at ${span.start} to ${span.end} of ${length}`;
    }
    if (ok) await compile(memoryHost(absolute(files)), "/p/main.flow", { cache });
    return null;
  } catch (error) {
    return String((error as Error).stack);
  }
}

/** Lays out and analyses; gives the microseconds of the processor's time, which other processes do not change. */
function tryAll(files: RandomProgram): number {
  const before = process.cpuUsage();
  format(files["main.flow"] ?? "");
  analyse(memoryHost(absolute(files)), "/p/main.flow", cache);
  const { user } = process.cpuUsage(before);
  return user;
}
