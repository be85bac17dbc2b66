import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Unit } from "../../compiler/checked.ts";
import { compile } from "../../compiler/compile.ts";
import type { TestDecl } from "../../grammar/ast.ts";
import { BundleError, bundle, startBundler } from "../bundle.ts";
import { diskHost } from "../disk-host.ts";
import { externReading } from "../extern-reading.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";
import { writeProgram } from "../write-program.ts";
import type { Reached } from "./report-coverage.ts";

/** As `runtime/testing/test-program.ts` gives it: a compiled program brings its own runtime. */
export interface TestResult {
  readonly name: string;
  /** Number of the test in its file, from 0. */
  readonly test: number;
  /** Empty when it passed. */
  readonly failures: readonly TestFailure[];
}

export interface TestFailure {
  /** Number of the statement in the test, from 0; null where it is the test as a whole. */
  readonly member: number | null;
  /** Where in the `.flow` file the program failed; null where `member` says it. */
  readonly place: string | null;
  readonly message: string;
  readonly differences: readonly {
    readonly batch: number | null;
    readonly missing: readonly string[];
    readonly unexpected: readonly string[];
  }[];
  /** What would hold in the place of what was expected, or why it cannot be written. */
  readonly observed: { readonly text: string } | { readonly why: string } | null;
}

interface Tests {
  run(filter: string): Promise<readonly TestResult[]>;
  readonly reached: ReadonlySet<number>;
}

export interface FileTests {
  readonly unit: Unit;
  readonly tests: readonly TestDecl[];
  readonly results: readonly TestResult[];
  /** Null where it was not asked for. */
  readonly coverage: Reached | null;
}

export interface TestOptions {
  /** Only tests whose names contain it. */
  readonly filter: string;
  /** Values of params, `name=value`. */
  readonly settings: readonly string[];
  readonly coverage: boolean;
}

/** Runs tests of `entry`. Null when the program has errors, which have been shown then. */
export async function runTests(entry: string, options: TestOptions): Promise<FileTests | null> {
  const { filter, settings, coverage } = options;
  startBundler();
  const host = diskHost();
  const purpose = coverage ? "coverage" : "test";
  const cache = parsedStandardLibrary(host);
  const { analysis, output } = await compile(host, entry, { cache, externs: externReading(), purpose });
  printFrames(analysis.diagnostics, host);
  if (output === null) return null;
  const unit = analysis.checked.entry;
  const tests = unit.tree.declarations.filter((decl) => decl.kind === "TestDecl");
  if (!tests.some((test) => test.name.text.includes(filter))) return { unit, tests, results: [], coverage: null };
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
  // A param without a value ends the process.
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  try {
    const program = join(folder, `${basename(entry, ".flow")}.mjs`);
    writeProgram(program, await bundle(output, entry));
    // Params read the command line of a program that is run.
    process.argv = [process.execPath, program, ...settings.flatMap((one) => ["--set", one])];
    const module = await import(pathToFileURL(program).href);
    const { run, reached } = module.default as Tests;
    const results = await run(filter);
    const points = output.points.map((point, number) => ({ ...point, reached: reached.has(number) }));
    return { unit, tests, results, coverage: coverage ? points : null };
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
    return null;
  }
}
