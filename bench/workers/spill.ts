/** Ten million keys, of which half a gibibyte may be in memory: updates of keys at random, 50,000 a batch. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../figure.ts";
import { filledVisits, randomVisitors, visit } from "../visits.ts";

const KEYS = Number(process.env["KEYS"] ?? 10_000_000);
const TOUCHED = 50_000;
const BATCHES = 30;

const directory = mkdtempSync(join(tmpdir(), "sluice-bench-spill-"));
const memory = { limit: 512 * 2 ** 20, used: 0 };
const opened = await filledVisits(directory, KEYS, { most: TOUCHED, memory });
const visitors = randomVisitors();
const wall: number[] = [];
const cpu: number[] = [];
let resident = 0;
for (let batch = 1; batch <= BATCHES; batch++) {
  const before = process.cpuUsage();
  wall.push(await visit(opened, visitors(TOUCHED, KEYS), batch * 1000));
  const { user, system } = process.cpuUsage(before);
  cpu.push((user + system) / 1000);
  resident = Math.max(resident, process.memoryUsage().rss);
}
if (opened.store.table("visits").size !== KEYS) throw new Error("keys were lost");
await opened.store.close();
rmSync(directory, { recursive: true });
console.log(
  JSON.stringify({
    touched: TOUCHED,
    wall: median(wall),
    cpu: median(cpu),
    worst: Math.max(...wall),
    resident,
    used: memory.used,
  }),
);
