import { compile } from "../../compiler/compile.ts";
import { shimSymbol } from "../../runtime/program/shim.ts";
import { diskHost, hostWithFile } from "../disk-host.ts";
import { externReading } from "../extern-reading.ts";
import { BundleError, startBundler } from "../program/bundle.ts";
import { printFrames } from "../report.ts";
import { Machine } from "../sim/machine/machine.ts";
import { type End, ProcessEnded, SimulatedProcess, WORKING_DIRECTORY } from "../sim/machine/process.ts";
import { programScript, scriptText } from "../sim/script.ts";
import { parsedStandardLibrary } from "../standard-library.ts";
import { PlayedSinks } from "./played-sinks.ts";
import { Player } from "./player.ts";
import type { ValueMakers } from "./recorded-value.ts";
import { type Recording, RecordingError } from "./recording.ts";

/** What a program does with what was recorded. */
export interface Played {
  readonly machine: Machine;
  /** What it printed. */
  readonly output: string;
  /** Its log. */
  readonly errors: string;
  readonly sinks: PlayedSinks;
  readonly end: End | null;
  /** Batches that had other times in the recording. */
  readonly shifted: number;
  /** Streams that went on from batches of an earlier run, or from before the recording begins. */
  readonly resumed: readonly string[];
}

/** How long a program may take to stop on a machine that needs no time for anything, in ms; its own limit is 30 s. */
const STOP_WITHIN = 60_000;

/** Where the program leaves what makes values of its own classes. */
const VALUES = "sluice.values";

/**
 * Plays a recording back to the program that it is of, or to the one in `other`. Null where that has errors, which have
 * been shown. Rejects with a RecordingError.
 */
export async function replay(recording: Recording, other: string | null): Promise<Played | null> {
  const { about, entries } = recording;
  startBundler();
  const disk = diskHost();
  const texts = Object.entries(about.texts);
  const host = other !== null ? disk : texts.reduce((over, [path, text]) => hostWithFile(over, path, text), disk);
  const entry = other ?? about.entry;
  const cache = parsedStandardLibrary(disk);
  const { analysis, output } = await compile(host, entry, { cache, externs: externReading(), purpose: "run" });
  printFrames(analysis.diagnostics, host);
  if (output === null) return null;
  const text = await scriptText({ ...output, typescript: givingValues(output.typescript) }, analysis.plan, entry).catch(
    (error) => {
      throw error instanceof BundleError ? new RecordingError(error.message) : error;
    },
  );
  const script = programScript(text, about.environment);
  const begun = entries.find((one) => "start" in one) ?? entries[0]!;
  const machine = new Machine(1, { start: begun.at, isInstant: true });
  machine.disk.makeDirectory(WORKING_DIRECTORY, begun.at, 0o755);
  machine.disk.makeDirectory("/tmp", begun.at, 0o777);
  const process = new SimulatedProcess(machine, [...about.args, "--name", about.name]);
  const sinks = new PlayedSinks();
  const stage = {
    now: () => machine.scheduler.now,
    after: (ms: number, action: () => void) => void process.after(ms, action),
  };
  const makers = () => (globalThis as { [VALUES]?: ValueMakers })[VALUES]!;
  const player = new Player(recording, stage, makers, sinks);
  const onUncaught = (error: unknown) => {
    if (!(error instanceof ProcessEnded)) process.finish({ kind: "crashed", error });
  };
  Object.assign(globalThis, { [shimSymbol]: player.shim });
  globalThis.process.on("unhandledRejection", onUncaught);
  globalThis.process.on("uncaughtException", onUncaught);
  try {
    script.start(process, sinks.declared);
    let isStopping = false;
    const drain = () => {
      isStopping = true;
      process.terminate();
    };
    player.play(drain);
    const until = Math.max(player.end, machine.scheduler.now) + STOP_WITHIN;
    await machine.scheduler.run(until, () => process.end !== null);
    if (!isStopping && process.end === null) throw new RecordingError("the program does not come to an end");
    return {
      machine,
      sinks,
      output: process.output.join(""),
      errors: process.errors.join(""),
      end: process.end,
      shifted: player.shifted,
      resumed: player.resumed,
    };
  } finally {
    globalThis.process.off("unhandledRejection", onUncaught);
    globalThis.process.off("uncaughtException", onUncaught);
    Reflect.deleteProperty(globalThis, shimSymbol);
    Reflect.deleteProperty(globalThis, VALUES);
  }
}

/** The emitted module, which leaves what makes values of the classes that it has itself. */
function givingValues(typescript: string): string {
  const makers = "{ json: (text: string) => new Json$(text), failure: (reason: string) => new Failure$(reason) }";
  const before = `Object.assign(globalThis, { ${JSON.stringify(VALUES)}: ${makers} });`;
  const imports = 'import { Json as Json$, Failure as Failure$ } from "sluice/runtime";';
  return typescript.replace(/^await run\(/m, `${before}\nawait run(`).replace(/^import /m, `${imports}\nimport `);
}
