import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isRunning } from "./run-directory.ts";
import { serverSuite } from "./server-suite.ts";
import { until } from "./until.ts";

serverSuite("kafka", "npm run servers -- kafka", () => {
  it("stops the broker and removes its data on Ctrl-C", async () => {
    const { main, processIds, log } = await startMain();
    main.kill("SIGINT");
    assert.deepEqual(await once(main, "exit"), [0, null]);
    assert.deepEqual(processIds.filter(isRunning), []);
    assert.equal((await readdir(dirname(log))).includes("data"), false);
  });

  it("leaves no broker behind when it is killed itself", async () => {
    const { main, processIds } = await startMain();
    main.kill("SIGKILL");
    await until("the broker is gone", async () => assert.deepEqual(processIds.filter(isRunning), []), {
      timeout: 10_000,
    });
  });
});

describe("npm run servers", () => {
  it("refuses a server that it does not know", async () => {
    const main = runMain(["kafak"]);
    assert.deepEqual(await once(main, "exit"), [2, null]);
  });
});

/** Starts `npm run servers -- kafka` without npm and reads what it says about its broker. */
async function startMain(): Promise<{ main: ChildProcess; processIds: number[]; log: string }> {
  const main = runMain(["kafka"]);
  let output = "";
  main.stdout?.on("data", (text) => {
    output += text;
  });
  const [, log = "", processes = ""] = await until(
    "the broker of its own starts",
    async () => {
      const found = /log (.*), processes ([\d ]+)\n/.exec(output);
      assert.ok(found, output);
      return found;
    },
    { timeout: 50_000 },
  );
  const processIds = processes.split(" ").map(Number);
  assert.deepEqual(processIds.filter(isRunning), processIds);
  return { main, processIds, log };
}

function runMain(args: readonly string[]): ChildProcess {
  const file = join(import.meta.dirname, "main.ts");
  return spawn(process.execPath, ["--import", "tsx", file, ...args], { stdio: ["ignore", "pipe", "ignore"] });
}
