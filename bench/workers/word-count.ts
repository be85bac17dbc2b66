/**
 * Lets the batch function of the compiled word count and the hand-written loop count the same lines in turn, in a
 * process of its own. The last line of its output has the medians as JSON.
 */
import { countWords } from "../baselines/count-words.ts";
import { loadBatch } from "../batch.ts";
import { interleaved } from "../figure.ts";
import { wordLines } from "../words.ts";

const batch = await loadBatch(process.argv[2] ?? "", "wordCount");

const lines = makeLines(80_000_000);
const events = lines.map((body) => ({ body, headers: new Map<string, string>() }));

const expected = countWords(lines).size;

async function ours(): Promise<number> {
  const start = performance.now();
  const emitted = batch(events);
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

/** Through bytes, as a line from a socket or file comes: one flat string, not a tree of joined ones. */
function makeLines(bytes: number): string[] {
  const next = wordLines();
  const made: string[] = [];
  for (let size = 0; size < bytes; ) {
    const line = next();
    made.push(Buffer.from(line).toString());
    size += line.length + 1;
  }
  return made;
}
