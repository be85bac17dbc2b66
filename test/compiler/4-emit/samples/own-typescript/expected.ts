import { fromSource, run, stream, t } from "sluice/runtime";
import { lines } from "sluice/stdlib/lines/lines";
import { print } from "sluice/stdlib/print/print";
import { rotated } from "./rotate.ts";
import { sample } from "./sample.ts";

export const secrets = stream({
  name: "secrets",
  place: "input.flow:9:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      lines({ path: "/etc/hostname" }, { name: "secrets.lines", place: "input.flow:10:3", element: t.string }),
    ),
  },
  outputs: {
    print: print<string>({}, { name: "secrets.print", place: "input.flow:10:92", element: t.string }),
  },
  async batch({ lines }, emit) {
    const elements: string[] = [];
    for (const { body: line } of lines) {
      elements.push(line);
    }
    const sample2 = await sample(elements, 2);
    for (const line of sample2) {
      emit.print.push((rotated(line, 13).toUpperCase() + '!') + rotated(line, 1));
    }
  },
});

await run({ file: "input.flow", streams: [secrets] }, process.argv.slice(2));
