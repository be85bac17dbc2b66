import { Failure, type Fallible, attempt, fromSource, int, run, stream, t } from "sluice/runtime";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";
import { split, toInt } from "sluice/stdlib/text/text";

/** A failure inside a lambda of an array leaves what is around: these become loops. */
function numbers(line: string): Fallible<number[]> {
  const made: number[] = [];
  for (const part of split(line, ",")) {
    const value = toInt(part.trim());
    if (value instanceof Failure) return value.at("input.flow:2:80");
    made.push(value);
  }
  return made;
}

function total(line: string): Fallible<number> {
  let sum: number = 0;
  for (const part of split(line, ",")) {
    const value = toInt(part);
    if (value instanceof Failure) return value.at("input.flow:4:86");
    sum = int(sum + value);
  }
  return sum;
}

export const sums = stream({
  name: "sums",
  place: "input.flow:6:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      socketText({ host: "localhost", port: 1 }, { name: "sums.lines", place: "input.flow:7:15", element: t.string }),
    ),
  },
  outputs: {
    print: print<[number[], number]>(
      {},
      { name: "sums.print", place: "input.flow:9:116", element: t.tuple(t.array(t.int), t.int) },
    ),
    print2: print<number>({}, { name: "sums.print2", place: "input.flow:10:114", element: t.int }),
    print3: print<number[]>({}, { name: "sums.print3", place: "input.flow:11:111", element: t.array(t.int) }),
    print4: print<number>({}, { name: "sums.print4", place: "input.flow:12:44", element: t.int }),
  },
  batch({ lines }, emit, _state, batch) {
    for (const { body: line } of lines) {
      output: {
        const kept: string[] = [];
        for (const word of split(line, " ")) {
          const value = toInt(word);
          if (value instanceof Failure) {
            batch.dropped("sums.lines.map_bbcd3b", value.at("input.flow:9:59"));
            break output;
          }
          if (value > 2) kept.push(word);
        }
        emit.print.push([kept.map((word) => word.length), 1]);
      }
      output: {
        const made: number[] = [];
        for (const word of split(line, " ")) {
          const made2: number[] = [];
          for (const part of split(word, "-")) {
            const value = toInt(part);
            if (value instanceof Failure) {
              batch.dropped("sums.lines.flatMap", value.at("input.flow:10:90"));
              break output;
            }
            made2.push(value);
          }
          made.push(...made2);
        }
        for (const element of made) {
          emit.print2.push(element);
        }
      }
      output: {
        const all = numbers(line);
        if (all instanceof Failure) {
          batch.dropped("sums.lines.map_a7b400", all.at("input.flow:11:21"));
          break output;
        }
        if (all.length > 0) {
          emit.print3.push(all.map((n) => int(n * 2)));
        }
      }
      const value = attempt(() => total(line));
      emit.print4.push(value instanceof Failure ? 0 : value);
    }
  },
});

await run({ file: "input.flow", streams: [sums] }, process.argv.slice(2));
