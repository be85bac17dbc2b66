// `npm test`: builds, checks format, lint, types and generated files, then runs every test in this one process.
// Arguments narrow it: `npm test -- cli samples` runs only test files whose path has one of the words;
// `npm run check` (`--static`) only does what comes before the tests; `npm run test:long` (`--long`) runs the files
// named `*.long.test.ts` alone, with all the random cases of which `npm test` tries a sample. The last line is `N passed, N failed`, with
// `, N skipped` where a suite had to be left out; the status is 1 as soon as anything failed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import Mocha from "mocha";
import { register } from "tsx/esm/api";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

/** From the syntax outwards: the first failure shown is then the nearest to its cause. */
const order = ["grammar", "compiler", "runtime", "stdlib", "cli", "editor", "samples", "docs"];

const staticOnly = process.argv.includes("--static");
const long = process.argv.includes("--long");
if (long) process.env["SLUICE_LONG"] = "1";
const words = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));

const tally = { passed: 0, failed: 0, skipped: 0 };

const built = step("build", "scripts/build.mjs");
if (built && words.length === 0 && !long) {
  step("format and lint", "node_modules/@biomejs/biome/bin/biome", "check", ".");
  step("types", "node_modules/typescript/bin/tsc", "--noEmit");
  if (existsSync("scripts/generate.ts")) step("generated files", "--import", "tsx", "scripts/generate.ts", "--check");
}
if (built && !staticOnly) await runTests();

const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : "";
console.log(`${tally.passed} passed, ${tally.failed} failed${skipped}`);
// Some server or timer that a test left behind must not keep a finished run alive.
process.exit(tally.failed > 0 ? 1 : 0);

/** Runs a check in a process of its own, with its output only where it failed. */
function step(name, ...args) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  const took = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  if (status === 0) {
    tally.passed++;
    console.log(`✔ ${name} (${took})`);
    return true;
  }
  tally.failed++;
  console.log(`✘ ${name} (${took})\n${stdout}${stderr}`);
  return false;
}

async function runTests() {
  register();
  const mocha = new Mocha({ timeout: 20_000, reporter: "spec" });
  for (const file of testFiles()) mocha.addFile(file);
  await mocha.loadFilesAsync();
  await new Promise((resolve) => {
    const runner = mocha.run(() => {
      const { passes, failures, pending } = runner.stats;
      tally.passed += passes;
      tally.failed += failures;
      tally.skipped += pending;
      resolve();
    });
  });
}

function testFiles() {
  const rank = (file) => {
    const place = order.indexOf(relative("test", file).split(sep)[0]);
    return place === -1 ? order.length : place;
  };
  return readdirSync("test", { recursive: true })
    .filter((name) => name.endsWith(long ? ".long.test.ts" : ".test.ts"))
    .map((name) => join("test", name))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((file) => join(root, file));
}
