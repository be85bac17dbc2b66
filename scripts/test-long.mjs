// `npm run test:long`: the files named `*.long.test.ts`, first in the Node that runs this and then in Node 24, as what runs
// long meets more of what differs between engines.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OTHER = "24";
const folder = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2);
const runs = [["test.mjs", "--say-version", "--long", ...words]];
if (process.versions.node.split(".")[0] !== OTHER) runs.push(["test-node.mjs", OTHER, "--long", ...words]);
const statuses = runs.map(([script, ...args]) => {
  return spawnSync(process.execPath, [join(folder, script), ...args], { stdio: "inherit" }).status ?? 1;
});
process.exit(Math.max(...statuses));
