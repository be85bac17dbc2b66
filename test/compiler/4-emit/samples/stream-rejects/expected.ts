import { Failure, agent, fromSource, rejected, run, stream, t, toTopic, tryDiv } from "sluice/runtime";
import { discard } from "sluice/stdlib/discard/discard";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { linesInFiles } from "sluice/stdlib/files/files";
import { jsonWriter } from "sluice/stdlib/json/json";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";
import { scalaShower } from "sluice/stdlib/support/show/show-scala";
import { indexOf, substring, toInt } from "sluice/stdlib/text/text";

const rejects = embedded<string>({}, { name: "rejects", place: "input.flow:1:7", element: t.string });

const show = scalaShower(t.int);

const show2 = scalaShower(t.tuple(t.string, t.int));

export const numbers = stream({
  name: "numbers",
  place: "input.flow:3:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      socketText({ host: "localhost", port: 1 }, { name: "numbers.lines", place: "input.flow:4:15", element: t.string }),
    ),
  },
  outputs: {
    rejects: toTopic(rejects, { name: "numbers.rejects", place: "input.flow:6:42", element: t.string }),
    print: print<number>({}, { name: "numbers.print", place: "input.flow:6:90", element: t.int }),
    print2: print<number>({}, { name: "numbers.print2", place: "input.flow:7:53", element: t.int }),
    discard: discard<number>({}, { name: "numbers.discard", place: "input.flow:8:105", element: t.int }),
  },
  batch({ lines }, emit, _state, batch) {
    for (const { body: line } of lines) {
      output: {
        const n = toInt(line);
        if (n instanceof Failure) {
          batch.reject("rejects", line, n.at("input.flow:6:26"));
          batch.rejected("numbers.lines.map_efd658");
          break output;
        }
        const value = tryDiv(100, n);
        if (value instanceof Failure) {
          batch.reject("rejects", show(n), value.at("input.flow:6:60"));
          batch.rejected("numbers.lines.map2_3455b1");
          break output;
        }
        emit.print.push(value);
      }
      output: {
        const value2 = indexOf(line, ":");
        if (value2 === null) {
          batch.dropped("numbers.lines.map_32165e", new Failure("there is no value", "input.flow:7:26"));
          break output;
        }
        emit.print2.push(value2);
      }
      const value3 = toInt(substring(line, line.length));
      if (value3 instanceof Failure) {
        batch.reject("rejects", show2([line, line.length]), value3.at("input.flow:8:77"));
        batch.rejected("numbers.lines.map2_489dd8");
        continue;
      }
      emit.discard.push(value3);
    }
  },
});

const json = jsonWriter(t.int);

export const copy = agent({
  name: "copy",
  place: "input.flow:11:7",
  sources: {
    r: netcat({ port: 1 }, { name: "copy.r", place: "input.flow:12:10", element: t.string }),
  },
  channels: {
    c: memory<number>({}, { name: "copy.c", place: "input.flow:14:11", element: t.int }),
  },
  sinks: {
    bad: linesInFiles<string>(
      { directory: "/tmp/bad" },
      { name: "copy.bad", place: "input.flow:13:8", element: t.string },
    ),
    rejects: toTopic(rejects, { name: "copy.rejects", place: "input.flow:16:85", element: t.string }),
    logger: logger<number>({}, { name: "copy.logger", place: "input.flow:16:103", element: t.int, text: json }),
  },
  flows: [
    {
      from: "r",
      to: ["c"],
      optional: [],
      rejects: ["bad", "rejects"],
      place: "input.flow:16:98",
      pass(events, to, wire) {
        for (const e of events) {
          const body = toInt(e.body);
          if (body instanceof Failure) {
            to.bad.push(rejected(e, body.at("input.flow:16:21")));
            wire.rejected("copy.r.map");
            continue;
          }
          const element = tryDiv(1, body);
          if (element instanceof Failure) {
            to.rejects.push(rejected({ body: show(body), headers: e.headers }, element.at("input.flow:16:64")));
            wire.rejected("copy.r.flatMap");
            continue;
          }
          for (const body2 of [body, element]) {
            to.c.push({ body: body2, headers: e.headers });
          }
        }
      },
    },
    { from: "c", to: ["logger"], optional: [], rejects: [], place: "input.flow:16:103" },
  ],
});

await run({ file: "input.flow", topics: [rejects], agents: [copy], streams: [numbers] }, process.argv.slice(2));
