import type { Plan } from "../../compiler/3-plan/plan.ts";
import { compile } from "../../compiler/compile.ts";
import type { Checked } from "../../compiler/model/checked.ts";
import { diskHost, hostPath, hostWithFile, recordingHost, withoutLibraries } from "../disk-host.ts";
import { externReading } from "../extern-reading.ts";
import { makeFolder } from "../make-folder.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";
import type { Texts } from "../watch.ts";
import { type Bundle, BundleError, bundle, startBundler } from "./bundle.ts";
import { programOfText } from "./one-line.ts";
import { factsOf, type ProgramFacts } from "./program-facts.ts";

/** A program as it can be run: what was emitted, and one module with all that it imports. */
export interface CompiledProgram {
  readonly typescript: string;
  readonly sourceMap: string;
  readonly bundle: Bundle;
  /** Texts of the modules that it imports and that are made with it, by their names. */
  readonly beside: ReadonlyMap<string, string>;
  readonly plan: Plan;
  readonly checked: Checked;
  readonly facts: ProgramFacts;
}

/** What a program is compiled for: to run, to be counted, or to be shown on its page as well. */
export type RunPurpose = "run" | "metrics" | "ui";

/** What to compile, and for where. */
export interface CompileProgramOptions {
  /** Real path of the folder that the program will stand in, which it names other files from. Without one it can be
   *  moved, but not its source map's files. */
  readonly output?: string | null;
  readonly purpose?: RunPurpose;
  /** Text of a command line, which stands for a program (`programOfText`), instead of what the file at `entry` has. */
  readonly text?: string | null;
}

/**
 * The program of `entry`, null when it has errors; diagnostics are shown on standard error. `inputs` are the texts that
 * it depends on, by path: what has to be the same for it to be the same.
 */
export async function compileProgram(
  entry: string,
  { output = null, purpose = "run", text = null }: CompileProgramOptions = {},
): Promise<{ readonly program: CompiledProgram | null; readonly inputs: Texts }> {
  startBundler();
  const disk = diskHost();
  const cache = parsedStandardLibrary(disk);
  const given = text === null ? disk : hostWithFile(disk, entry, programOfText(disk, cache, entry, text));
  const host = recordingHost(given);
  const compiled = await compile(host, entry, {
    cache,
    purpose,
    externs: externReading(),
    ...(output === null ? {} : { folder: hostPath(output) }),
  });
  printFrames(compiled.analysis.diagnostics, host);
  const read = withoutLibraries(host.texts);
  if (compiled.output === null) return { program: null, inputs: read };
  try {
    // The bundler finds nothing from a folder that is not there.
    if (output !== null) makeFolder(output);
    const beside = new Map<string, string>();
    const { plan, checked } = compiled.analysis;
    const facts = factsOf(checked.units);
    if (purpose === "ui") {
      const { pictureModule } = await import("../picture/picture-module.ts");
      const masked = new Set(facts.masked);
      beside.set(...pictureModule({ plan, masked, read: (path) => host.texts.get(path) ?? null }));
    }
    const bundled = await bundle(compiled.output, entry, { output, beside });
    const inputs = new Map([...read, ...bundled.inputs]);
    return {
      program: {
        ...compiled.output,
        bundle: bundled,
        beside,
        plan,
        checked,
        facts,
      },
      inputs,
    };
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
    return { program: null, inputs: read };
  }
}
