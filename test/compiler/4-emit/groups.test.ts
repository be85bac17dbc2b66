import assert from "node:assert/strict";
import { groupNumbers } from "../../../compiler/4-emit/expression/groups.ts";

describe("emit: groups of regular expressions", () => {
  it("are numbered as JavaScript numbers them", () => {
    const cases: [RegExp, string][] = [
      [/(?<year>\d+)-(?:x|(\d+))-(?<day>\d+)/, "2026-01-31"],
      [/\((?<in>[(?<x>)\]]+)\)(?<behind>y)/, "((?<x>))y"],
      [/(?<=(?<before>a))(b)(?<!c)(?=(?<after>e))/, "abe"],
      [/\(((?<a>x)|y)(?<b>\\)\)/, "(x\\)"],
    ];
    for (const [pattern, text] of cases) {
      const match = pattern.exec(text);
      const byNumber = [...groupNumbers(pattern.source)].map(([name, number]) => [name, match?.[number]]);
      assert.deepEqual(Object.fromEntries(byNumber), { ...match?.groups }, String(pattern));
    }
  });
});
