import { KeyedBatch, durationText, fromSource, int, param, requireThat, run, stream, t } from "sluice/runtime";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";

/** How long a batch is. */
const interval = param("interval", t.duration, "input.flow:2:7", () => 15_000);

const port = param("port", t.int, "input.flow:3:7", () => 19999);

requireThat(
  interval > 0,
  "input.flow:6:24",
  "the interval of `wordCount` must be greater than zero; here `every` is {every}",
  { every: durationText(interval) },
  ["interval"],
);

requireThat(port > 0, "input.flow:7:46", "`socketText` requires `port > 0`; here `port` is {port}", { port }, ["port"]);

requireThat(
  port <= 65_535,
  "input.flow:7:46",
  "`socketText` requires `port <= 65535`; here `port` is {port}",
  { port },
  ["port"],
);

/** Counts words typed into a socket. */
export const wordCount = stream({
  name: "wordCount",
  place: "input.flow:6:8",
  every: interval,
  inputs: {
    lines: fromSource(
      socketText({ host: "localhost", port }, { name: "wordCount.lines", place: "input.flow:7:16", element: t.string }),
    ),
  },
  outputs: {
    print: print<[string, number]>(
      {},
      { name: "wordCount.print", place: "input.flow:11:13", element: t.tuple(t.string, t.int) },
    ),
  },
  batch({ lines }, emit) {
    const counts = new KeyedBatch<string, number>();
    for (const { body: line } of lines) {
      for (let from = 0, to = 0; to !== -1; from = to + 1) {
        to = line.indexOf(" ", from);
        counts.mergePart(line, from, to, 1, (x, y) => int(x + y));
      }
    }
    for (const pair of counts) {
      emit.print.push(pair);
    }
  },
});

await run({ file: "input.flow", streams: [wordCount] }, process.argv.slice(2));
