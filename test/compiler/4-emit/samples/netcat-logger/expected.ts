import { agent, param, requireThat, run, t } from "sluice/runtime";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";

const port = param("port", t.int, "input.flow:1:7", () => 44444);

requireThat(port >= 0, "input.flow:5:42", "`netcat` requires `port >= 0`; here `port` is {port}", { port }, ["port"]);

requireThat(
  port <= 65_535,
  "input.flow:5:42",
  "`netcat` requires `port <= 65535`; here `port` is {port}",
  { port },
  ["port"],
);

/** Telnet a line in, see it on the console. */
export const a1 = agent({
  name: "a1",
  place: "input.flow:4:7",
  sources: {
    r1: netcat({ bind: "localhost", port }, { name: "a1.r1", place: "input.flow:5:11", element: t.string }),
  },
  channels: {
    c1: memory<string>(
      { capacity: 1000, transactionCapacity: 100 },
      { name: "a1.c1", place: "input.flow:6:11", element: t.string },
    ),
  },
  sinks: {
    k1: logger<string>({}, { name: "a1.k1", place: "input.flow:7:11", element: t.string }),
  },
  flows: [
    { from: "r1", to: ["c1"], optional: [], rejects: [], place: "input.flow:9:9" },
    { from: "c1", to: ["k1"], optional: [], rejects: [], place: "input.flow:9:15" },
  ],
});

await run({ file: "input.flow", agents: [a1] }, process.argv.slice(2));
