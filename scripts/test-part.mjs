// Runs the test files that it is given in this one process, or the one test that SLUICE_TEST_TITLE names, and sends
// { counts: { passed, failed, skipped }, failed: { file, title }[] } to the process that asks.
import { resolve } from "node:path";
import Mocha from "mocha";
import { register } from "tsx/esm/api";

register();
const title = process.env["SLUICE_TEST_TITLE"];
const mocha = new Mocha({ timeout: 120_000, reporter: "spec", ...(title === undefined ? {} : { fgrep: title }) });
for (const file of process.argv.slice(2)) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();
const failed = [];
const runner = mocha.run(() => {
  const { passes, failures, pending } = runner.stats;
  const counts = { passed: passes, failed: failures, skipped: pending };
  // Some server or timer that a test left behind must not keep a finished run alive.
  process.send({ counts, failed }, () => process.exit(0));
});
runner.on("fail", (test) => failed.push({ file: test.file, title: test.fullTitle() }));
