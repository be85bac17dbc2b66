/** Checks a file of 1,000 lines again and again, one character of it changed each time, the rest being known. */
import { readFileSync } from "node:fs";
import { diskHost, hostPath } from "../../cli/disk-host.ts";
import { analyse, createCache } from "../../compiler/compile.ts";
import { interleaved } from "../figure.ts";

const lines = 1000;

const program = longProgram();
const cache = createCache();
const path = hostPath("bench/programs/long.flow");
const disk = diskHost();
let edits = 0;

// Unmeasured: the parser prepares its tables, the hot paths compile.
for (let round = 0; round < 40; round++) await check();
console.log(JSON.stringify(await interleaved(51, { ours: check })));

async function check(): Promise<number> {
  const text = `${program}// ${edits++}\n`;
  const host = { stdlib: disk.stdlib, read: (file: string) => (file === path ? text : disk.read(file)) };
  const start = performance.now();
  const { ok, diagnostics } = analyse(host, path, cache);
  const took = performance.now() - start;
  if (!ok) throw new Error(`the long program does not check: ${diagnostics[0]?.message}`);
  return took;
}

/** The whole quickstart over and over, each time under other names, until there are enough lines. */
function longProgram(): string {
  const once = readFileSync("samples/quickstart/quickstart.flow", "utf8");
  const copies: string[] = [];
  let length = 0;
  while (length < lines) {
    const number = copies.length;
    const copy = once.replace(/\b(Hit|hits|hit|parseHit|collect|busiest)\b(?! =>|\.(path|status))/g, `$1${number}`);
    copies.push(copy);
    length += copy.split("\n").length - 1;
  }
  return copies.join("\n");
}
