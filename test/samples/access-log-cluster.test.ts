import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverSuite } from "../servers/server-suite.ts";
import { eventually } from "../support/eventually.ts";
import { root, sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { clusterCommands, sluiceArguments } from "./readme-commands.ts";

serverSuite("kafka", "sample access-log on a real broker", (server) => {
  const folder = tempFolders();

  it("counts what comes through the topic, and loses no line when it is killed in the middle", async function () {
    this.timeout(300_000);
    const cwd = folder();
    const commands = clusterCommands("access-log", {
      "localhost:9092": server().brokers,
      "file:///tmp/trending": `file://${join(cwd, "trending")}`,
      "samples/": join(root, "samples/"),
    });
    const [sed = ""] = commands;
    execFileSync("bash", ["-c", sed], { cwd });
    const env = { KAFKA_BROKERS: server().brokers };
    const run = sluiceArguments(commands, "run");
    const log = join(cwd, "access.log");
    const paths = Array.from({ length: 2000 }, (_, n) => `/page/${n}`);

    writeFileSync(log, paths.slice(0, 1000).map(access).join(""));
    const first = startSluice(run, { cwd, env });
    await eventually(
      "the agent has begun to fill the topic",
      async () => (await recordsOf(cwd, commands)).length > 0,
      60_000,
    );
    appendFileSync(log, paths.slice(1000, 1500).map(access).join(""));
    await first.stop("SIGKILL");
    appendFileSync(log, paths.slice(1500).map(access).join(""));

    const second = startSluice(run, { cwd, env });
    await eventually("windowed counts are printed", () => /\('\/page\/\d+', \d+\)/.test(second.stdout()), 60_000);
    await eventually(
      "every line is in the topic",
      async () => new Set((await recordsOf(cwd, commands)).map((one) => one.path)).size === paths.length,
      60_000,
    );
    const stopped = await second.stop("SIGINT");
    assert.equal(stopped.status, 0, stopped.stderr);

    const records = await recordsOf(cwd, commands);
    assert.deepEqual([...new Set(records.map((one) => one.path))].sort(), [...paths].sort());
    for (const { key, ip } of records) assert.equal(key, ip, "the topic is keyed by address");
    const described = await sluice(sluiceArguments(commands, "topics describe"), { cwd });
    assert.match(described.stdout, /^accesses: 3 partitions$/m);
  });

  /** What `sluice consume` prints of the topic, from its beginning. */
  async function recordsOf(cwd: string, commands: readonly string[]) {
    const args = sluiceArguments(commands, "consume");
    const { status, stdout } = await sluice(args, { cwd });
    if (status !== 0) return [];
    return stdout
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [key = "", value = ""] = line.split("\t");
        const { ip, path } = JSON.parse(value) as { readonly ip: string; readonly path: string };
        return { key, ip, path };
      });
  }
});

function access(path: string, n: number): string {
  return `192.0.2.${n % 50} - - [01/Jan/2026:00:00:00 +0000] "GET ${path} HTTP/1.1" 200 512 "-" "test"\n`;
}
