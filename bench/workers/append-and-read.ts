/**
 * What one writes by hand to have lines on the disk before they are passed on: `node append-and-read.mjs FROM TO BATCH`.
 * Appends so many lines at a time, waits until the disk has them, and reads them again. Prints how many there were.
 */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

const [from = "", to = "", batch = ""] = process.argv.slice(2);
const size = Number(batch);
const log = await open(to, "w+");
let position = 0;
let count = 0;

async function passOn(lines: readonly string[]): Promise<void> {
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  await log.write(bytes, 0, bytes.length, position);
  await log.datasync();
  const found = Buffer.allocUnsafe(bytes.length);
  await log.read(found, 0, found.length, position);
  position += bytes.length;
  count += found.toString().split("\n").length - 1;
}

let rest = "";
for await (const chunk of createReadStream(from, { encoding: "utf8", highWaterMark: 1_048_576 })) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (let start = 0; start < lines.length; start += size) await passOn(lines.slice(start, start + size));
}
await log.close();
console.error(`passed on ${count}`);
