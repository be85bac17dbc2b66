/** Checks a file of 1,000 lines again and again, one character of it changed each time, the rest being known. */
import { diskHost, hostPath } from "../../cli/disk-host.ts";
import { analyse, createCache } from "../../compiler/compile.ts";
import { interleaved } from "../figure.ts";
import { longProgram } from "../long-program.ts";

const program = longProgram(1000);
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
