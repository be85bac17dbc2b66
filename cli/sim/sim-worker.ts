/** A thread that runs some seeds of a simulation and posts their tally. */
import { parentPort, workerData } from "node:worker_threads";
import { type Inputs, linesFrom } from "./inputs.ts";
import type { Baseline } from "./judge.ts";
import { programScript, type ScriptText } from "./script.ts";
import { runSeeds, type Seeds } from "./seed-range.ts";

/** What a thread is given. */
export interface SimTask {
  readonly text: ScriptText;
  readonly args: readonly string[];
  readonly inputs: Inputs;
  readonly baseline: Baseline;
  readonly seeds: Seeds;
}

const { text, args, inputs, baseline, seeds } = workerData as SimTask;
const subject = { script: programScript(text), args, linesOf: linesFrom(inputs) };
parentPort?.postMessage(await runSeeds(subject, seeds, baseline));
