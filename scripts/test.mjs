// `npm test`: builds, checks format, lint, types, generated files and that nothing is unused, then runs every test.
// Arguments narrow it: `npm test -- cli samples` runs only test files whose path has one of the words; `npm run check`
// (`--static`) does what comes before the tests, and those that only read the sources; `npm run test:long` (`--long`)
// runs the files named `*.long.test.ts` alone, with all the random cases of which `npm test` tries a sample, here and in
// Node 24; `npm run test:node -- VERSION` runs all in another Node.
// The last line is `N passed, N failed`, with `, N skipped` where a suite had to be left out; the status is 1 as soon as
// anything failed. Under CI=true up to three tests that fail are run once more when all else has ended, and are named
// above the last line where they pass then: each of these is a test to mend.
import { fork, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

/** From the syntax outwards: the first failure shown is then the nearest to its cause. */
const order = ["grammar", "compiler", "runtime", "stdlib", "cli", "editor", "samples", "docs"];

const staticOnly = process.argv.includes("--static");
const long = process.argv.includes("--long");
if (long) process.env["SLUICE_LONG"] = "1";
const words = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));

if (process.argv.includes("--say-version")) console.log(`Node ${process.version}`);
/** What the type check remembers: after a small edit the next one takes a tenth of the time. */
const checkedTypes = "node_modules/.cache/types.tsbuildinfo";
const tally = { passed: 0, failed: 0, skipped: 0 };
/** More failures than these are no accident. */
const secondTries = 3;

const built = step("build", "scripts/build.mjs");
if (built && words.length === 0 && !long) {
  step("format and lint", "node_modules/@biomejs/biome/bin/biome", "check", ".");
  step("types", "node_modules/typescript/bin/tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", checkedTypes);
  step("types of the page", "node_modules/typescript/bin/tsc", "-p", "page");
  step("unused files, exports and packages", "node_modules/knip/bin/knip.js");
  if (existsSync("scripts/generate.ts")) step("generated files", "--import", "tsx", "scripts/generate.ts", "--check");
}
// What reads the sources only is quick, and is part of a check.
if (staticOnly) words.push("test/architecture", "test/doc-comments");
if (built) await runTests();

const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : "";
console.log(`${tally.passed} passed, ${tally.failed} failed${skipped}`);
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

/**
 * The tests in two processes side by side: one has those that need a server, which it starts once, and those of the
 * connectors; both wait more than they compute.
 */
async function runTests() {
  const files = testFiles();
  const waiting = files.filter((file) => relative("test", file).startsWith("stdlib") || needsServer(file));
  const others = files.filter((file) => !waiting.includes(file));
  const parts = [others, waiting].filter((part) => part.length > 0);
  const runs = parts.map((part, index) => runPart(part, { live: index === 0 }));
  const failures = [];
  for (const run of runs) {
    const { counts, failed, text } = await run;
    for (const name of Object.keys(tally)) tally[name] += counts[name];
    failures.push(...failed);
    process.stdout.write(text);
  }
  const few = failures.length <= secondTries && failures.length === tally.failed;
  if (process.env["CI"] === "true" && few) await tryAgain(failures);
}

/** Runs tests that failed once more, each by itself. Those that pass then count as passed, and are named. */
async function tryAgain(failures) {
  const passed = [];
  for (const { file, title } of failures) {
    console.log(`\nonce more: ${title}`);
    const { counts } = await runPart([file], { live: true, title });
    if (counts.passed === 0 || counts.failed > 0) continue;
    passed.push(title);
    tally.failed--;
    tally.passed++;
  }
  for (const title of passed) console.log(`passed at the second try only, to be mended: ${title}`);
}

/**
 * Runs test files, or the one test `title` of them, in a process of their own. What it prints is shown as it comes
 * (`live`), or given back as `text`.
 */
function runPart(files, { live, title }) {
  const printed = live ? "inherit" : "pipe";
  const env = title === undefined ? process.env : { ...process.env, SLUICE_TEST_TITLE: title };
  const child = fork("scripts/test-part.mjs", files, { stdio: ["inherit", printed, printed, "ipc"], env });
  return new Promise((resolve) => {
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (more) => (text += more));
    let result = null;
    child.on("message", (message) => (result = message));
    child.on("close", (status, signal) => {
      if (result === null) text += `${files.length} test files ended early: ${signal ?? `status ${status}`}\n`;
      resolve({ ...(result ?? { counts: { passed: 0, failed: 1, skipped: 0 }, failed: [] }), text });
    });
  });
}

function needsServer(file) {
  return /\bservers\//.test(file + readFileSync(file, "utf8"));
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
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
