/** Keyed state of a million keys: batches that touch a thousand of them, and what they write. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { t } from "../../runtime/contract/schema.ts";
import { UpdatedState } from "../../runtime/keyed/updated-state.ts";
import { interleaved, median } from "../figure.ts";
import { filledVisits, type Opened, randomVisitors, visit } from "../visits.ts";

const KEYS = 1_000_000;
const FEW_KEYS = 10_000;
const TOUCHED = 1000;
const BATCHES = 1000;

const directory = mkdtempSync(join(tmpdir(), "sluice-bench-state-"));
const visitors = randomVisitors();
let time = 0;

const many = await filledVisits(directory, KEYS);
const few = await filledVisits(directory, FEW_KEYS);
// The logs get as long as they may be, so that what is measured has its share of the cleaning.
for (let batch = 0; batch < 1500; batch++) await touch(many);
for (let batch = 0; batch < 300; batch++) await touch(few);
const taken = { many: [] as number[], few: [] as number[] };
const written: number[] = [];
for (let batch = 0; batch < BATCHES; batch++) {
  const before = bytesWritten();
  taken.many.push(await touch(many));
  written.push(bytesWritten() - before);
  if (batch % 5 === 0) taken.few.push(await touch(few));
}
await many.store.close();
await few.store.close();
rmSync(directory, { recursive: true });

console.log(
  JSON.stringify({
    batch: median(taken.many),
    worst: Math.max(...taken.many),
    fewKeys: median(taken.few),
    bytes: written.reduce((a, b) => a + b) / BATCHES,
    most: Math.max(...written),
    ...(await updateAll()),
  }),
);

/** A batch that touches keys all over the state, saved; in ms. */
async function touch(opened: Opened): Promise<number> {
  time += 1000;
  return await visit(opened, visitors(TOUCHED, opened.keys), time);
}

function keyOf(number: number): string {
  return `visitor-${number}`;
}

/** All bytes that this process has given to the system to write. */
function bytesWritten(): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1] ?? Number.NaN);
}

/** updateStateByKey, whose meaning is to ask for and to give every key, against a loop over a Map that does so. */
async function updateAll(): Promise<{ readonly ours: number; readonly baseline: number }> {
  const update = (values: readonly number[], state: number | null) => {
    let sum = state ?? 0;
    for (const value of values) sum += value;
    return sum;
  };
  const state = new UpdatedState<string, number, number>({ key: t.string, state: t.int, update });
  const map = new Map<string, number>();
  let now = 0;
  const ours = async () => {
    const begun = performance.now();
    for (let index = 0; index < TOUCHED; index++) state.add(keyOf(index * 997), 1);
    if (state.advance({ time: now++ }).length !== KEYS) throw new Error("a key is missing");
    return performance.now() - begun;
  };
  const bare = async () => {
    const begun = performance.now();
    const batch = new Map<string, number[]>();
    for (let index = 0; index < TOUCHED; index++) batch.set(keyOf(index * 997), [1]);
    const results: [string, number][] = [];
    const none: number[] = [];
    for (const [key, value] of map) {
      const next = update(batch.get(key) ?? none, value);
      if (next === null) map.delete(key);
      else {
        if (next !== value) map.set(key, next);
        results.push([key, next]);
      }
    }
    if (results.length !== KEYS) throw new Error("a key is missing");
    return performance.now() - begun;
  };
  for (let key = 0; key < KEYS; key++) {
    state.add(keyOf(key), 1);
    map.set(keyOf(key), 1);
  }
  state.advance({ time: now++ });
  const { ours: mine, baseline } = await interleaved(15, { ours, baseline: bare });
  return { ours: mine, baseline };
}
