import assert from "node:assert/strict";
import { Counters } from "../../../runtime/engine/counters.ts";
import { Figures } from "../../../runtime/engine/figures.ts";
import type { Metered, MeteredPart } from "../../../runtime/program/metered.ts";
import { prometheusText } from "../../../runtime/program/prometheus.ts";
import { seriesOf } from "../../../runtime/program/series.ts";
import { ProcessWatch } from "../../../runtime/system/process-figures.ts";
import { idleProgram } from "../../support/metered.ts";

const part = (id: string, kind: MeteredPart["kind"], type: string): MeteredPart => ({
  id,
  kind,
  type,
  place: "a.flow:1:1",
});
const parts = [
  part("a.r", "source", 'x"y\\z'),
  part("a.g", "sink", "failover"),
  { ...part("a.c", "channel", "memory"), counts: { spilled: "What \\ went to disk." } },
];

describe("metrics as Prometheus reads them", () => {
  const counters = new Counters();
  for (const counter of ["accepted", "channelFull", "optional.c2.lost"]) counters.count("a.r", counter, 2);
  counters.count("a.g", "k1.failed", 3);
  counters.count("elsewhere", "odd");
  const figures = new Figures();
  const byPartition = () => new Map([[3, 7]]);
  figures.add({ component: "a.r", name: "lagRecords", help: "Lag.", by: "partition", read: byPartition });
  figures.add({
    component: "s",
    of: "state",
    name: "keys",
    help: "Keys.",
    by: "name",
    read: () => new Map([["x", 2]]),
  });
  figures.add({ component: "a.c", name: "oldestSeconds", help: "Age.", read: () => Number.NaN });
  figures.add({ component: "a.c", name: "workSeconds", help: "Work.", isSum: true, read: () => 1.5 });
  const metered: Metered = {
    ...idleProgram(),
    agents: [{ name: "a", channels: { c: { size: 3, capacity: 10 } } }],
    counters,
    figures,
  };
  const lines = prometheusText(seriesOf(metered, parts, new ProcessWatch().read())).split("\n");

  it("have their part's id, type and place, escaped, and the name of another part as a label", () => {
    for (const line of [
      'sluice_source_accepted_total{id="a.r",type="x\\"y\\\\z",place="a.flow:1:1"} 2',
      'sluice_source_channel_full_total{id="a.r",type="x\\"y\\\\z",place="a.flow:1:1"} 2',
      'sluice_source_optional_lost_total{id="a.r",type="x\\"y\\\\z",place="a.flow:1:1",of="c2"} 2',
      'sluice_sink_member_failed_total{id="a.g",type="failover",place="a.flow:1:1",of="k1"} 3',
      'sluice_channel_events{id="a.c",type="memory",place="a.flow:1:1"} 3',
      'sluice_program_odd_total{id="elsewhere",type="",place=""} 1',
      'sluice_source_lag_records{id="a.r",type="x\\"y\\\\z",place="a.flow:1:1",partition="3"} 7',
      'sluice_state_keys{id="s",type="",place="",name="x"} 2',
      'sluice_channel_work_seconds_total{id="a.c",type="memory",place="a.flow:1:1"} 1.5',
      "# HELP sluice_channel_spilled_total What \\\\ went to disk.",
    ]) {
      assert.ok(lines.includes(line), `${line}\n${lines.join("\n")}`);
    }
  });

  it("are left out as long as nobody knows them", () => {
    assert.deepEqual(
      lines.filter((line) => line.includes("oldest")),
      [],
    );
  });

  it("begin at 0, so that rates do", () => {
    assert.ok(lines.includes('sluice_channel_spilled_total{id="a.c",type="memory",place="a.flow:1:1"} 0'));
    assert.ok(lines.includes('sluice_sink_written_total{id="a.g",type="failover",place="a.flow:1:1"} 0'));
  });

  it("stand together by name, once, with a type and a help", () => {
    const names = lines.flatMap((line) => (/^[a-z]/.test(line) ? [/^\w+/.exec(line)![0]] : []));
    const runs = names.filter((name, index) => name !== names[index - 1]);
    assert.deepEqual(runs, [...new Set(names)]);
    for (const name of runs) {
      assert.equal(lines.filter((line) => line.startsWith(`# TYPE ${name} `)).length, 1, name);
      assert.equal(lines.filter((line) => line.startsWith(`# HELP ${name} `)).length, 1, name);
    }
  });
});
