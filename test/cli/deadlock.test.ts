import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** A source and a sink that wait for what cannot come, where they are asked to. */
const WAITING = `import type { Sink, Source } from "sluice/runtime";

const never = () => new Promise<void>(() => {});

export function waits(_options: object, _declared: object): Source<string> {
  return { open: async () => {}, run: never, close: async () => {} };
}

export function opens(_options: object, _declared: object): Sink<string> {
  return { batchSize: 1, open: never, write: async () => {}, close: async () => {} };
}
`;

describe("a program that waits for what cannot come", () => {
  const folder = tempFolders();

  async function run(agents: string) {
    const cwd = folder();
    writeFileSync(join(cwd, "waiting.ts"), WAITING);
    writeFileSync(join(cwd, "in.txt"), "a\n");
    const externs = `extern source waits(): string
  from "./waiting.ts"

extern sink opens(): string
  from "./waiting.ts"
`;
    writeFileSync(join(cwd, "a.flow"), `${externs}\n${agents}`);
    return { cwd, ...(await sluice(["run", "a.flow", "--drain-timeout", "1s"], { cwd })) };
  }

  it("says which part has not opened, and ends", async () => {
    const { status, stderr } = await run('agent a1 { lines("in.txt") -> memory() -> opens() }\n');
    assert.equal(status, 1, stderr);
    assert.match(
      stderr,
      /ERROR a1\.opens has not opened, and nothing is left that it could wait for; the program ends/,
    );
  });

  it("says which part has not finished, and drains: what came in is delivered", async () => {
    const { cwd, status, stderr } = await run(`agent a1 { waits() -> memory() -> discard() }

agent a2 { lines("in.txt") -> memory() -> files("out") }
`);
    assert.equal(status, 1, stderr);
    assert.match(
      stderr,
      /ERROR a1\.waits has not finished, and nothing is left that it could wait for; the program drains/,
    );
    assert.match(stderr, /INFO a\.flow ended/);
    const out = readdirSync(join(cwd, "out")).map((name) => readFileSync(join(cwd, "out", name), "utf8"));
    assert.deepEqual(out, ["a\n"]);
  });
});
