import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { appendFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ExecOptions } from "../../stdlib/exec/exec.options.ts";
import { exec } from "../../stdlib/exec/exec.ts";
import { eventually } from "../support/eventually.ts";
import { manualClock } from "../support/manual-clock.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { declared, type OneAgent, type OneAgentOptions, startOneAgent } from "./support/one-agent.ts";

const sh = "/bin/sh -c";

describe("exec", () => {
  const running: OneAgent<string>[] = [];
  const tempFolder = tempFolders();

  afterEach(async () => {
    for (const one of running.splice(0)) await one.drain();
  });

  async function execute(options: ExecOptions, agentOptions: OneAgentOptions<string> = {}) {
    const agent = await startOneAgent(exec(options, declared("r1")), agentOptions);
    running.push(agent);
    return agent;
  }

  it("delivers the lines of a command that ends, the last one without its newline too", async () => {
    const agent = await execute({ command: "printf 'a\\nb\\r\\n\\nlast'", shell: sh });
    assert.equal(await agent.ended, true);
    assert.deepEqual(agent.bodies(), ["a", "b", "", "last"]);
    assert.match(agent.logs.join("\n"), /INFO a1\.r1 the command ended with status 0/);
  });

  it("splits the command on blanks and asks no shell", async () => {
    const agent = await execute({ command: "  echo   $HOME  'a b'" });
    await agent.ended;
    assert.deepEqual(agent.bodies(), ["$HOME 'a b'"]);
  });

  it("follows a growing log, through its rotation, as tail -F does", async () => {
    const log = join(tempFolder(), "access.log");
    await writeFile(log, "1\n");
    const agent = await execute({ command: `tail -n +1 -F ${log}`, batchTimeout: 10 });
    await eventually("the first line", () => agent.bodies().length === 1);
    await appendFile(log, "2\n3\n");
    await eventually("three lines", () => agent.bodies().length === 3);
    await rename(log, `${log}.1`);
    await writeFile(log, "4\n");
    await eventually("the line after the rotation", () => agent.bodies().length === 4);
    assert.deepEqual(agent.bodies(), ["1", "2", "3", "4"]);
    assert.equal(await agent.drain(), true);
  });

  it("goes on with a batch that does not fill after the time out", async () => {
    const agent = await execute({ command: "echo one; sleep 60", shell: sh, batchTimeout: 20 });
    await eventually("the line", () => agent.bodies().length === 1);
  });

  it("keeps its batches to the size that is asked for", async () => {
    const sizes: number[] = [];
    const agent = await execute({ command: "seq 45", batchSize: 20 }, { onPut: (events) => sizes.push(events.length) });
    await agent.ended;
    assert.deepEqual(agent.bodies(), numbers(45));
    assert.deepEqual(sizes, [20, 20, 5]);
  });

  it("does not kill a command for a channel that is full, and loses nothing", async () => {
    let held = true;
    const onWrite = async () => void (await eventually("release", () => !held));
    const agent = await execute({ command: "seq 20000" }, { capacity: 10, keepAlive: 5, onWrite });
    await eventually("a full channel", () => agent.counted("channelFull") > 2);
    held = false;
    await agent.ended;
    assert.deepEqual(agent.bodies(), numbers(20_000));
  });

  it("goes on with the same lines after the channel has failed", async () => {
    let failures = 0;
    const agent = await execute(
      { command: "seq 3" },
      {
        onTake(events) {
          if (events.some(({ body }) => body === "2") && failures++ === 0) throw new Error("not now");
        },
      },
    );
    await agent.ended;
    assert.deepEqual(agent.bodies(), ["1", "2", "3"]);
    assert.equal(failures, 2);
  });

  it("stops the command and all that it started when the program drains", async () => {
    const agent = await execute({ command: "sleep 300 & echo $! $$; wait", shell: sh, batchTimeout: 10 });
    await eventually("the process ids", () => agent.bodies().length === 1);
    const ids = agent.bodies()[0]!.split(" ").map(Number);
    assert.equal(await agent.drain(), true);
    await eventually("no process left", () => ids.every((id) => !exists(id)));
  });

  it("kills a command that does not want to end", async () => {
    const clock = manualClock();
    const ready = join(tempFolder(), "ready");
    const agent = await execute(
      { command: `trap '' TERM; echo $$; touch ${ready}; while :; do sleep 1; done`, shell: sh },
      { clock },
    );
    await eventually("a running command", () => existsSync(ready));
    const drained = agent.drain();
    await eventually("the end", async () => {
      await clock.advance(1000);
      return agent.bodies().length === 1 && !exists(Number(agent.bodies()[0]));
    });
    assert.equal(await drained, true);
    assert.ok(clock.now() >= 5000);
  });

  it("delivers what was written before the drain, but no half of a line", async () => {
    const ready = join(tempFolder(), "ready");
    const command = `echo whole; printf half; touch ${ready}; sleep 300`;
    const agent = await execute({ command, shell: sh, batchTimeout: 60_000 });
    await eventually("a running command", () => existsSync(ready));
    await agent.drain();
    assert.deepEqual(agent.bodies(), ["whole"]);
    assert.equal(agent.counted("halfLines"), 1);
  });

  it("starts the command again when it is to", async () => {
    const agent = await execute({ command: "echo again", restart: true, restartThrottle: 5, batchTimeout: 5 });
    await eventually("three runs", () => agent.bodies().length >= 3);
    assert.deepEqual(new Set(agent.bodies()), new Set(["again"]));
  });

  it("logs what the command says on standard error unless it is not to", async () => {
    const quiet = await execute({ command: "echo oops >&2; echo out", shell: sh, logStdErr: false });
    await quiet.ended;
    assert.doesNotMatch(quiet.logs.join("\n"), /oops/);
    const told = await execute({ command: "echo oops >&2; echo out; exit 3", shell: sh });
    await told.ended;
    assert.match(told.logs.join("\n"), /the command says: oops/);
    assert.match(told.logs.join("\n"), /WARN a1\.r1 the command ended with status 3/);
    assert.deepEqual(told.bodies(), ["out"]);
  });

  it("logs so much of standard error that the log stays readable", async () => {
    const agent = await execute({ command: "seq 1 5000 >&2; head -c 5000 /dev/zero | tr '\\0' x >&2", shell: sh });
    await agent.ended;
    const said = agent.logs.filter((line) => line.includes("the command says"));
    assert.equal(said.length, 20);
    await eventually("the rest is told", () => agent.logs.some((line) => line.includes("standard error leftOut=4981")));
    const long = await execute({ command: "head -c 5000 /dev/zero | tr '\\0' x >&2", shell: sh });
    await long.ended;
    assert.ok(long.logs.every((line) => line.length < 1200));
  });

  it("passes arguments on as they are, without a shell", async () => {
    const args = ["%s\\n", "a b", "$HOME", "; echo no", "it's", "*"];
    const agent = await execute({ command: "printf", args });
    await agent.ended;
    assert.deepEqual(agent.bodies(), args.slice(1));
  });

  it("gives a shell its arguments beside the text that it runs", async () => {
    const args = ["$(echo no); echo no", "it's"];
    const agent = await execute({ command: 'printf "%s|%s|%s\\n" "$1" "$2" "$#"', shell: sh, args });
    await agent.ended;
    assert.deepEqual(agent.bodies(), [`${args[0]}|${args[1]}|2`]);
  });

  it("cuts a megabyte without a newline up, and counts it", async () => {
    const agent = await execute({ command: "head -c 1000000 /dev/zero", maxLineLength: 300_000 });
    await agent.ended;
    assert.deepEqual(
      agent.bodies().map((body) => body.length),
      [300_000, 300_000, 300_000, 100_000],
    );
    assert.equal(agent.counted("longLines"), 1);
  });

  it("reads another character encoding", async () => {
    const agent = await execute({ command: "printf '\\350\\n'", shell: sh, charset: "iso-8859-2" });
    await agent.ended;
    assert.deepEqual(agent.bodies(), ["č"]);
  });

  it("says so when there is no such command, or it may not be run", async () => {
    const missing = startOneAgent(exec({ command: "no-such-command -x" }, declared("r1")));
    await assert.rejects(missing, { name: "ComponentError", message: 'there is no command "no-such-command"' });
    const shellLine = startOneAgent(exec({ command: "no-such-command | wc" }, declared("r1")));
    await assert.rejects(shellLine, {
      message: 'there is no command "no-such-command"; what needs a shell needs shell: "/bin/sh -c"',
    });
    const file = join(tempFolder(), "data");
    await writeFile(file, "");
    await assert.rejects(startOneAgent(exec({ command: file }, declared("r1"))), {
      message: `there is no permission to run "${file}"`,
    });
  });
});

function numbers(last: number): string[] {
  return Array.from({ length: last }, (_, index) => String(index + 1));
}

function exists(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
