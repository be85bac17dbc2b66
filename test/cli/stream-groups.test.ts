import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const BROKEN = `import type { Sink } from "sluice/runtime";
export function broken(_options: object): Sink<string> {
  return {
    batchSize: 100,
    async open() {},
    async write() {
      throw new Error("it is broken");
    },
    async close() {},
  };
}
`;

const DECLARED = 'extern sink broken(): string delivers confirmed batches 100 from "./broken.ts"';

describe("a group of sinks in a stream", () => {
  const folder = tempFolders();

  function program(text: string): string {
    const cwd = folder();
    writeFileSync(join(cwd, "broken.ts"), BROKEN);
    writeFileSync(join(cwd, "in"), Array.from({ length: 200 }, (_, index) => `line ${index}\n`).join(""));
    writeFileSync(join(cwd, "a.flow"), `${DECLARED}\n\n${text}`);
    return cwd;
  }

  const textIn = (directory: string) =>
    readdirSync(directory)
      .map((name) => readFileSync(join(directory, name), "utf8"))
      .join("");

  it("writes to the first that works, a topic among them", async () => {
    const cwd = program(`topic spare: string = embedded()

stream s every 100ms {
  let all = lines("in")

  all -> failover(broken(), files("out"))
  all.filter(line => line.endsWith("7")) -> failover(broken(), spare)
}
`);
    const { status, stderr } = await sluice(["run", "a.flow"], { cwd });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /s\.failover it is broken sink=broken penalty=2000ms/);
    assert.equal(textIn(join(cwd, "out")), readFileSync(join(cwd, "in"), "utf8"));
    const consumed = await sluice(["consume", "a.flow", "spare", "--from-beginning", "--timeout", "2s"], { cwd });
    assert.equal(consumed.stdout.split("\n").length, 21);
    const explained = await sluice(["explain", "a.flow"], { cwd });
    assert.match(explained.stdout, /all -> batch -> failover\(broken, files\)\n/);
    assert.match(explained.stdout, /failover {3}string {2}failover of broken, files\n/);
  });

  it("shares the work", async () => {
    const cwd = program(`stream s every 50ms {
  generate(rate: 200, count: 100) -> loadBalance(files("one"), files("two"))
}
`);
    const { status, stderr } = await sluice(["run", "a.flow"], { cwd });
    assert.equal(status, 0, stderr);
    const found = [textIn(join(cwd, "one")), textIn(join(cwd, "two"))];
    assert.ok(
      found.every((text) => text.length > 0),
      found.map((text) => text.length).join(),
    );
    assert.equal(found.join("").split("\n").length, 101);
  });

  it("is one sink to a test of an agent, too", async () => {
    const cwd = program(`agent a1 {
  source  r1    = netcat(port: 44444)
  channel c1    = memory()
  sink    spare = files("out")
  sink    both  = failover(broken(), spare)

  r1 -> c1 -> both
}

test "goes to the group" {
  given a1.r1 = ["a", "b"]
  expect a1.both == ["a", "b"]
  expect a1.spare == []
}
`);
    const { status, stdout, stderr } = await sluice(["test", "a.flow"], { cwd });
    assert.equal(status, 0, stdout + stderr);
  });

  it("is one sink to a test", async () => {
    const cwd = program(`stream s every 1s {
  let all   = lines("in")
  let shown = all.map(line => line + "!")

  shown -> failover(broken(), files("out"))
}

test "goes to the group" {
  given s.all = [["a"], ["b"]]
  expect s.shown == [["a!"], ["b!"]]
}
`);
    const { status, stdout, stderr } = await sluice(["test", "a.flow"], { cwd });
    assert.equal(status, 0, stdout + stderr);
  });
});
