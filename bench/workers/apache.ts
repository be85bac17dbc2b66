/** Lets the compiled program and the hand-written loop make records of the same lines of an access log in turn. */
import assert from "node:assert/strict";
import { parseAccesses } from "../baselines/parse-access.ts";
import { loadBatch } from "../batch.ts";
import { versus } from "../versus.ts";

const batch = await loadBatch(process.argv[2] ?? "", "accesses");

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const lines = Array.from({ length: 20_000 }, (_, n) => line(n));
const events = lines.map((body) => ({ body, headers: new Map<string, string>() }));
assert.deepEqual(batch(events), parseAccesses(lines));

await versus(lines.length, lines.length, { ours: () => batch(events), baseline: () => parseAccesses(lines) });

function line(n: number): string {
  const at = new Date(1_790_000_000_000 + n * 1370);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(":");
  const status = [200, 200, 304, 404, 503][n % 5];
  const bytes = n % 5 === 2 ? "-" : (n * 7919) % 100_000;
  const text = `10.${n % 250}.3.${n % 7} - ${n % 5 === 0 ? "eve" : "-"} [${day}:${clock} +0200] "GET /shop/item/${n % 10_007} HTTP/1.1" ${status} ${bytes}`;
  // Through bytes, as a line from a socket or file comes: one flat string, not a tree of joined ones.
  return Buffer.from(text).toString();
}
