import { defineCommand, onlyFile, someFiles, UsageError } from "../command.ts";
import { hostPath } from "../disk-host.ts";
import { entryFiles } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { shownPath } from "../report.ts";
import { useColor } from "../terminal.ts";
import { coverageAsData, coverageAsText } from "../tests/report-coverage.ts";
import { testsAsData, testsAsText, verdictOf } from "../tests/report-tests.ts";
import { type FileTests, runTests } from "../tests/run-tests.ts";
import { type Update, updateTests } from "../tests/update-tests.ts";

/** `sluice test`: the `test` blocks, on a simulated clock, with nothing read or written outside. */
export const command = defineCommand({
  name: "test",
  summary: "Runs the test blocks on a simulated clock; no source, sink or topic touches anything outside.",
  positionals: "FILE|FOLDER…",
  options: {
    filter: { value: "TEXT", help: "only tests whose names contain TEXT" },
    set: { value: "param=value", multiple: true, help: "value of a param" },
    update: { help: "write what was observed into the file, where something else was expected" },
    coverage: { help: "say which operators, cases of routes and failure edges no test reached" },
    from: {
      value: "DIR",
      help: "print a test block of what `sluice run --record DIR` has kept; FILE is the program's",
    },
    json: { help: "print the results as JSON" },
  },
  example: [
    "$ sluice test access-log.flow",
    "access-log.flow",
    "  ok    a window sums the batches it covers",
    "",
    "1 passed, 0 failed",
  ].join("\n"),
  async run({ filter = "", set, update, coverage, from, json }, positionals) {
    if (from !== undefined) {
      if (update || coverage || json || filter !== "")
        throw new UsageError("--from prints a test; it goes with --set alone");
      const { printTestFrom } = await import("../record/print-test.ts");
      const file = positionals.length === 0 ? null : onlyFile(positionals);
      return (await printTestFrom(from, file, set)) ? exitStatus.done : exitStatus.failed;
    }
    const names = someFiles(positionals);
    const entries = entryFiles(names);
    if (entries === null) return exitStatus.failed;
    const named = new Set(names.map(hostPath));
    const files: { tests: FileTests; updated: Update }[] = [];
    let broken = false;
    for (const entry of entries) {
      const tests = await runTests(entry, { filter, settings: set, coverage });
      if (tests === null) {
        broken = true;
        continue;
      }
      const updated: Update = update ? updateTests(tests) : new Map();
      files.push({ tests, updated });
      // Of a folder only what has tests is of interest.
      if (!json && (tests.results.length > 0 || named.has(entry))) process.stdout.write(textOf(tests, updated, filter));
    }
    const verdicts = files.flatMap(({ tests, updated }) => tests.results.map((one) => verdictOf(one, updated)));
    const count = (verdict: string) => verdicts.filter((one) => one === verdict).length;
    const [passed, failed, written] = [count("passed"), count("failed"), count("written")];
    if (json) {
      const results = files.flatMap(({ tests, updated }) => testsAsData(tests, updated));
      const reached = files.flatMap(({ tests }) => coverageAsData(tests.coverage ?? []));
      process.stdout.write(`${JSON.stringify(coverage ? { tests: results, coverage: reached } : results, null, 2)}\n`);
    } else if (verdicts.length > 0) {
      const summary = `${passed} passed, ${failed} failed`;
      process.stdout.write(`\n${summary}${written > 0 ? `, ${written} written` : ""}\n`);
    } else if (!broken && !entries.some((entry) => named.has(entry))) process.stdout.write("no tests\n");
    // A misspelt filter must not pass for a green run.
    const nothing = filter !== "" && verdicts.length === 0;
    return broken || failed > 0 || nothing ? exitStatus.failed : exitStatus.done;
  },
});

function textOf(file: FileTests, updated: Update, filter: string): string {
  if (file.results.length > 0) {
    const covered = file.coverage === null ? "" : coverageAsText(file.unit.path, file.coverage);
    return testsAsText(file, updated, useColor(process.stdout)) + covered;
  }
  const path = shownPath(file.unit.path);
  return file.tests.length === 0
    ? `${path} has no tests\n`
    : `${path} has no test whose name contains ${JSON.stringify(filter)}\n`;
}
