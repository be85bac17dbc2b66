import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { LockedError, lock } from "../../../runtime/system/directory-lock.ts";
import { tempFolders } from "../../support/temp-folder.ts";

describe("the lock of a directory", () => {
  const folder = tempFolders();

  it("is held by one at a time, and leaves nothing behind", async () => {
    const file = join(folder(), "deep", "lock");
    const first = await lock(file);
    await assert.rejects(lock(file), LockedError);
    await first.release();
    const second = await lock(file);
    await second.release();
    assert.deepEqual(readdirSync(join(file, "..")), []);
  });

  it("is given to exactly one of many who find it left by a process that is gone", async () => {
    // One round in twenty went wrong where a lock that was judged, and had changed hands since, was moved away.
    for (let round = 0; round < 60; round++) {
      const file = join(folder(), "lock");
      writeFileSync(file, JSON.stringify({ host: hostname(), pid: process.pid, started: "1" }));
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lock(file)));
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
      assert.deepEqual(readdirSync(join(file, "..")), ["lock"]);
    }
  });

  it("is not taken from a process on another machine, and says what to do", async () => {
    const file = join(folder(), "lock");
    writeFileSync(file, JSON.stringify({ host: "elsewhere", pid: 1, started: "1" }));
    await assert.rejects(lock(file), /in use by process 1 on elsewhere; .* delete .*lock$/);
  });

  it("is taken over from a process that has ended, and not from one that runs", async () => {
    const file = join(folder(), "lock");
    const child = spawn("sleep", ["60"]);
    // Where there is no /proc nothing but its number can tell a process.
    const stat = `/proc/${child.pid}/stat`;
    const started = existsSync(stat)
      ? readFileSync(stat, "utf8")
          .replace(/^.*\) /, "")
          .split(" ")[19]
      : "";
    writeFileSync(file, JSON.stringify({ host: hostname(), pid: child.pid, started }));
    await assert.rejects(lock(file), LockedError);
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    await (await lock(file)).release();
  });
});
