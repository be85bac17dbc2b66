import { fromSource, run, stream, t } from "sluice/runtime";
import { lines } from "sluice/stdlib/lines/lines";
import { print } from "sluice/stdlib/print/print";
import { count, events, union } from "./own.ts";

export const s = stream({
  name: "s",
  place: "input.flow:6:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      lines({ path: "/etc/hostname" }, { name: "s.lines", place: "input.flow:7:15", element: t.string }),
    ),
  },
  outputs: {
    print: print<{ text: string }>(
      {},
      { name: "s.print", place: "input.flow:9:12", element: t.record({ text: t.string }) },
    ),
    print2: print<string>({}, { name: "s.print2", place: "input.flow:10:49", element: t.string }),
  },
  async batch({ lines }, emit) {
    const elements: string[] = [];
    for (const { body: line } of lines) {
      elements.push(line);
    }
    const texts = await events(elements);
    const elements2: string[] = [];
    for (const one of texts) {
      elements2.push(one.text);
      emit.print.push(one);
    }
    const union2 = await union(elements2);
    const count2 = await count(union2);
    for (const element of count2) {
      emit.print2.push(element);
    }
  },
});

await run({ file: "input.flow", streams: [s] }, process.argv.slice(2));
