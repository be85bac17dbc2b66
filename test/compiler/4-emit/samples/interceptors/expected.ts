import { agent, run, t } from "sluice/runtime";
import { exec } from "sluice/stdlib/exec/exec";
import { hdfsOnDisk } from "sluice/stdlib/hdfs/hdfs";
import { static as staticStep } from "sluice/stdlib/interceptors/static";
import { timestamp } from "sluice/stdlib/interceptors/timestamp";
import { memory } from "sluice/stdlib/memory/memory";

const whTimestamp = timestamp<string>({});

const whStatic = staticStep<string>({ key: "datacentre", value: "Brno" });

export const wh = agent({
  name: "wh",
  place: "input.flow:1:7",
  sources: {
    ws: exec({ command: "tail -F /var/log/messages" }, { name: "wh.ws", place: "input.flow:2:10", element: t.string }),
  },
  channels: {
    mem: memory<string>({}, { name: "wh.mem", place: "input.flow:3:11", element: t.string }),
  },
  sinks: {
    hdfs: hdfsOnDisk<string>(
      { path: "file:///tmp/%Y" },
      { name: "wh.hdfs", place: "input.flow:5:95", element: t.string },
    ),
  },
  flows: [
    {
      from: "ws",
      to: ["mem"],
      optional: [],
      rejects: [],
      place: "input.flow:5:88",
      pass(events, to, wire) {
        for (const event of events) {
          const afterTimestamp = whTimestamp(event, wire);
          if (afterTimestamp === null) continue;
          const afterStatic = whStatic(afterTimestamp, wire);
          if (afterStatic === null) continue;
          if (afterStatic.body === "") continue;
          to.mem.push(afterStatic);
        }
      },
    },
    { from: "mem", to: ["hdfs"], optional: [], rejects: [], place: "input.flow:5:95" },
  ],
});

await run({ file: "input.flow", agents: [wh] }, process.argv.slice(2));
