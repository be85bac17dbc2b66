// Runs the test files that it is given in this one process, and sends { passed, failed, skipped } to the one that asks.
import { resolve } from "node:path";
import Mocha from "mocha";
import { register } from "tsx/esm/api";

register();
const mocha = new Mocha({ timeout: 120_000, reporter: "spec" });
for (const file of process.argv.slice(2)) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();
const runner = mocha.run(() => {
  const { passes, failures, pending } = runner.stats;
  const counts = { passed: passes, failed: failures, skipped: pending };
  // Some server or timer that a test left behind must not keep a finished run alive.
  process.send(counts, () => process.exit(0));
});
