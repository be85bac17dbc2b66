import { Failure, type Fallible, attempt, fail, fromSource, int, outOfRange, run, stream, t } from "sluice/runtime";
import { floor } from "sluice/stdlib/number/number";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";
import { indexOf, substring, toFloat, toInt } from "sluice/stdlib/text/text";

function size(text: string): Fallible<number> {
  let result: number;
  if (text === "") {
    result = 0;
  } else {
    let result2: number;
    if (text.startsWith("0x")) {
      const result3 = toInt(substring(text, 2));
      if (result3 instanceof Failure) return result3.at("input.flow:2:66");
      result2 = result3;
    } else {
      const value = toInt(text);
      if (value instanceof Failure) return value.at("input.flow:2:86");
      result2 = int(value + 1);
    }
    result = result2;
  }
  return result;
}

function level(text: string): Fallible<number> {
  let result: number;
  if (text === "debug") {
    result = 0;
  } else if (text === "info" || text === "notice") {
    result = 1;
  } else {
    const result2 = toInt(text);
    if (result2 instanceof Failure) return result2.at("input.flow:7:20");
    result = result2;
  }
  return result;
}

function isBig(text: string): Fallible<boolean> {
  let holds = false;
  if (text.length > 3) {
    const value = toInt(text);
    if (value instanceof Failure) return value.at("input.flow:10:62");
    holds = value > 1000;
  }
  return holds || text === "big";
}

function safe(text: string): number {
  let result: Fallible<number>;
  try {
    let result2: Fallible<number>;
    if (text.includes(".")) {
      const value = toFloat(text);
      result2 = floor(value instanceof Failure ? 0.0 : value);
    } else {
      result2 = toInt(text);
    }
    result = result2;
  } catch (error) {
    result = outOfRange(error);
  }
  return result instanceof Failure ? 0 : result;
}

export const lengths = stream({
  name: "lengths",
  place: "input.flow:14:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      socketText(
        { host: "localhost", port: 1 },
        { name: "lengths.lines", place: "input.flow:15:15", element: t.string },
      ),
    ),
  },
  outputs: {
    print: print<number>({}, { name: "lengths.print", place: "input.flow:17:71", element: t.int }),
    print2: print<string>({}, { name: "lengths.print2", place: "input.flow:18:66", element: t.string }),
    print3: print<number>({}, { name: "lengths.print3", place: "input.flow:23:9", element: t.int }),
    print4: print<number>({}, { name: "lengths.print4", place: "input.flow:24:86", element: t.int }),
  },
  batch({ lines }, emit, _state, batch) {
    for (const { body: line } of lines) {
      output: {
        let value: number;
        if (line === "") {
          value = 0;
        } else {
          const value2 = toInt(line);
          if (value2 instanceof Failure) {
            batch.dropped("lengths.lines.map_11e703", value2.at("input.flow:17:44"));
            break output;
          }
          value = int(value2 + 1);
        }
        emit.print.push(value);
      }
      output: {
        let holds = false;
        if (line !== "") {
          const value2 = isBig(line);
          if (value2 instanceof Failure) {
            batch.dropped("lengths.lines.filter", value2.at("input.flow:18:39"));
            break output;
          }
          holds = value2;
        }
        if (holds) {
          emit.print2.push(line);
        }
      }
      output: {
        let value2: number;
        if (line === "a") {
          value2 = 1;
        } else if (line === "b") {
          const value3 = attempt(() => size(line));
          if (value3 instanceof Failure) {
            batch.dropped("lengths.lines.map_e15960", value3.at("input.flow:21:12"));
            break output;
          }
          value2 = value3;
        } else {
          const value3 = level(line);
          let value4: number;
          if (value3 instanceof Failure) {
            const value5 = toInt(line);
            if (value5 instanceof Failure) fail(value5.at("input.flow:22:36"));
            value4 = value5;
          } else {
            value4 = value3;
          }
          value2 = value4;
        }
        emit.print3.push(value2);
      }
      const value3 = indexOf(line, "x") ?? toInt(line);
      if (value3 instanceof Failure) {
        batch.dropped("lengths.lines.map_ae6cb1", value3.at("input.flow:24:35"));
        continue;
      }
      emit.print4.push(int(safe(line) + value3));
    }
  },
});

await run({ file: "input.flow", streams: [lengths] }, process.argv.slice(2));
