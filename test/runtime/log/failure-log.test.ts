import assert from "node:assert/strict";
import { FailureLog } from "../../../runtime/log/failure-log.ts";
import { createLogs } from "../../../runtime/log/logs.ts";
import { manualClock } from "../../support/manual-clock.ts";

describe("a log of failures", () => {
  function start(waiting?: () => number) {
    const clock = manualClock();
    const lines: string[] = [];
    const log = createLogs("text", clock, (line) => lines.push(line.slice(13))).named("a.k");
    return { clock, lines, failing: new FailureLog({ log, clock }, waiting) };
  }

  it("tells the first failure at once, and a long row of them at intervals that grow to ten minutes", async () => {
    const { clock, failing } = start();
    const told: number[] = [];
    const log = createLogs("text", clock, () => told.push(clock.now() / 1000)).named("a.k");
    const other = new FailureLog({ log, clock });
    for (let second = 0; second <= 3600; second += 5) {
      other.failed("refused", {});
      await clock.advance(5000);
    }
    assert.deepEqual(told, [0, 10, 30, 70, 150, 310, 630, 1230, 1830, 2430, 3030]);
    assert.equal(other.tries, 721);
    assert.equal(failing.tries, 0);
  });

  it("tells a failure once whose file has another name at each try, and again when its host is another", () => {
    const { lines, failing } = start();
    const of = (name: string, node: string) =>
      `hdfs://nn/logs/a.${name}.tmp: CREATE: ${node}:9864: getaddrinfo ENOTFOUND`;
    failing.failed(of("1795959525538", "dn1"), {});
    failing.failed(of("1795959531044", "dn1"), {});
    failing.failed(of("2f8de4d2-c824-4c29-a359-5089941e6dbe", "dn1"), {});
    failing.failed(of("1795959540000", "dn2"), {});
    assert.equal(lines.length, 2);
  });

  it("says for how long, how often it was tried and how much waits, and once that it has recovered", async () => {
    let waiting = 3;
    const { clock, lines, failing } = start(() => waiting);
    for (let time = 0; time < 3; time++) {
      failing.failed("refused", { place: "a.flow:1:1" });
      await clock.advance(5000);
      waiting += 1;
    }
    failing.succeeded();
    failing.succeeded();
    assert.deepEqual(lines, [
      "WARN a.k refused place=a.flow:1:1",
      "WARN a.k refused place=a.flow:1:1 failing=10s tries=3 waiting=5",
      "INFO a.k recovered after 3 failed attempts failing=15s",
    ]);
  });

  it("tells a new message at once, but not messages that differ without end", async () => {
    const { lines, failing } = start();
    failing.failed("refused", {});
    failing.failed("no route", {});
    assert.deepEqual(lines, ["WARN a.k refused", "WARN a.k no route failing=0ms tries=2"]);
    for (let id = 0; id < 100; id++) failing.failed(`request ${id}`, {});
    assert.equal(lines.length, 10);
  });

  it("stays within its intervals for what fails and recovers by turns", async () => {
    const { clock, lines, failing } = start();
    for (let second = 0; second < 60; second++) {
      failing.failed("refused", {});
      failing.succeeded();
      await clock.advance(1000);
    }
    assert.equal(lines.length, 6, "three times a failure and its end");
    await clock.advance(60_000);
    failing.failed("refused", {});
    assert.equal(lines.length, 7, "after a calm time it is a first failure again");
  });
});
