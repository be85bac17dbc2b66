import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("the counters of a program", () => {
  const folder = tempFolders();

  /** A sink that writes five events at most, and one line about each write. */
  const sink = `import { appendFileSync } from "node:fs";
import type { Sink } from "sluice/runtime";

export function five({ path }: { readonly path: string }): Sink<string> {
  return {
    batchSize: 5,
    async open() {},
    async write(events) {
      appendFileSync(path, events.map(({ body }) => body).join(",") + "\\n");
    },
    async close() {},
  };
}
`;

  async function run(text: string, lines: readonly string[]): Promise<{ cwd: string; stderr: string }> {
    const cwd = folder();
    writeFileSync(join(cwd, "five.ts"), sink);
    writeFileSync(join(cwd, "input"), `${lines.join("\n")}\n`);
    writeFileSync(
      join(cwd, "a.flow"),
      `extern sink five(path: string): string delivers confirmed batches 5 from "./five.ts"\n\nagent a {\n${text}\n}\n`,
    );
    const { status, stderr } = await sluice(["run", "a.flow"], { cwd });
    assert.equal(status, 0, stderr);
    return { cwd, stderr };
  }

  const lines = Array.from({ length: 10 }, (_, index) => String(index));

  it("say of a sink how many events it wrote, not how many were taken for it", async () => {
    const { cwd, stderr } = await run(
      `  source  r = lines("input")
  channel mem = memory()
  sink    out = five(path: "out")
  sink    bad = five(path: "bad")

  r -> mem
  mem.filter(e => (e.body.toInt() else -> bad) < 4) -> out`,
      [...lines, "x", "y"],
    );
    assert.match(stderr, /INFO a\.r counted accepted=12\n/);
    assert.match(stderr, /INFO a\.out counted written=4\n/);
    assert.match(stderr, /INFO a\.bad counted written=2\n/);
    assert.equal(readFileSync(join(cwd, "out"), "utf8"), "0,1,2,3\n");
    assert.equal(readFileSync(join(cwd, "bad"), "utf8"), "x,y\n");
  });

  it("say so of the rejects on a source's wire, which are written in batches of their sink", async () => {
    const { cwd, stderr } = await run(
      `  source  r = lines("input")
  channel mem = memory()
  sink    out = discard()
  sink    bad = five(path: "bad")

  r.filter(e => (e.body.toInt() else -> bad) < 4) -> mem -> out`,
      Array.from({ length: 12 }, (_, index) => `x${index}`),
    );
    assert.match(stderr, /INFO a\.bad counted written=12\n/);
    assert.equal(readFileSync(join(cwd, "bad"), "utf8"), "x0,x1,x2,x3,x4\nx5,x6,x7,x8,x9\nx10,x11\n");
  });

  it("say so of the rejects behind a channel, which are written in batches of their sink, too", async () => {
    const { cwd, stderr } = await run(
      `  source  r = lines("input")
  channel mem = memory()
  sink    out = discard()
  sink    bad = five(path: "bad")

  r -> mem
  mem.filter(e => (e.body.toInt() else -> bad) < 4) -> out`,
      Array.from({ length: 12 }, (_, index) => `x${index}`),
    );
    assert.match(stderr, /INFO a\.bad counted written=12\n/);
    assert.equal(readFileSync(join(cwd, "bad"), "utf8"), "x0,x1,x2,x3,x4\nx5,x6,x7,x8,x9\nx10,x11\n");
  });
});
