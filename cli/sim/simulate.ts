import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Plan } from "../../compiler/3-plan/plan.ts";
import type { CoveragePoint } from "../../compiler/4-emit/test/coverage.ts";
import { compile } from "../../compiler/compile.ts";
import { explain } from "../../compiler/explain/explain.ts";
import { diskHost } from "../disk-host.ts";
import { externReading } from "../extern-reading.ts";
import { packageRoot } from "../package-root.ts";
import { BundleError, startBundler } from "../program/bundle.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";
import { fed } from "./feeds/feeds.ts";
import { givenLines } from "./given.ts";
import { type InputLines, type Inputs, linesFrom } from "./inputs.ts";
import { type Baseline, claimsOf, pathsOf, referenceOf } from "./judge.ts";
import { type FaultCode, machineFaults, programFaults } from "./machine/faults.ts";
import type { Outputs } from "./outputs.ts";
import { runScenario, type Subject } from "./run-scenario.ts";
import { quiet, TROUBLE } from "./scenario.ts";
import { type DeclaredComponent, programScript, type ScriptText, scriptText } from "./script.ts";
import { addTally, emptyTally, runSeeds, type Seeds, type Tally } from "./seed-range.ts";
import type { SimTask } from "./sim-worker.ts";

/** A program that is ready to be simulated, with what it does when nothing goes wrong. */
export interface Prepared {
  readonly subject: Subject;
  readonly text: ScriptText;
  readonly inputs: Inputs;
  readonly baseline: Baseline;
  /** What the program consists of. */
  readonly components: readonly DeclaredComponent[];
  /** By number, what a run may reach. */
  readonly points: readonly CoveragePoint[];
}

/** The program cannot be simulated; the message says why. */
export class SimulationError extends Error {}

/** Whether a component writes to a cluster. */
function isOnHdfs({ component, options }: DeclaredComponent): boolean {
  return component === "hdfs" && !String(options["path"]).startsWith("file:");
}

/**
 * Compiles the program of `entry` and runs it when nothing goes wrong. Null when it has errors, which have been shown
 * then. Rejects with a SimulationError.
 */
export async function prepare(
  entry: string,
  settings: readonly string[],
  recorded: InputLines,
): Promise<Prepared | null> {
  startBundler();
  const host = diskHost();
  const cache = parsedStandardLibrary(host);
  const { analysis, output } = await compile(host, entry, { cache, externs: externReading(), purpose: "trial" });
  printFrames(analysis.diagnostics, host);
  if (output === null) return null;
  const text = await scriptText(output, analysis.plan, entry).catch((error: unknown) => {
    throw error instanceof BundleError ? new SimulationError(error.message) : error;
  });
  const { declarations } = analysis.checked.entry.tree;
  const isTested = declarations.some(({ kind }) => kind === "TestDecl");
  const given: InputLines = isTested ? await givenLines(host, entry, settings, { cache }) : new Map();
  const report = explain(analysis.plan, null);
  const channels = analysis.plan.agents.flatMap((agent) => agent.channels.map(({ name }) => `${agent.name}.${name}`));
  const own = new Set([...channels, ...pathsOf(report).map(({ steps }) => steps.at(-1)!)]);
  const inputs: Inputs = { recorded, given, own };
  const args = settings.flatMap((one) => ["--set", one]);
  const subject = { script: programScript(text), args, linesOf: linesFrom(inputs) };
  const logged: string[] = [];
  let early: Outputs = new Map();
  const history = await runScenario(subject, quiet(1), {
    tell: (line) => logged.push(line),
    hearEarly: (outputs) => {
      early = outputs;
    },
  });
  const { components, end } = history;
  const sources = components.filter(({ component }) => fed.has(component)).map(({ name }) => name);
  const unknown = [...recorded.keys()].find((name) => !sources.includes(name));
  if (unknown !== undefined) {
    const of = [...fed].join(", ");
    throw new SimulationError(`--input ${unknown}: the program has no source of that name that is fed (${of})`);
  }
  if (end === null || end.kind === "crashed" || (end.kind === "exit" && end.status !== 0)) {
    // Every life that ends at its start ends with the same line.
    const reasons = new Set(logged.map(untimed).filter((line) => / (WARN|ERROR) |^error: /.test(line)));
    throw new SimulationError(["the program fails although nothing goes wrong", ...[...reasons].slice(-3)].join("\n"));
  }
  const other = await runScenario(subject, { ...quiet(2), jumps: [{ after: TROUBLE / 4, by: 60_000 }] });
  const twice = (source: string) => subject.linesOf(source).flatMap((line) => [line, line]);
  const doubled = await runScenario({ ...subject, linesOf: twice }, quiet(3));
  // What a source makes by itself comes when it likes, and not with the last lines.
  const unfed = unfedSources(analysis.plan, components);
  const before = unfed.length > 0 ? history.outputs : early;
  const reference = referenceOf([history.outputs, other.outputs], doubled.outputs, before);
  const claims = claimsOf(report, components, text.parts);
  if ([...reference.values()].every(({ most }) => most === 0)) {
    throw new SimulationError(nothingTried(unfed));
  }
  const endsByItself = history.ended.some((one) => one.kind === "exit" && one.status === 0);
  const baseline = { reference, claims, endsByItself, changes: history.changes, codes: codesFor(components) };
  const used = new Map([...given].filter(([name]) => sources.includes(name) && !own.has(name)));
  return { subject, text, inputs: { ...inputs, given: used }, baseline, components, points: output.points };
}

