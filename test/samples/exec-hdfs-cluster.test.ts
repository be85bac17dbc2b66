import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverSuite } from "../servers/server-suite.ts";
import { eventually } from "../support/eventually.ts";
import { root, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { clusterCommands, sluiceArguments } from "./readme-commands.ts";

serverSuite("hdfs", "sample exec-hdfs on a real cluster", (server) => {
  const folder = tempFolders();

  it("has every line in a rolled file, also when the data node goes away and comes back", async function () {
    this.timeout(240_000);
    const cwd = folder();
    const log = join(cwd, "access.log");
    const address = server().webhdfs.replace("http://", "");
    const commands = clusterCommands("exec-hdfs", { "localhost:9870": address, "samples/": join(root, "samples/") });
    const lines = Array.from({ length: 2500 }, (_, n) => `line ${n}`);
    const append = (from: number, to: number) =>
      appendFileSync(
        log,
        lines
          .slice(from, to)
          .map((line) => `${line}\n`)
          .join(""),
      );

    writeFileSync(log, "");
    append(0, 5);
    // After a data node was killed HDFS takes up to a minute to give the lease of a file back, which closing waits for.
    const program = startSluice([...sluiceArguments(commands, "run"), "--drain-timeout", "4m"], { cwd });
    try {
      await eventually("the first lines are written", async () => (await written()).length === 5, 60_000);
      append(5, 1200);
      await eventually("the first file is full", async () => (await written()).length === 1200, 60_000);

      await server().killDataNode();
      append(1200, 2000);
      await eventually(
        "the trouble is told",
        () => /wh\.hd/.test(program.stderr().replace(/^.* INFO .*$/gm, "")),
        60_000,
      );
      await server().startDataNode();
      append(2000, 2500);
      await eventually("everything is written", async () => (await written()).length >= lines.length, 120_000);
    } finally {
      await server().ensureRunning();
    }
    const { status, stderr } = await program.stop("SIGINT");
    assert.equal(status, 0, stderr);
    const names = await files();
    for (const name of names) assert.match(name, /^\d{4}-\d\d-\d\d\/flumedemo\.\d+\.txt$/, "no file is left in use");
    const texts: string[] = [];
    for (const name of names) texts.push(String(await server().read(`/user/flume_demo/${name}`)));
    assert.equal(texts.join(""), lines.map((line) => `${line}\n`).join(""), "each line once, and in order");
  });

  async function files(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const day of await list("/user/flume_demo")) {
      for (const name of await list(`/user/flume_demo/${day}`)) found.push(`${day}/${name}`);
    }
    return found;
  }

  async function list(path: string): Promise<readonly string[]> {
    try {
      return (await server().list(path)).map((entry) => entry.name);
    } catch {
      // Not there yet.
      return [];
    }
  }

  /** All lines of all files, those in use among them. */
  async function written(): Promise<readonly string[]> {
    const texts: string[] = [];
    for (const name of await files()) {
      try {
        texts.push((await server().read(`/user/flume_demo/${name}`)).toString());
      } catch {
        // Renamed in between, or its blocks are away with the data node.
      }
    }
    return texts.flatMap((text) => text.split("\n").slice(0, -1));
  }
});
