import { compile } from "../../compiler/compile.ts";
import type { Unit } from "../../compiler/model/checked.ts";
import type { TestDecl } from "../../grammar/ast.ts";
import { diskHost, hostWithFile } from "../disk-host.ts";
import { externReading } from "../extern-reading.ts";
import { startBundler } from "../program/bundle.ts";
import { importProgram } from "../program/import-program.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";
import type { Reached } from "./report-coverage.ts";

/** As `runtime/testing/test-program.ts` gives it: a compiled program brings its own runtime. */
export interface TestResult {
  readonly name: string;
  /** Number of the test in its file, from 0. */
  readonly test: number;
  /** Empty when it passed. */
  readonly failures: readonly TestFailure[];
}

/** Why a test failed. */
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

/** The tests of one file with their results, in the same order. */
export interface FileTests {
  readonly unit: Unit;
  readonly tests: readonly TestDecl[];
  readonly results: readonly TestResult[];
  /** Null where it was not asked for. */
  readonly coverage: Reached | null;
}

/** Which tests are run, and how. */
export interface TestOptions {
  /** Only tests whose names contain it. */
  readonly filter: string;
  /** Values of params, `name=value`. */
  readonly settings: readonly string[];
  readonly coverage: boolean;
  /** What the file is to have instead of what it has on the disk. */
  readonly text?: string;
}

/** Runs tests of `entry`. Null when the program has errors, which have been shown then. */
export async function runTests(entry: string, options: TestOptions): Promise<FileTests | null> {
  const { filter, settings, coverage, text } = options;
  startBundler();
  const disk = diskHost();
  const host = text === undefined ? disk : hostWithFile(disk, entry, text);
  const purpose = coverage ? "coverage" : "test";
  const cache = parsedStandardLibrary(host);
  const { analysis, output } = await compile(host, entry, { cache, externs: externReading(), purpose });
  printFrames(analysis.diagnostics, host);
  if (output === null) return null;
  const unit = analysis.checked.entry;
  const tests = unit.tree.declarations.filter((decl) => decl.kind === "TestDecl");
  if (!tests.some((test) => test.name.text.includes(filter))) return { unit, tests, results: [], coverage: null };
  const module = await importProgram(output, entry, settings);
  if (module === null) return null;
  const { run, reached } = module["default"] as Tests;
  const results = await run(filter);
  const points = output.points.map((point, number) => ({ ...point, reached: reached.has(number) }));
  return { unit, tests, results, coverage: coverage ? points : null };
}
