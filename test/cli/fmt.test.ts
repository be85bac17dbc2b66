import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const crammed = "agent a1{netcat(port:44444)->memory()->logger()}";
const laidOut = "agent a1 {\n  netcat(port: 44444) -> memory() -> logger()\n}\n";

describe("sluice fmt", () => {
  const folder = tempFolders();

  function project(text: string): string {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), text);
    return cwd;
  }

  it("writes a file anew and names it, and is done when there is nothing to do", async () => {
    const cwd = project(crammed);
    const first = await sluice(["fmt", "a.flow"], { cwd });
    assert.deepEqual([first.status, first.stdout, first.stderr], [0, "a.flow\n", ""]);
    assert.equal(readFileSync(join(cwd, "a.flow"), "utf8"), laidOut);
    assert.equal((await sluice(["fmt", "a.flow"], { cwd })).stdout, "");
  });

  it("changes nothing with --check, and ends with 1 where it would", async () => {
    const cwd = project(crammed);
    const { status, stdout } = await sluice(["fmt", "--check", "a.flow"], { cwd });
    assert.deepEqual([status, stdout], [1, "a.flow\n"]);
    assert.equal(readFileSync(join(cwd, "a.flow"), "utf8"), crammed);
  });

  it("lays out standard input", async () => {
    assert.equal((await sluice(["fmt", "-"], { input: crammed })).stdout, laidOut);
    assert.equal((await sluice(["fmt", "--check", "-"], { input: crammed })).status, 1);
    assert.equal((await sluice(["fmt", "--check", "-"], { input: laidOut })).status, 0);
  });

  it("leaves a file alone that does not parse, and says why", async () => {
    const cwd = project("agent a1 {");
    const { status, stdout, stderr } = await sluice(["fmt", "a.flow"], { cwd });
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /--> a\.flow:1:/);
    assert.equal(readFileSync(join(cwd, "a.flow"), "utf8"), "agent a1 {");
    assert.match((await sluice(["fmt", "-"], { input: "agent {" })).stderr, /--> <stdin>:1:/);
  });

  it("has nothing to change in the standard library, the samples and the benchmarks", async () => {
    const files = ["stdlib", "samples", "bench/programs"].flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".flow"))
        .map((file) => join(root, name, file)),
    );
    const { status, stdout } = await sluice(["fmt", "--check", ...files]);
    assert.deepEqual([status, stdout], [0, ""]);
  });
});
