import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../support/process.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("a program that is stopped while its sink fails", () => {
  const folder = tempFolders();

  /** A sink that works where there is an environment variable MENDED, and then keeps what it gets in `written`. */
  const sink = `import { appendFileSync } from "node:fs";
import type { Sink } from "sluice/runtime";

export function brittle(_options: object): Sink<string> {
  return {
    batchSize: 10,
    async open() {},
    async write(events) {
      if (process.env["MENDED"] === undefined) throw new Error("the other end is broken");
      appendFileSync("written", events.map(({ body }) => \`\${body}\\n\`).join(""));
    },
    async close() {},
  };
}
`;

  function project(channel: string): string {
    const cwd = folder();
    writeFileSync(join(cwd, "brittle.ts"), sink);
    writeFileSync(
      join(cwd, "a.flow"),
      `param n: int? = null

extern sink brittle(): string delivers confirmed from "./brittle.ts"

agent a {
  source  r = generate(rate: 200, count: n)
  channel c = ${channel}

  r -> c -> brittle()
}
`,
    );
    return cwd;
  }

  const counted = (stderr: string, counter: string) => Number(new RegExp(`${counter}=(\\d+)`).exec(stderr)?.[1]);

  it("is gone within the drain timeout, and the next start delivers everything once", async () => {
    const cwd = project("file(minimumRequiredSpace: 0B)");
    const program = startSluice(["run", "a.flow", "--drain-timeout", "1s"], { cwd });
    await program.sees(/WARN a\.brittle the other end is broken place=a\.flow:9:13 again=1000ms/, "stderr");
    const { status, signal, stderr } = await program.stop("SIGTERM");
    assert.deepEqual([status, signal], [1, null], stderr);
    const accepted = counted(stderr, "accepted");
    assert.ok(accepted > 0);
    assert.match(
      stderr,
      /WARN a\.brittle holds up the end, and the drain timeout of 1s is over: the other end is broken/,
    );
    assert.match(stderr, /WARN a\.c events are left in the channel: the next start delivers them/);
    assert.equal(counted(stderr, "kept"), accepted);

    const mended = await sluice(["run", "a.flow", "--set", "n=0"], { cwd, env: { MENDED: "1" } });
    assert.equal(mended.status, 0, mended.stderr);
    const lines = readFileSync(join(cwd, "written"), "utf8").trimEnd().split("\n");
    assert.equal(lines.length, accepted);
    assert.equal(new Set(lines).size, accepted);
  });

  it("is gone within it for Ctrl-C, for --for and at the end of the input, also as an .mjs", async () => {
    const cwd = project("memory(capacity: 1000)");
    const built = await sluice(["build", "a.flow", "-o", "out"], { cwd });
    assert.equal(built.status, 0, built.stderr);
    const run = (...args: string[]) =>
      start(process.execPath, ["out/a.mjs", "--drain-timeout", "500ms", ...args], { cwd });
    const interrupted = run();
    await interrupted.sees(/the other end is broken/, "stderr");
    const ends = [interrupted.stop("SIGINT"), run("--for", "500ms").ended, run("--set", "n=7").ended];
    for (const { status, stderr } of await Promise.all(ends)) {
      assert.equal(status, 1, stderr);
      assert.match(stderr, /WARN a\.brittle holds up the end/);
      assert.match(stderr, /ERROR a\.c events are left in the channel, which keeps nothing: they are lost/);
      assert.equal(counted(stderr, "lost"), counted(stderr, "accepted"));
      assert.match(stderr, /ended\n$/);
    }
  });
});
