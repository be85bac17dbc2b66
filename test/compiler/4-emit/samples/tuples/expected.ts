import { KeyedBatch, fromSource, int, run, stream, t } from "sluice/runtime";
import { discard } from "sluice/stdlib/discard/discard";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";

export const tuples = stream({
  name: "tuples",
  place: "input.flow:1:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      socketText({ host: "localhost", port: 1 }, { name: "tuples.lines", place: "input.flow:2:15", element: t.string }),
    ),
  },
  outputs: {
    print: print<string>({}, { name: "tuples.print", place: "input.flow:6:112", element: t.string }),
    print2: print<[string, number]>(
      {},
      { name: "tuples.print2", place: "input.flow:8:13", element: t.tuple(t.string, t.int) },
    ),
    discard: discard<[string, number]>(
      {},
      { name: "tuples.discard", place: "input.flow:8:22", element: t.tuple(t.string, t.int) },
    ),
    print3: print<[string, number]>(
      {},
      { name: "tuples.print3", place: "input.flow:10:129", element: t.tuple(t.string, t.int) },
    ),
    print4: print<string>({}, { name: "tuples.print4", place: "input.flow:11:116", element: t.string }),
  },
  batch({ lines }, emit) {
    const merged = new KeyedBatch<string, number>();
    for (const { body: line } of lines) {
      const text = line.trim();
      const pair: [string, number] = [text, line.length];
      const text2 = text.toUpperCase();
      const n = int(line.length + 1);
      if (n > text2.length) {
        emit.print.push(text2);
      }
      emit.print2.push(pair);
      emit.discard.push(pair);
      if (line !== "") {
        emit.print3.push([line, int(1 * 2)]);
      }
      const list: [string, number][] = [[line, 1], ["all", 1]];
      for (const [key, value] of list) {
        merged.merge(key, value, (a, b) => int(a + b));
      }
    }
    for (const [word, n] of merged) {
      emit.print4.push(`${word}: ${n}`);
    }
  },
});

await run({ file: "input.flow", streams: [tuples] }, process.argv.slice(2));
