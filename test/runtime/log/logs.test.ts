import assert from "node:assert/strict";
import { createLogs } from "../../../runtime/log/logs.ts";
import { manualClock } from "../../support/manual-clock.ts";

describe("logs", () => {
  function capture(format: "text" | "json") {
    const lines: string[] = [];
    const time = new Date(2026, 0, 2, 3, 4, 5, 6).getTime();
    const clock = manualClock(time);
    const logs = createLogs(format, clock, (line) => lines.push(line));
    return { lines, logs, clock, log: logs.named("a1.r1") };
  }

  it("are one line an entry, with fields that can be told apart", () => {
    const { lines, log } = capture("text");
    log.info("listens", { port: 44444, bind: "0.0.0.0", note: "two words", empty: "", list: [1] });
    log.error("first\nsecond\u001b[31m", { body: "\u001b]0;title\u0007", other: "two\u009bwords 7" });
    assert.deepEqual(lines, [
      '03:04:05.006 INFO a1.r1 listens port=44444 bind=0.0.0.0 note="two words" empty="" list=[1]',
      '03:04:05.006 ERROR a1.r1 first\\u000asecond\\u001b[31m body=\\u001b]0;title\\u0007 other="two\\u009bwords 7"',
    ]);
  });

  it("keeps what every line has from fields of the same name", () => {
    const { lines, log } = capture("json");
    log.info("counted", { level: 3, message: 7, other: 1 });
    const { level, message, other, level_, message_ } = JSON.parse(lines[0]!);
    assert.deepEqual([level, message, other, level_, message_], ["info", "counted", 1, 3, 7]);
  });

  it("are JSON where that is asked for", () => {
    const { lines, log } = capture("json");
    log.warn("late", { by: "3s" });
    assert.deepEqual(JSON.parse(lines[0]!), {
      time: new Date(2026, 0, 2, 3, 4, 5, 6).toISOString(),
      level: "warn",
      component: "a1.r1",
      message: "late",
      by: "3s",
    });
  });

  it("tell a cause once, and at the end how often it came", () => {
    const { lines, logs, log } = capture("text");
    for (let time = 0; time < 3; time++) log.once("too long", "line too long", { limit: 512 });
    log.once("other", "something else");
    logs.named("a1.r2").once("too long", "line too long");
    logs.summarise();
    assert.deepEqual(
      lines.map((line) => line.slice(13)),
      [
        "WARN a1.r1 line too long limit=512",
        "WARN a1.r1 something else",
        "WARN a1.r2 line too long",
        "WARN a1.r1 line too long times=3",
      ],
    );
  });

  it("tell the first messages of a cause that differ, and how often it came instead of all others", () => {
    const { lines, logs, log } = capture("text");
    for (let value = 0; value < 1000; value++) log.once("wrong", `${value} is wrong`, { value });
    logs.summarise();
    const told = Array.from({ length: 10 }, (_, value) => `WARN a1.r1 ${value} is wrong value=${value}`);
    assert.deepEqual(
      lines.map((line) => line.slice(13)),
      [...told, "WARN a1.r1 0 is wrong times=1000"],
    );
  });

  it("tell no more for ever new causes", () => {
    const { lines, logs, log } = capture("text");
    for (let cause = 0; cause < 20_000; cause++) log.once(`c${cause}`, `cause ${cause}`);
    assert.equal(lines.length, 10_010);
    logs.summarise();
    assert.match(lines.at(-1)!, /WARN a1\.r1 cause 10000 times=10000$/);
  });

  it("tell a cause again, with how often it came, at intervals that grow", async () => {
    const { lines, logs, log, clock } = capture("text");
    for (let minute = 0; minute < 10; minute++) {
      log.once("too long", "line too long");
      await clock.advance(60_000);
    }
    logs.summarise();
    assert.deepEqual(
      lines.map((line) => line.slice(3)),
      [
        "04:05.006 WARN a1.r1 line too long",
        "05:05.006 WARN a1.r1 line too long times=2",
        "07:05.006 WARN a1.r1 line too long times=4",
        "11:05.006 WARN a1.r1 line too long times=8",
        "14:05.006 WARN a1.r1 line too long times=10",
      ],
    );
  });
});
