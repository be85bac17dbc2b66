import { defineCommand, someFiles } from "../command.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { shownPath } from "../report.ts";
import { useColor } from "../terminal.ts";
import { testsAsData, testsAsText } from "../tests/report-tests.ts";
import { type FileTests, runTests } from "../tests/run-tests.ts";

/** `sluice test`: the `test` blocks, on a simulated clock, with nothing read or written outside. */
export const command = defineCommand({
  name: "test",
  summary: "Runs the test blocks on a simulated clock; no source, sink or topic touches anything outside.",
  positionals: "FILE…",
  options: {
    filter: { value: "TEXT", help: "only tests whose names contain TEXT" },
    set: { value: "param=value", multiple: true, help: "value of a param" },
    json: { help: "print the results as JSON" },
  },
  example: [
    "$ sluice test access-log.flow",
    "access-log.flow",
    "  ok    a window sums the batches it covers",
    "",
    "1 passed, 0 failed",
  ].join("\n"),
  async run({ filter = "", set, json }, positionals) {
    const entries = someFiles(positionals).map(entryFile);
    if (!entries.every((entry) => entry !== null)) return exitStatus.failed;
    const files: FileTests[] = [];
    let broken = false;
    for (const entry of entries) {
      const file = await runTests(entry, filter, set);
      if (file === null) {
        broken = true;
        continue;
      }
      files.push(file);
      if (!json) process.stdout.write(textOf(file, filter));
    }
    const results = files.flatMap((file) => file.results);
    const failed = results.filter((result) => result.failures.length > 0).length;
    if (json) process.stdout.write(`${JSON.stringify(files.flatMap(testsAsData), null, 2)}\n`);
    else if (results.length > 0) process.stdout.write(`\n${results.length - failed} passed, ${failed} failed\n`);
    // A misspelt filter must not pass for a green run.
    const nothing = filter !== "" && results.length === 0;
    return broken || failed > 0 || nothing ? exitStatus.failed : exitStatus.done;
  },
});

function textOf(file: FileTests, filter: string): string {
  if (file.results.length > 0) return testsAsText(file, useColor(process.stdout));
  const path = shownPath(file.unit.path);
  return file.tests.length === 0
    ? `${path} has no tests\n`
    : `${path} has no test whose name contains ${JSON.stringify(filter)}\n`;
}
