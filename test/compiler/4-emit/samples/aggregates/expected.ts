import { CountedBatch, Failure, GroupedBatch, fromSource, int, run, stream, t, top } from "sluice/runtime";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";
import { toFloat } from "sluice/stdlib/text/text";

export const aggregates = stream({
  name: "aggregates",
  place: "input.flow:1:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      socketText(
        { host: "localhost", port: 1 },
        { name: "aggregates.lines", place: "input.flow:2:15", element: t.string },
      ),
    ),
  },
  outputs: {
    print: print<string>({}, { name: "aggregates.print", place: "input.flow:5:54", element: t.string }),
    print2: print<number>({}, { name: "aggregates.print2", place: "input.flow:6:69", element: t.int }),
    print3: print<number>({}, { name: "aggregates.print3", place: "input.flow:7:120", element: t.float }),
    print4: print<[number, number]>(
      {},
      { name: "aggregates.print4", place: "input.flow:8:118", element: t.tuple(t.int, t.int) },
    ),
    print5: print<[string, number]>(
      {},
      { name: "aggregates.print5", place: "input.flow:9:54", element: t.tuple(t.string, t.int) },
    ),
    print6: print<string>({}, { name: "aggregates.print6", place: "input.flow:10:54", element: t.string }),
    print7: print<number>({}, { name: "aggregates.print7", place: "input.flow:11:50", element: t.int }),
  },
  batch({ lines }, emit) {
    let reduced: number | undefined;
    let reduced2: number | undefined;
    const groups = new GroupedBatch<number, string>();
    const counts = new CountedBatch<string>();
    const elements: string[] = [];
    const left: number[] = [];
    const right: number[] = [];
    for (const { body: line } of lines) {
      reduced = reduced === undefined ? line.length : reduced > line.length ? reduced : line.length;
      const value = toFloat(line);
      const element = value instanceof Failure ? 0.0 : value;
      reduced2 = reduced2 === undefined ? element : reduced2 + element;
      groups.add(line.length, line);
      counts.add(line);
      elements.push(line);
      right.push(line.length);
    }
    const total = lines.length;
    if (total > 0) {
      emit.print.push(`${total} lines`);
    }
    left.push(total);
    if (reduced !== undefined) {
      emit.print2.push(reduced);
    }
    if (reduced2 !== undefined) {
      if (reduced2 > 0.0) {
        emit.print3.push(reduced2 * 2.0);
      }
    }
    for (const [key, all] of groups) {
      for (const element of [all.length, int(all.length * 2)]) {
        emit.print4.push([key, element]);
      }
    }
    const highest = top(counts, 2, ([_line, n]) => n);
    for (const pair of highest) {
      emit.print5.push(pair);
    }
    const highest2 = top(elements, 1, (line) => line.length);
    for (const element of highest2) {
      emit.print6.push(element);
    }
    const both = [...left, ...right];
    for (const element of both) {
      emit.print7.push(element);
    }
  },
});

await run({ file: "input.flow", streams: [aggregates] }, process.argv.slice(2));
