import assert from "node:assert/strict";
import { readPrometheus } from "../../../cli/inspect/top/read-prometheus.ts";
import { tableOf } from "../../../cli/inspect/top/table.ts";
import { rowsBetween } from "../../../runtime/program/inspect/rows.ts";

const text = (accepted: number, failed: number) => `# HELP sluice_source_accepted_total x
# TYPE sluice_source_accepted_total counter
sluice_source_accepted_total{id="a.r",type="net\\"cat\\u001b",place="a.flow:1:1"} ${accepted}
sluice_channel_in_total{id="a.c",type="memory",place="p"} ${accepted}
sluice_channel_events{id="a.c",type="memory",place="p"} 75
sluice_channel_capacity_events{id="a.c",type="memory",place="p"} 100
sluice_channel_oldest_seconds{id="a.c",type="memory",place="p"} 4.25
sluice_sink_written_total{id="a.k",type="hdfs",place="p"} 0
sluice_sink_failed_total{id="a.k",type="hdfs",place="p"} ${failed}
sluice_source_lag_records{id="s.t",type="topic",place="p",partition="0"} 3
sluice_source_lag_records{id="s.t",type="topic",place="p",partition="1"} 4
sluice_heap_used_bytes 12
`;

describe("the rows of sluice top", () => {
  const before = { time: 1000, series: readPrometheus(text(100, 1)) };
  const rows = rowsBetween(before, { time: 3000, series: readPrometheus(text(20_100, 3)) });

  it("are rates between two looks, with fill, age, lag and errors", () => {
    assert.deepEqual(
      tableOf(rows, "program", "").map((line) => line.replace(/ {2,}/g, "  ")),
      [
        "id  type  in/s  out/s  fill  behind  lag  errors",
        'a.r  net"catu001b  10 k',
        "a.c  memory  10 k  75%  4.3 s",
        "a.k  hdfs  0  3 (+2)",
        "s.t  topic  7",
      ],
    );
  });

  it("are sorted by what is asked for, and filtered", () => {
    const ids = (lines: string[]) => lines.slice(1).map((line) => line.split(" ", 1)[0]);
    assert.deepEqual(ids(tableOf(rows, "errors", "")), ["a.k", "a.r", "a.c", "s.t"]);
    assert.deepEqual(ids(tableOf(rows, "behind", "")), ["s.t", "a.c", "a.r", "a.k"]);
    assert.deepEqual(ids(tableOf(rows, "rate", "a.")).slice(0, 2), ["a.r", "a.c"]);
  });

  it("begin again with a program that was started again", () => {
    const again = rowsBetween(
      { time: 0, series: readPrometheus(text(100, 5)) },
      { time: 1000, series: readPrometheus(text(10, 0)) },
    );
    assert.equal(again[0]?.out, 0);
    assert.equal(again[2]?.newErrors, 0);
  });
});
