/**
 * A restart on a million keys. Arguments: `fill`, which leaves a log as long as it may be, or `read`, which times what a start
 * makes of it and the first batch behind it; and the directory.
 */
import { filledVisits, openVisits, randomVisitors, visit } from "../visits.ts";

const KEYS = 1_000_000;
const TOUCHED = 1000;

const [, , step, directory = ""] = process.argv;
const visitors = randomVisitors();
if (step === "fill") {
  const opened = await filledVisits(directory, KEYS);
  for (let batch = 1; batch <= 1500; batch++) await visit(opened, visitors(TOUCHED, KEYS), batch * 1000);
  console.log(JSON.stringify({ bytes: opened.store.bytes }));
  await opened.store.close();
} else {
  const begun = performance.now();
  const before = process.cpuUsage();
  const opened = await openVisits(directory, KEYS);
  const restore = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  if (opened.store.table("visits").size !== KEYS) throw new Error("keys were lost");
  const first = await visit(opened, visitors(TOUCHED, KEYS), 1_501_000);
  console.log(JSON.stringify({ restore, cpu: (user + system) / 1000, first, bytes: opened.store.bytes }));
  await opened.store.close();
}
