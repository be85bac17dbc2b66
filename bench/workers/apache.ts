/** Lets the compiled program and the hand-written loop make records of the same lines of an access log in turn. */
import assert from "node:assert/strict";
import { accessLine } from "../access-lines.ts";
import { parseAccesses } from "../baselines/parse-access.ts";
import { loadBatch } from "../batch.ts";
import { versus } from "../versus.ts";

const batch = await loadBatch(process.argv[2] ?? "", "accesses");

// Through bytes, as a line from a socket or file comes: one flat string, not a tree of joined ones.
const lines = Array.from({ length: 20_000 }, (_, n) => Buffer.from(accessLine(n)).toString());
const events = lines.map((body) => ({ body, headers: new Map<string, string>() }));
assert.deepEqual(batch(events), parseAccesses(lines));

await versus(lines.length, lines.length, { ours: () => batch(events), baseline: () => parseAccesses(lines) });
