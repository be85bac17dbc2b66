import { Failure, KeyedBatch, fromSource, int, run, stream, t, tryDiv } from "sluice/runtime";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";
import { toInt } from "sluice/stdlib/text/text";

/** One stream, taken by three: what one drops the others still get. */
export const hits = stream({
  name: "hits",
  place: "input.flow:2:8",
  every: 10_000,
  inputs: {
    lines: fromSource(
      socketText(
        { host: "localhost", port: 19999 },
        { name: "hits.lines", place: "input.flow:3:15", element: t.string },
      ),
    ),
  },
  outputs: {
    print: print<[number, number]>(
      {},
      { name: "hits.print", place: "input.flow:6:92", element: t.tuple(t.int, t.int) },
    ),
    print2: print<number>({}, { name: "hits.print2", place: "input.flow:7:77", element: t.int }),
    print3: print<number>({}, { name: "hits.print3", place: "input.flow:8:20", element: t.int }),
    print4: print<number>({}, { name: "hits.print4", place: "input.flow:9:12", element: t.int }),
  },
  batch({ lines }, emit, _state, batch) {
    const merged = new KeyedBatch<number, number>();
    let count = 0;
    for (const { body: line } of lines) {
      const code = toInt(line.trim());
      if (code instanceof Failure) {
        batch.dropped("hits.codes", code.at("input.flow:4:45"));
        continue;
      }
      if (code >= 500) {
        merged.merge(code, 1, (a, b) => int(a + b));
      }
      output: {
        const share = tryDiv(1000, code);
        if (share instanceof Failure) {
          batch.dropped("hits.codes.map_121564", share.at("input.flow:7:21"));
          break output;
        }
        if (share !== 2) {
          emit.print2.push(share);
        }
      }
      count += 1;
      emit.print4.push(code);
    }
    for (const pair of merged) {
      emit.print.push(pair);
    }
    emit.print3.push(count);
  },
});

await run({ file: "input.flow", streams: [hits] }, process.argv.slice(2));
