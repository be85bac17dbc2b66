/** What one writes by hand to count the words of a file. Argument: its path. */
import { createReadStream } from "node:fs";
import { countWords } from "../baselines/count-words.ts";

const counts = new Map<string, number>();
let rest = "";
for await (const chunk of createReadStream(process.argv[2] ?? "", { encoding: "utf8", highWaterMark: 1 << 20 })) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const [word, { n }] of countWords(lines)) counts.set(word, (counts.get(word) ?? 0) + n);
}
for (const [word, { n }] of countWords(rest === "" ? [] : [rest])) counts.set(word, (counts.get(word) ?? 0) + n);
console.log(counts.size);
