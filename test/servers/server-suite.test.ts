import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

describe("a suite whose server cannot be had", function () {
  this.timeout(60_000);

  it("is skipped by name with the reason", async () => {
    const { status, output } = await runFixture({ JAVA_HOME: "/nowhere" });
    assert.equal(status, 0, output);
    assert.match(output, /1 pending/);
    assert.match(
      output,
      /1 server suite skipped:\n\s+a suite that needs Kafka: no Java: "\/nowhere\/bin\/java -version"/,
    );
  });

  it("fails in continuous integration", async () => {
    const { status, output } = await runFixture({ JAVA_HOME: "/nowhere", CI: "true" });
    assert.equal(status, 1, output);
    assert.match(output, /no Java: .*install a JDK 17 or newer/);
  });

  it("is skipped where the jars cannot be downloaded", async () => {
    const cache = await mkdtemp(join(tmpdir(), "sluice-no-jars-"));
    try {
      // A proxy that refuses every connection and an empty repository: Maven without a network.
      const offline = `-Dmaven.repo.local=${cache}/jars -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=9`;
      const { output } = await runFixture({ XDG_CACHE_HOME: cache, MAVEN_OPTS: offline });
      // Where there is no Java or Maven at all, that is the reason.
      assert.match(
        output,
        /a suite that needs Kafka: (no Java|no Maven|the jars of .* could not be downloaded: mvn says)/,
      );
    } finally {
      await rm(cache, { recursive: true });
    }
  });
});

/** Runs the suite of fixtures/needs-kafka.ts in a mocha of its own, outside of continuous integration unless told. */
async function runFixture(environment: Record<string, string>): Promise<{ status: number | null; output: string }> {
  const root = join(import.meta.dirname, "../..");
  const settings = Object.entries({ CI: "", ...environment }).map(([key, value]) => `${key}=${value}`);
  const mocha = [join(root, "node_modules/mocha/bin/mocha.js"), "--no-config", "--node-option", "import=tsx"];
  const fixture = join(import.meta.dirname, "fixtures/needs-kafka.ts");
  const { status, stdout, stderr } = await runProgram("env", [...settings, process.execPath, ...mocha, fixture], {
    timeout: 50_000,
  });
  return { status, output: stdout + stderr };
}
