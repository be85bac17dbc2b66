import {
  CountedBatch,
  GroupedBatch,
  KeyedBatch,
  WindowedReduce,
  fromSource,
  int,
  run,
  statefulStream,
  t,
} from "sluice/runtime";
import { equal } from "sluice/stdlib/array/equal";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";

export const byKey = statefulStream({
  name: "byKey",
  place: "input.flow:3:8",
  every: 10_000,
  inputs: {
    lines: fromSource(
      socketText(
        { host: "localhost", port: 19999 },
        { name: "byKey.lines", place: "input.flow:4:16", element: t.string },
      ),
    ),
  },
  outputs: {
    print: print<[{ host: string; load: number }, number]>(
      {},
      {
        name: "byKey.print",
        place: "input.flow:7:67",
        element: t.tuple(t.record({ host: t.string, load: t.float }), t.int),
      },
    ),
    print2: print<[[string, number], string[]]>(
      {},
      { name: "byKey.print2", place: "input.flow:8:66", element: t.tuple(t.tuple(t.string, t.int), t.array(t.string)) },
    ),
    print3: print<[{ host: string; load: number }, number]>(
      {},
      {
        name: "byKey.print3",
        place: "input.flow:9:28",
        element: t.tuple(t.record({ host: t.string, load: t.float }), t.int),
      },
    ),
    print4: print<{ host: string; load: number }>(
      {},
      { name: "byKey.print4", place: "input.flow:10:85", element: t.record({ host: t.string, load: t.float }) },
    ),
    print5: print<[boolean, number]>(
      {},
      { name: "byKey.print5", place: "input.flow:11:101", element: t.tuple(t.bool, t.int) },
    ),
    print6: print<[string[], number]>(
      {},
      { name: "byKey.print6", place: "input.flow:12:87", element: t.tuple(t.array(t.string), t.int) },
    ),
  },
  state: () => ({
    linesReduceByKeyAndWindow_cc1e7e: new WindowedReduce<boolean, number>({
      window: 60_000 /* 1m */,
      slide: 10_000,
      every: 10_000,
      key: t.bool,
      value: t.int,
      merge: (a, b) => int(a + b),
    }),
    linesReduceByKeyAndWindow_642d53: new WindowedReduce<string[], number>({
      window: 60_000 /* 1m */,
      slide: 10_000,
      every: 10_000,
      key: t.array(t.string),
      value: t.int,
      merge: (a, b) => int(a + b),
      keyOf: (key) => JSON.stringify(key),
    }),
  }),
  batch(
    { lines },
    emit,
    { linesReduceByKeyAndWindow_cc1e7e: windowed, linesReduceByKeyAndWindow_642d53: windowed2 },
    batch,
  ) {
    const merged = new KeyedBatch<{ host: string; load: number }, number>(
      (key) => JSON.stringify([key.host, String(key.load)]),
    );
    const counts = new CountedBatch<{ host: string; load: number }>(
      (key) => JSON.stringify([key.host, String(key.load)]),
    );
    const groups = new GroupedBatch<[string, number], string>((key) => JSON.stringify(key));
    for (const { body: line } of lines) {
      const place = { host: line, load: line.length };
      merged.merge(place, 1, (a, b) => int(a + b));
      counts.add(place);
      if (equal(place, { host: "a", load: 1.0 }) || place.host !== "b") {
        emit.print4.push(place);
      }
      groups.add([line, line.length], line);
      windowed.add(line.startsWith("a"), 1);
      windowed2.add([line], 1);
    }
    for (const pair of merged) {
      emit.print.push(pair);
    }
    for (const pair of groups) {
      emit.print2.push(pair);
    }
    for (const pair of counts) {
      emit.print3.push(pair);
    }
    const windowedNow = windowed.advance(batch) ?? [];
    for (const pair of windowedNow) {
      emit.print5.push(pair);
    }
    const windowed2Now = windowed2.advance(batch) ?? [];
    for (const pair of windowed2Now) {
      emit.print6.push(pair);
    }
  },
});

await run({ file: "input.flow", streams: [byKey] }, process.argv.slice(2));
