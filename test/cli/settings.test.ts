import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../support/process.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const PROGRAM = `param rate: int = env("RATE")?.toInt() else 5
param room: int = 20_000
param interval: duration = 100ms
param length: duration = 1s
param within: duration = 1s
param fraction: float = 0.5

agent a1 {
  generate(rate: rate, count: 3).sample(fraction) -> file(capacity: room) -> print()
}

stream s1 every interval {
  let lines = generate(rate: 100, count: 3)

  lines.window(length).count() -> print()
  lines.dedupe(by: line => line, within: within) -> print()
}
`;

/** What is set, and what the program says of it. */
const WRONG: readonly (readonly [string, string])[] = [
  ["rate=-1", "9:12: `generate` requires `rate > 0`; here `rate` is -1 (from --set rate)"],
  ["fraction=1.5", "9:41: `sample` requires `fraction <= 1`; here `fraction` is 1.5 (from --set fraction)"],
  [
    "room=5",
    "9:59: `file` requires `transactionCapacity <= capacity`; here `transactionCapacity` is 10000 by default, " +
      "`capacity` is 5 (from --set room)",
  ],
  ["interval=0s", "12:17: the interval of `s1` must be greater than zero; here `every` is 0ms (from --set interval)"],
  [
    "length=150ms",
    "15:16: a window of 150ms is not a multiple of 100ms (from --set length and the default of interval)",
  ],
  ["within=0s", "16:34: `dedupe` requires `within > 0s`; here `within` is 0ms (from --set within)"],
];

describe("a value that is given at the start", () => {
  const folder = tempFolders();

  function project(text = PROGRAM): string {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), text);
    return cwd;
  }

  for (const [set, said] of WRONG) {
    it(`is refused where its option cannot have it: ${set}`, async () => {
      const cwd = project();
      const { status, stdout, stderr } = await sluice(["run", "a.flow", "--set", set], { cwd });
      assert.deepEqual({ status, stdout, stderr }, { status: 2, stdout: "", stderr: `error: a.flow:${said}\n` });
      assert.ok(!readdirSync(cwd).includes(".sluice"), "a data directory");
    });
  }

  it("is refused by a program that was built, also where it comes from the environment", async () => {
    const cwd = project();
    await sluice(["build", "a.flow", "-o", "."], { cwd });
    const run = await start(process.execPath, ["a.mjs"], { cwd, env: { ...process.env, RATE: "-7" } }).ended;
    assert.equal(run.stderr, "error: a.flow:9:12: `generate` requires `rate > 0`; here `rate` is -7 (from $RATE)\n");
    assert.equal(run.status, 2);
    assert.ok(!readdirSync(cwd).includes(".sluice"), "a data directory");
  });

  it("is refused on the simulated machine", async () => {
    const cwd = project();
    const { status, stderr } = await sluice(["sim", "a.flow", "--set", "rate=-1"], { cwd });
    assert.match(stderr, /a\.flow:9:12: `generate` requires `rate > 0`; here `rate` is -1 \(from --set rate\)/);
    assert.notEqual(status, 0);
  });

  it("is refused in tests where it is about what these run", async () => {
    const cwd = project(`${PROGRAM}
test "counts" {
  given s1.lines = [["a"]]
  expect s1.lines == [["a"]]
}
`);
    const test = async (set: string) => await sluice(["test", "a.flow", "--set", set], { cwd });
    const { status, stderr } = await test("interval=0s");
    assert.match(stderr, /the interval of `s1` must be greater than zero; here `every` is 0ms/);
    assert.notEqual(status, 0);
    // What the tests replace has no options in them.
    assert.equal((await test("interval=200ms")).status, 0);
  });

  it("is taken where it is right, also as null for a slide", async () => {
    const cwd = project(`param slide: duration? = 2s

stream s1 every 100ms {
  lines("in.txt").window(2s, slide: slide).count() -> print()
}
`);
    writeFileSync(join(cwd, "in.txt"), "a\n");
    const { status, stdout } = await sluice(["run", "a.flow", "--batches", "2", "--set", "slide=null"], { cwd });
    assert.equal(status, 0);
    assert.match(stdout, /^1$/m);
  });

  it("is not shown where the option is secret", async () => {
    const cwd = project(`param user: string? = "me"
secret password = env("PASSWORD")

extern sink vault(user: string? = null, password: secret?): string
  requires user != null || password == null
  from "./vault.ts"

agent a1 {
  lines("in.txt") -> memory() -> vault(user: user, password: password)
}
`);
    writeFileSync(join(cwd, "in.txt"), "a\n");
    writeFileSync(
      join(cwd, "vault.ts"),
      `import type { Secret, Sink } from "sluice/runtime";
export function vault(_options: { user: string | null; password: Secret | null }): Sink<string> {
  return { batchSize: 1, open: async () => {}, write: async () => {}, close: async () => {} };
}
`,
    );
    const env = { ...process.env, PASSWORD: "abc123" };
    const { status, stderr } = await sluice(["run", "a.flow", "--set", "user=null"], { cwd, env });
    assert.equal(status, 2, stderr);
    assert.match(
      stderr,
      /`vault` requires `user != null \|\| password == null`; here `user` is null, `password` is a secret/,
    );
    assert.doesNotMatch(stderr, /abc123/);
  });
});