/** What calls of a program of these may fail with. */
function codesFor(components: readonly DeclaredComponent[]): readonly FaultCode[] {
  const has = (...kinds: readonly string[]) => components.some(({ component }) => kinds.includes(component));
  return [
    ...machineFaults,
    ...(has("netcat", "socketText", "syslog") ? programFaults.network : []),
    ...(has("kafka") ? programFaults.kafka : []),
    ...(components.some(isOnHdfs) ? programFaults.hdfs : []),
  ];
}

/** Sources that nobody feeds. */
function unfedSources(plan: Plan, components: readonly DeclaredComponent[]): readonly DeclaredComponent[] {
  const inputs = [...plan.agents.flatMap(({ sources }) => sources), ...plan.streams.flatMap(({ inputs }) => inputs)];
  const sources = new Set(inputs.map(({ id }) => id));
  return components.filter(({ name, component }) => sources.has(name) && !fed.has(component));
}

/** Why no claim could be tried. */
function nothingTried(unfed: readonly DeclaredComponent[]): string {
  const names = unfed.map(({ name, component }) => `${name} (${component})`).join(", ");
  const why = names === "" ? "" : `; sim feeds ${[...fed].join(", ")}, and not ${names}`;
  return `nothing was tried: nothing comes out of the program when nothing goes wrong${why}`;
}

function untimed(line: string): string {
  return line.replace(/^ *[\d.]+ +/, "");
}

/** Runs all seeds of `range` on all cores and sums up what came of them, by seed. */
export async function simulate(prepared: Prepared, range: Omit<Seeds, "step">): Promise<Tally> {
  const tally = emptyTally();
  const { first, beyond } = range;
  const worker = join(packageRoot(), "dist/cli/sim-worker.js");
  const threads = existsSync(worker) ? Math.min(availableParallelism(), beyond - first) : 1;
  const { subject, text, inputs, baseline } = prepared;
  if (threads <= 1) return await runSeeds(subject, { ...range, step: 1 }, baseline);
  const tasks = Array.from({ length: threads }, (_, index): SimTask => {
    const seeds = { ...range, first: first + index, step: threads };
    return { text, args: subject.args, inputs, baseline, seeds };
  });
  for (const part of await Promise.all(tasks.map((task) => askThread(worker, task)))) addTally(tally, part);
  tally.failed.sort((one, another) => one.seed - another.seed);
  return tally;
}

function askThread(worker: string, task: SimTask): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: task });
    thread.once("message", (tally: Tally) => {
      resolve(tally);
      void thread.terminate();
    });
    thread.once("error", reject);
  });
}
