import { CountedBatch, fromSource, run, stream, t } from "sluice/runtime";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";

export const both = stream({
  name: "both",
  place: "input.flow:1:8",
  every: 10_000,
  inputs: {
    left: fromSource(
      socketText({ host: "localhost", port: 1001 }, { name: "both.left", place: "input.flow:2:15", element: t.string }),
    ),
    socketText: fromSource(
      socketText(
        { host: "localhost", port: 1002 },
        { name: "both.socketText", place: "input.flow:3:15", element: t.string },
      ),
    ),
  },
  outputs: {
    print: print<[string, number]>(
      {},
      { name: "both.print", place: "input.flow:7:72", element: t.tuple(t.string, t.int) },
    ),
    print2: print<string>({}, { name: "both.print2", place: "input.flow:9:38", element: t.string }),
    print3: print<string>({}, { name: "both.print3", place: "input.flow:10:10", element: t.string }),
    print4: print<string>({}, { name: "both.print4", place: "input.flow:16:81", element: t.string }),
  },
  batch({ left, socketText }, emit) {
    const all: string[] = [];
    const counts = new CountedBatch<string>();
    const both: { click: number | null; impression: string | null }[] = [];
    for (const { body: line } of left) {
      all.push(line);
      for (let from = 0, to = 0; to !== -1; from = to + 1) {
        to = line.indexOf(" ", from);
        counts.addPart(line, from, to);
      }
      both.push({ click: null, impression: line });
    }
    for (const { body: line } of socketText) {
      if (line === "") continue;
      all.push(line);
      counts.add(line);
      both.push({ click: line.length, impression: null });
    }
    for (const line of all) {
      emit.print2.push(line.toUpperCase());
      emit.print3.push(line);
    }
    for (const pair of counts) {
      emit.print.push(pair);
    }
    for (const one of both) {
      emit.print4.push(one.impression ?? `${one.click ?? 0}`);
    }
  },
});

await run({ file: "input.flow", streams: [both] }, process.argv.slice(2));
