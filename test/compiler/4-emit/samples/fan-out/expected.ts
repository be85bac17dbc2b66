import { agent, run, t } from "sluice/runtime";
import { discard } from "sluice/stdlib/discard/discard";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";

export const copy = agent({
  name: "copy",
  place: "input.flow:1:7",
  sources: {
    r: netcat({ port: 44444 }, { name: "copy.r", place: "input.flow:2:10", element: t.string }),
  },
  channels: {
    c1: memory<string>({}, { name: "copy.c1", place: "input.flow:3:11", element: t.string }),
    c2: memory<string>({}, { name: "copy.c2", place: "input.flow:4:11", element: t.string }),
    c3: memory<number>({}, { name: "copy.c3", place: "input.flow:5:11", element: t.int }),
  },
  sinks: {
    logger: logger<string>({}, { name: "copy.logger", place: "input.flow:9:9", element: t.string }),
    discard: discard<string>({}, { name: "copy.discard", place: "input.flow:10:9", element: t.string }),
    logger2: logger<string>({}, { name: "copy.logger2", place: "input.flow:11:42", element: t.string }),
  },
  flows: [
    {
      from: "r",
      to: ["c1", "c3"],
      optional: ["c2"],
      rejects: [],
      place: "input.flow:7:8",
      pass(events, to) {
        for (const e of events) {
          to.c1.push(e);
          to.c2.push(e);
          if (e.body === "") continue;
          to.c3.push({ body: e.body.length, headers: e.headers });
        }
      },
    },
    { from: "c1", to: ["logger"], optional: [], rejects: [], place: "input.flow:9:9" },
    { from: "c2", to: ["discard"], optional: [], rejects: [], place: "input.flow:10:9" },
    {
      from: "c3",
      to: ["logger2"],
      optional: [],
      rejects: [],
      place: "input.flow:11:42",
      pass(events, to) {
        for (const e of events) {
          to.logger2.push({ body: `${e.body} characters`, headers: e.headers });
        }
      },
    },
  ],
});

export const plain = agent({
  name: "plain",
  place: "input.flow:14:7",
  sources: {
    netcat: netcat({ port: 44445 }, { name: "plain.netcat", place: "input.flow:15:3", element: t.string }),
  },
  channels: {
    memory: memory<string>({}, { name: "plain.memory", place: "input.flow:15:26", element: t.string }),
  },
  sinks: {
    logger: logger<string>({}, { name: "plain.logger", place: "input.flow:15:38", element: t.string }),
  },
  flows: [
    { from: "netcat", to: ["memory"], optional: [], rejects: [], place: "input.flow:15:26" },
    { from: "memory", to: ["logger"], optional: [], rejects: [], place: "input.flow:15:38" },
  ],
});

await run({ file: "input.flow", agents: [copy, plain] }, process.argv.slice(2));
