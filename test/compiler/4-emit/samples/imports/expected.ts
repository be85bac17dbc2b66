import { fromSource, int, run, stream, t } from "sluice/runtime";
import { slice } from "sluice/stdlib/array/array";
import { lines } from "sluice/stdlib/lines/lines";
import { print } from "sluice/stdlib/print/print";
import { split } from "sluice/stdlib/text/text";

/** Clashes with a helper of the imported file that is not visible here. */
function trimmed(line: string): string {
  return line.trim();
}

function trimmed2(part: string): string {
  return part.trim().toLowerCase();
}

/** One line. */
export type Entry = { name: string; rest: string[] };

const entrySchema = t.record({ name: t.string, rest: t.array(t.string) });

function parse(line: string): Entry {
  return { name: trimmed2(split(line, ":")[0] ?? ""), rest: slice(split(line, ":"), 1) };
}

const longest = 100;

const limit = int(longest - 1);

export const entries = stream({
  name: "entries",
  place: "input.flow:6:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      lines({ path: "/etc/passwd" }, { name: "entries.lines", place: "input.flow:7:3", element: t.string }),
    ),
  },
  outputs: {
    print: print<Entry>({}, { name: "entries.print", place: "input.flow:7:122", element: entrySchema }),
  },
  batch({ lines }, emit) {
    for (const { body: line } of lines) {
      const entry = parse(trimmed(line));
      if (entry.name.length >= limit) continue;
      emit.print.push(entry);
    }
  },
});

await run({ file: "input.flow", streams: [entries] }, process.argv.slice(2));
