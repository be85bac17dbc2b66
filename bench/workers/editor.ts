/**
 * Types into a file of 2,000 lines that is open beside the 50 files of the shop, and asks for what an editor asks for, at
 * places that are drawn by a seed. Prints the 95th percentile of each, in ms.
 */
import { diskHost } from "../../cli/disk-host.ts";
import { complete } from "../../editor/server/completion.ts";
import { formatting } from "../../editor/server/formatting.ts";
import { hover } from "../../editor/server/hover.ts";
import { createWorkspace } from "../../editor/server/workspace.ts";
import { longProgram } from "../long-program.ts";
import { shopProgram } from "../shop.ts";

const root = "/shop";
const long = `${root}/long.flow`;
const keystrokes = 400;

const program = new Map(shopProgram(root));
const whole = longProgram(2000);
const disk = diskHost();
const workspace = createWorkspace({
  stdlib: disk.stdlib,
  read: (path) => (path === long ? whole : (program.get(path) ?? disk.read(path))),
});
for (const path of program.keys()) workspace.setText(path, program.get(path) ?? "");
workspace.setText(long, whole);

/** Offsets behind words: where people type. */
const places = [...whole.matchAll(/\w+/g)].map(({ index, 0: word }) => index + word.length);
let seed = 1;

const took = {
  diagnostics: [] as number[],
  completion: [] as number[],
  hover: [] as number[],
  formatting: [] as number[],
};
for (let count = -keystrokes / 4; count < keystrokes; count++) {
  const at = places[draw(places.length)]!;
  const text = `${whole.slice(0, at)}${"abcxyz01"[draw(8)]}${whole.slice(at)}`;
  const taken = {
    diagnostics: time(() => {
      workspace.setText(long, text);
      return workspace.analysis(long).diagnostics;
    }),
    completion: time(() => complete(workspace.analysis(long), at + 1, otherFiles)),
    hover: time(() => hover(workspace.analysis(long), at)),
    formatting: time(() => formatting(text, workspace.parsed(long))),
  };
  // The first are not counted: the parser prepares its tables, the hot paths compile.
  if (count < 0) continue;
  for (const name of Object.keys(taken) as (keyof typeof taken)[]) took[name].push(taken[name]);
}
const percentiles = Object.entries(took).map(([name, all]) => [
  name,
  all.sort((a, b) => a - b)[Math.ceil(0.95 * all.length) - 1],
]);
console.log(JSON.stringify(Object.fromEntries(percentiles)));

function otherFiles() {
  return [...program.keys()].flatMap((path) => workspace.unit(path) ?? []);
}

function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** A whole number below `limit` (Lehmer's generator, modulus 2^31 - 1, multiplier 48271). */
function draw(limit: number): number {
  seed = (seed * 48271) % 2147483647;
  return seed % limit;
}
