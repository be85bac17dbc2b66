/**
 * `reduceByKeyAndWindow` of 100,000 keys, all of which come in each batch, saved as a stream saves it: time of a batch and
 * memory. Arguments: batches in the window, and whether there is an inverse.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { t } from "../../runtime/contract/schema.ts";
import { stateFiles } from "../../runtime/state/state-files.ts";
import { StateStore } from "../../runtime/state/state-store.ts";
import { WindowedReduce } from "../../runtime/window/windowed-reduce.ts";
import { median } from "../figure.ts";

const KEYS = 100_000;
const MEASURED = Number(process.env["MEASURED"] ?? 100);

const batches = Number(process.argv[2]);
const inverse = process.argv[3] === "inverse" ? (total: number, leaving: number) => total - leaving : null;
const directory = mkdtempSync(join(tmpdir(), "sluice-bench-windows-"));
const names = Array.from({ length: KEYS }, (_, key) => `visitor-${key}`);
const lengths = { window: batches * 1000, slide: 1000, every: 1000 };
const state = new WindowedReduce<string, number>({
  ...lengths,
  key: t.string,
  value: t.int,
  merge: (a, b) => a + b,
  inverse,
});
const store = await StateStore.open({
  files: stateFiles(directory, "windows", "s"),
  stream: "s",
  shapes: new Map([["window", state.shape]]),
  discard: new Set(),
});
state.attach(store.table("window") as Parameters<typeof state.attach>[0]);

const computed: number[] = [];
const whole: number[] = [];
let memory = 0;
// A third more than fills a window. What is done once a window is done for some of the keys in each batch.
const FILLED = Math.ceil((4 / 3) * batches) + 10;
for (let batch = 1; batch <= FILLED + MEASURED; batch++) {
  const begun = process.cpuUsage();
  for (let index = 0; index < KEYS; index++) {
    // Each key once, in another order in each batch.
    const key = (index * 7919 + batch * 104_729) % KEYS;
    state.add(names[key]!, amount(batch, key));
  }
  const results = state.advance({ time: batch * 1000, zeroTime: 0 });
  const took = milliseconds(begun);
  await store.commit({ every: 1000, zeroTime: 0, time: batch * 1000, inputs: new Map() });
  memory = Math.max(memory, process.memoryUsage().rss);
  if (batch > FILLED) {
    computed.push(took);
    whole.push(milliseconds(begun));
  }
  check(results, batch);
}
await store.close();
rmSync(directory, { recursive: true });
console.log(
  JSON.stringify({
    computed: median(computed),
    worstComputed: Math.max(...computed),
    whole: median(whole),
    worst: Math.max(...whole),
    memory,
  }),
);

/** CPU time since `begun`: other work on the machine would make a worst batch of any. */
function milliseconds(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function amount(batch: number, key: number): number {
  return (batch * 31 + key) % 97;
}

/** Some keys of a batch, against a sum of all that the window has. */
function check(results: readonly [string, number][] | null, batch: number): void {
  if (results?.length !== KEYS) throw new Error(`${results?.length} keys`);
  for (let index = batch % 997; index < KEYS; index += 9973) {
    const [name, sum] = results[index]!;
    const key = Number(name.slice("visitor-".length));
    let expected = 0;
    for (let one = Math.max(1, batch - batches + 1); one <= batch; one++) expected += amount(one, key);
    if (sum !== expected) throw new Error(`${name} is ${sum} and not ${expected} in batch ${batch}`);
  }
}
