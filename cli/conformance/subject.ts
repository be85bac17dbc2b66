import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ComponentPlan, Plan } from "../../compiler/3-plan/plan.ts";
import { compile } from "../../compiler/compile.ts";
import { diskHost } from "../disk-host.ts";
import { externReading } from "../extern-reading.ts";
import { BundleError, bundle, startBundler } from "../program/bundle.ts";
import { observed } from "../program/observed.ts";
import { writeProgram } from "../program/write-program.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";

/** A component that is tried, and the program that has it. */
export interface Subject {
  /** Path of the program, ready to be imported any number of times. */
  readonly program: string;
  /** What the program is called with: `--set port=4444`. */
  readonly args: readonly string[];
  readonly agent: string;
  /** Within its agent. */
  readonly name: string;
  readonly role: ComponentPlan["role"];
  /** Name of its declaration, and the word behind `delivers` there. */
  readonly maker: string;
  readonly delivers: string;
  /** What it may lose all the same, as its declaration says. */
  readonly losses: readonly string[];
  /** A folder for what components keep, removed at the end. */
  readonly folder: string;
}

/** There is nothing that could be tried; the message says why. */
export class SubjectError extends Error {}

/**
 * Compiles the program of `entry` and finds the component `name` (`a1.k1`, or `k1` where that is one). Null when the
 * program has errors, which have been shown then. Rejects with a SubjectError.
 */
export async function subjectOf(entry: string, name: string, settings: readonly string[]): Promise<Subject | null> {
  startBundler();
  const host = diskHost();
  const { analysis, output } = await compile(host, entry, {
    cache: parsedStandardLibrary(host),
    externs: externReading(),
  });
  printFrames(analysis.diagnostics, host);
  if (output === null) return null;
  const { agent, component } = find(analysis.plan, name);
  const folder = mkdtempSync(join(tmpdir(), "sluice-conformance-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, `${basename(entry, ".flow")}.mjs`);
  try {
    writeProgram(program, await bundle({ ...output, typescript: observed(output.typescript) }, entry));
  } catch (error) {
    throw error instanceof BundleError ? new SubjectError(error.message) : error;
  }
  return {
    program,
    args: settings.flatMap((one) => ["--set", one]),
    agent,
    name: component.name,
    role: component.role,
    maker: component.maker.name,
    delivers: component.maker.delivers ?? "",
    losses: component.maker.losses.map(({ reason }) => reason),
    folder,
  };
}

function find(plan: Plan, name: string): { readonly agent: string; readonly component: ComponentPlan } {
  const all = plan.agents.flatMap((agent) =>
    [...agent.sources, ...agent.channels, ...agent.sinks].flatMap((one) =>
      one.kind === "component" ? [{ agent: agent.name, component: one }] : [],
    ),
  );
  const found = all.filter(({ component }) => component.id === name || component.name === name);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const names = (found.length > 1 ? found : all).map(({ component }) => component.id).join(", ");
  if (found.length > 1) throw new SubjectError(`"${name}" is several components: ${names}`);
  if (all.length === 0) throw new SubjectError("the program has no agent with a source, channel or sink");
  throw new SubjectError(`there is no source, channel or sink "${name}" in an agent; there are ${names}`);
}
