/**
 * Lets the batch function of the compiled word count and the hand-written loop count the same lines in turn, in a
 * process of its own. The last line of its output has the medians as JSON.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event, Stream } from "sluice/runtime";
import { countWords } from "../baselines/count-words.ts";
import { interleaved } from "../figure.ts";

// The program runs when it is imported: one batch of nothing, and it has ended.
const [, , module] = process.argv;
const data = join(tmpdir(), `sluice-bench-${process.pid}`);
process.argv.splice(2, 1, "--batches", "1", "--set", "path=/dev/null", "--data-dir", data);
const { wordCount } = (await import(module ?? "")) as { readonly wordCount: Stream };

const lines = makeLines(80_000_000);
const events: readonly Event<string>[] = lines.map((body) => ({ body, headers: new Map() }));
const input = Object.keys(wordCount.inputs)[0] ?? "";
const output = Object.keys(wordCount.outputs)[0] ?? "";

const expected = countWords(lines).size;

async function ours(): Promise<number> {
  const emitted: unknown[] = [];
  const start = performance.now();
  wordCount.batch({ [input]: events }, { [output]: emitted }, {}, noBatch);
  const took = performance.now() - start;
  if (emitted.length !== expected) throw new Error(`${emitted.length} words instead of ${expected}`);
  return took;
}

async function baseline(): Promise<number> {
  const start = performance.now();
  const counts = countWords(lines);
  const took = performance.now() - start;
  if (counts.size !== expected) throw new Error(`${counts.size} words instead of ${expected}`);
  return took;
}

await ours();
await baseline();
const medians = await interleaved(7, { ours, baseline });
console.log(JSON.stringify({ mebibytes: 80_000_000 / 2 ** 20, ...medians }));

/** Lines of ten words, of twenty thousand different ones, the frequent ones as frequent as in real text. */
function makeLines(bytes: number): string[] {
  const words = Array.from({ length: 20_000 }, (_, n) => `w${((n * 7919) % 20_011).toString(36)}`);
  let state = 1;
  const random = () => {
    // The generator of C's example `rand`: the same lines in every run.
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const made: string[] = [];
  for (let size = 0; size < bytes; ) {
    const line = Array.from({ length: 10 }, () => words[Math.floor(words.length * random() ** 3)]).join(" ");
    // Through bytes, as a line from a socket or file comes: one flat string, not a tree of joined ones.
    made.push(Buffer.from(line).toString());
    size += line.length + 1;
  }
  return made;
}

const noBatch = {
  time: 0,
  zeroTime: 0,
  rejected() {},
  dropped() {},
  reject() {},
  skip() {},
};
