import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { TaildirOptions } from "../../stdlib/taildir/taildir.options.ts";
import { taildir } from "../../stdlib/taildir/taildir.ts";
import { eventually } from "../support/eventually.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { declared, type OneAgent, type OneAgentOptions, startOneAgent } from "./support/one-agent.ts";

describe("taildir", () => {
  const running: OneAgent<string>[] = [];
  let folder = "";

  beforeEach(() => {
    folder = tempFolder();
    mkdirSync(join(folder, "logs"));
  });

  afterEach(async () => {
    for (const one of running.splice(0)) await one.drain();
  });

  // Behind that: nobody writes positions any more when the folder is removed.
  const tempFolder = tempFolders();

  const at = (name: string) => join(folder, "logs", name);
  const put = (name: string, text: string) => appendFileSync(at(name), text);

  async function follow(options: Partial<TaildirOptions> = {}, agentOptions: OneAgentOptions<string> = {}) {
    const source = taildir({ files: [at("*.log")], pollDelay: 5, ...options }, declared("r1"));
    const agent = await startOneAgent(source, { dataDir: join(folder, "data"), ...agentOptions });
    running.push(agent);
    return agent;
  }

  const has = (agent: OneAgent<string>, bodies: readonly string[]) =>
    eventually(`the lines ${bodies}`, () => agent.bodies().length >= bodies.length).then(() =>
      assert.deepEqual(agent.bodies(), bodies),
    );

  it("reads files from their start and follows them", async () => {
    put("a.log", "1\n2\r\n");
    const agent = await follow();
    await has(agent, ["1", "2"]);
    put("a.log", "3\n");
    await has(agent, ["1", "2", "3"]);
    put("b.log", "new\n");
    await has(agent, ["1", "2", "3", "new"]);
    put("c.txt", "not mine\n");
    put("a.log", "4\n");
    await has(agent, ["1", "2", "3", "new", "4"]);
  });

  it("waits for the newline of a line that is being written", async () => {
    put("a.log", "whole\nhal");
    const agent = await follow();
    await has(agent, ["whole"]);
    put("a.log", "f\n");
    await has(agent, ["whole", "half"]);
  });

  it("goes on where it was when it is started again, with no line twice and none missing", async () => {
    put("a.log", "1\n2\n");
    const first = await follow();
    await has(first, ["1", "2"]);
    assert.equal(await first.drain(), true);
    put("a.log", "3\n");
    const second = await follow();
    await has(second, ["3"]);
  });

  it("repeats lines after a crash, but skips none", async () => {
    put("a.log", "");
    const positionFile = join(folder, "positions.json");
    const first = await follow({ positionFile });
    // As if the process had died before it wrote them again: what is on the disk now is what the next one finds.
    const left = readFileSync(positionFile, "utf8");
    put("a.log", "1\n2\n");
    await has(first, ["1", "2"]);
    await first.drain();
    writeFileSync(positionFile, left);
    put("a.log", "3\n");
    const second = await follow({ positionFile });
    await has(second, ["1", "2", "3"]);
  });

  it("follows a file through its rotation, to its end under the old name", async () => {
    put("a.log", "1\n");
    const agent = await follow({ files: [at("re:a\\.log(\\.\\d)?")] });
    await has(agent, ["1"]);
    renameSync(at("a.log"), at("a.log.1"));
    put("a.log.1", "2\n");
    await has(agent, ["1", "2"]);
    put("a.log", "3\n");
    await has(agent, ["1", "2", "3"]);
  });

  it("does not read a file again that was rotated while the program was down", async () => {
    put("a.log", "1\n");
    const files = [at("a.log*")];
    const first = await follow({ files });
    await has(first, ["1"]);
    await first.drain();
    put("a.log", "2\n");
    renameSync(at("a.log"), at("a.log.1"));
    put("a.log", "3\n");
    const second = await follow({ files });
    await has(second, ["2", "3"]);
  });

  it("reads an open file to its end after it was removed", async () => {
    let held = true;
    const onWrite = async () => void (await eventually("release", () => !held));
    put("a.log", Array.from({ length: 5000 }, (_, index) => `${index}\n`).join(""));
    const agent = await follow({ maxBatchCount: 1 }, { capacity: 100, onWrite });
    await eventually("the first lines", () => agent.counted("accepted") > 0);
    rmSync(at("a.log"));
    held = false;
    await eventually("all lines", () => agent.bodies().length === 5000);
  });

  it("reads a truncated file from its start", async () => {
    put("a.log", "a long first line\nand another\n");
    const agent = await follow();
    await has(agent, ["a long first line", "and another"]);
    truncateSync(at("a.log"));
    await eventually("the restart", () => agent.counted("restartedFiles") === 1);
    put("a.log", "x\n");
    await has(agent, ["a long first line", "and another", "x"]);
  });

  it("tells a new file from an old one by more than its inode and size", async () => {
    put("a.log", "old line\n");
    const first = await follow();
    await has(first, ["old line"]);
    await first.drain();
    // Truncated and written again beyond the old length: what copytruncate of logrotate comes to.
    const before = statSync(at("a.log")).ino;
    writeFileSync(at("a.log"), "a new line that is longer\n");
    assert.equal(statSync(at("a.log")).ino, before);
    const second = await follow();
    await has(second, ["a new line that is longer"]);
  });

  it("takes over the positions of Flume, with inodes beyond 2^53", async () => {
    put("a.log", "1\n2\n");
    const { ino } = statSync(at("a.log"), { bigint: true });
    const positionFile = join(folder, "taildir_position.json");
    const others = '{"inode":18446744073709551615,"pos":7,"file":"/gone"}';
    writeFileSync(positionFile, `[${others},{"inode":${ino},"pos":2,"file":"${at("a.log")}"}]`);
    const agent = await follow({ positionFile });
    await has(agent, ["2"]);
    await agent.drain();
    const [entry] = JSON.parse(readFileSync(positionFile, "utf8"));
    assert.deepEqual({ pos: entry.pos, file: entry.file }, { pos: 4, file: at("a.log") });
  });

  it("writes positions now and then while lines come", async () => {
    const positionFile = join(folder, "positions.json");
    put("a.log", "1\n");
    const agent = await follow({ positionFile, writePosInterval: 5 });
    await has(agent, ["1"]);
    await eventually("the position", () => /"pos":2,/.test(readFileSync(positionFile, "utf8")));
  });

  it("begins at the end where it is to, but reads what is made later from its start", async () => {
    put("a.log", "old\n");
    const agent = await follow({ skipToEnd: true });
    put("a.log", "new\n");
    put("b.log", "later\n");
    await eventually("two lines", () => agent.bodies().length === 2);
    assert.deepEqual([...agent.bodies()].sort(), ["later", "new"]);
  });

  it("gives each file its turn", async () => {
    put("a.log", "a\n".repeat(10_000));
    put("b.log", "b\n");
    const agent = await follow({ maxBatchCount: 2 });
    await eventually("all lines", () => agent.bodies().length === 10_001);
    assert.ok(agent.bodies().indexOf("b") <= 200);
  });

  it("adds the headers that are asked for", async () => {
    put("a.log", "žlutý\nkůň\n");
    const headers = new Map([["type", "web"]]);
    const agent = await follow({ headers, fileHeader: true, byteOffsetHeader: true });
    await has(agent, ["žlutý", "kůň"]);
    const file = at("a.log");
    assert.deepEqual(
      agent.events.map((event) => Object.fromEntries(event.headers)),
      [
        { type: "web", file, byteoffset: "0" },
        { type: "web", file, byteoffset: "8" },
      ],
    );
  });

  it("delivers a line that is too long in pieces, whole characters each", async () => {
    put("a.log", `${"ž".repeat(60)}\nshort\n`);
    const agent = await follow({ maxLineLength: 51 });
    await eventually("the short line", () => agent.bodies().includes("short"));
    assert.equal(agent.bodies().slice(0, -1).join(""), "ž".repeat(60));
    assert.ok(agent.counted("longLines") > 0);
  });

  it("holds a megabyte without a newline back no longer than its limit", async () => {
    put("a.log", "x".repeat(1_000_000));
    const agent = await follow({ maxLineLength: 300_000 });
    await eventually("three pieces", () => agent.bodies().length === 3);
    put("a.log", "\n");
    await eventually("the rest", () => agent.bodies().length === 4);
    assert.equal(agent.bodies().join("").length, 1_000_000);
  });

  it("closes files that stay idle, and goes on when they grow", async () => {
    put("a.log", "1\n");
    const agent = await follow({ idleTimeout: 1 });
    await has(agent, ["1"]);
    await eventually("a closed file", () => !openFiles().includes(at("a.log")));
    put("a.log", "2\n");
    await has(agent, ["1", "2"]);
  });

  it("delivers each line once over a channel that is full, and fails", async () => {
    let failures = 0;
    const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`);
    put("a.log", `${lines.join("\n")}\n`);
    const agent = await follow(
      {},
      {
        capacity: 50,
        keepAlive: 1,
        onWrite: () => new Promise((resolve) => setImmediate(resolve)),
        onTake(events) {
          if (events.some(({ body }) => body === "line 700") && failures++ === 0) throw new Error("not now");
        },
      },
    );
    await has(agent, lines);
  });

  it("says so when a directory is missing, a pattern is none, or the positions are damaged", async () => {
    const missing = join(folder, "none");
    await assert.rejects(follow({ files: [join(missing, "*.log")] }), {
      name: "ComponentError",
      message: `there is no directory ${missing}`,
    });
    await assert.rejects(follow({ files: [at("re:(")] }), /is not a valid file pattern/);
    const positionFile = join(folder, "positions.json");
    writeFileSync(positionFile, "[{]");
    await assert.rejects(follow({ positionFile }), /the position file .* is damaged .*read from their start/);
    writeFileSync(join(folder, "plain"), "");
    await assert.rejects(follow({ positionFile: join(folder, "plain", "positions.json") }), { name: "ComponentError" });
  });

  it("refuses a position file that another source has", async () => {
    const positionFile = join(folder, "positions.json");
    await follow({ positionFile });
    await assert.rejects(follow({ positionFile }), /is in use by process/);
  });
});

function openFiles(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}
