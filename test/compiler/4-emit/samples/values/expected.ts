import { agent, fromSource, int, jsonParam, param, requireThat, run, stream, t } from "sluice/runtime";
import { env } from "sluice/stdlib/env/env";
import { lines } from "sluice/stdlib/lines/lines";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { print } from "sluice/stdlib/print/print";

const defaults = { capacity: 1000, transactionCapacity: 100 };

const double: (n: number) => number = (n: number) => int(n * 2);

const suffix = "world";

const greeting: string = `hello ${suffix}`;

/** How many. */
const count = param("count", t.int, "input.flow:7:7", () => double(21));

const level = param<"quiet" | "loud">("level", t.literal("quiet", "loud"), "input.flow:8:7", () => "quiet");

const host = param("host", t.string, "input.flow:9:7", () => env("HOST") ?? "localhost");

const ratio = param<number>("ratio", t.float, "input.flow:10:7");

const tags = jsonParam("tags", t.array(t.string), "input.flow:11:7", () => ["a", "b"]);

const unset = param<string | null>("unset", t.nullable(t.string), "input.flow:12:7", () => null);

const limit = int(count + 1);

requireThat(
  count >= 0,
  "input.flow:19:146",
  "`print` requires `count >= 0`; here `count` is {count}",
  { count },
  ["count"],
);

export const values = stream({
  name: "values",
  place: "input.flow:16:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      lines({ path: "/etc/hostname" }, { name: "values.lines", place: "input.flow:19:3", element: t.string }),
    ),
  },
  outputs: {
    print: print<[string, string, number, string[], string | null, string]>(
      { count },
      {
        name: "values.print",
        place: "input.flow:19:140",
        element: t.tuple(t.string, t.string, t.float, t.array(t.string), t.nullable(t.string), t.string),
      },
    ),
  },
  batch({ lines }, emit) {
    for (const { body: line } of lines) {
      if (!(line.length < limit && level === "loud")) continue;
      emit.print.push([line, host, ratio, tags, unset, greeting]);
    }
  },
});

requireThat(
  count >= 0,
  "input.flow:23:10",
  "`netcat` requires `port >= 0`; here `port` is {port}",
  { port: count },
  ["count"],
);

requireThat(
  count <= 65_535,
  "input.flow:23:10",
  "`netcat` requires `port <= 65535`; here `port` is {port}",
  { port: count },
  ["count"],
);

export const a1 = agent({
  name: "a1",
  place: "input.flow:22:7",
  sources: {
    netcat: netcat({ bind: host, port: count }, { name: "a1.netcat", place: "input.flow:23:3", element: t.string }),
  },
  channels: {
    memory: memory<string>(
      { capacity: defaults.capacity, transactionCapacity: defaults.transactionCapacity },
      { name: "a1.memory", place: "input.flow:23:38", element: t.string },
    ),
  },
  sinks: {
    logger: logger<string>({}, { name: "a1.logger", place: "input.flow:23:61", element: t.string }),
  },
  flows: [
    { from: "netcat", to: ["memory"], optional: [], rejects: [], place: "input.flow:23:38" },
    { from: "memory", to: ["logger"], optional: [], rejects: [], place: "input.flow:23:61" },
  ],
});

await run({ file: "input.flow", agents: [a1], streams: [values] }, process.argv.slice(2));
