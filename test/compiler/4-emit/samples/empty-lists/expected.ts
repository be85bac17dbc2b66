import { type JsonOutput, fromTopic, run, stream, t } from "sluice/runtime";
import { discard } from "sluice/stdlib/discard/discard";
import { embedded } from "sluice/stdlib/embedded/embedded";

const numbers = embedded<number>({}, { name: "numbers", place: "input.flow:1:7", element: t.int });

const encodeTuple = (json: JsonOutput, value: [string, number]): void => {
  json.checkTuple(value, 2);
  json.raw("[").string(value[0]);
  json.raw(",").int(value[1]);
  json.raw("]");
};

const pairs = embedded<[string, number]>(
  {},
  { name: "pairs", place: "input.flow:2:7", element: t.tuple(t.string, t.int), encode: encodeTuple },
);

function none<T>(): T[] {
  return [];
}

function kept<T>(n: number, a: T[], b: T[]): T[] {
  return n > 0 ? a : [...b, ...none<T>()];
}

export const s = stream({
  name: "s",
  place: "input.flow:3:8",
  every: 1000,
  inputs: {
    numbers: fromTopic(numbers, { reader: "s", startAt: "latest" }),
    pairs: fromTopic(pairs, { reader: "s", startAt: "latest" }),
  },
  outputs: {
    discard: discard<number>({}, { name: "s.discard", place: "input.flow:10:11", element: t.int }),
    discard2: discard<number>({}, { name: "s.discard2", place: "input.flow:11:13", element: t.int }),
    discard3: discard<[string, number]>(
      {},
      { name: "s.discard3", place: "input.flow:12:13", element: t.tuple(t.string, t.int) },
    ),
    discard4: discard<string>({}, { name: "s.discard4", place: "input.flow:13:12", element: t.string }),
    discard5: discard<number>({}, { name: "s.discard5", place: "input.flow:14:13", element: t.int }),
    discard6: discard<number>({}, { name: "s.discard6", place: "input.flow:15:12", element: t.int }),
  },
  batch({ numbers, pairs }, emit) {
    for (const { body: x } of numbers) {
      for (const element of x > 0 ? [x] : []) {
        emit.discard.push(element);
      }
      for (const element of x > 0 ? [] : [x]) {
        emit.discard2.push(element);
      }
      for (const element of x === 1 ? [] : x === 2 ? ["a"] : ["b", "c"]) {
        emit.discard4.push(element);
      }
      for (const element of kept(x, [] as number[], [x])) {
        emit.discard5.push(element);
      }
      for (const x2 of x > 0 ? [[x]] : [[], [1]]) {
        emit.discard6.push(x2.length);
      }
    }
    for (const { body: [key, v] } of pairs) {
      for (const element of v > 0 ? [] : [v]) {
        emit.discard3.push([key, element]);
      }
    }
  },
});

await run({ file: "input.flow", topics: [numbers, pairs], streams: [s] }, process.argv.slice(2));
