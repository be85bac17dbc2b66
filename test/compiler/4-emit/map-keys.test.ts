import assert from "node:assert/strict";
import { loaded } from "./loaded.ts";

// Each kind of key: made of `x`, which is "a", of what it is, and another one.
const KEYS = {
  tuple: ["(1, x)", '(1, "a")', "(2, x)"],
  record: ["{ n: 1, s: { t: x } }", '{ s: { t: "a" }, n: 1 }', "{ n: 2, s: { t: x } }"],
  array: ["[x, x]", '["a", "a"]', "[x]"],
  bytes: ["x.toBytes()", '"a".toBytes()', '"b".toBytes()'],
  nullable: ['x == "a" ? (1, x) : null', '(1, "a")', "null"],
  string: ["x", '"a"', '"b"'],
};

describe("emit: keys of maps", () => {
  it("are found by their content, whatever their type", async () => {
    const functions = Object.entries(KEYS).map(([kind, [key, equal, other]]) => {
      const map = `[(${key}, 1), (${other}, 2)].toMap()`;
      const results = [
        `${map}.get(${equal}) else 0`,
        `${map}[${equal}] else 0`,
        `${map}.has(${equal})`,
        `${map}.set(${equal}, 3).values()`,
        `${map}.remove(${equal}).values()`,
        `${map}.merge([(${equal}, 4)].toMap()).values()`,
        `[(${key}, 1), (${equal}, 5)].toMap().values()`,
        `[${key}, ${other}, ${equal}].countBy(k => k).values()`,
      ];
      return `fn of_${kind}(x: string) = (${results.join(", ")})`;
    });
    const all = Object.keys(KEYS).map((kind) => `of_${kind}(x)`);
    const program = await loaded(`
      topic one: string = embedded()
      ${functions.join("\n")}
      stream s every 1s { one.map(x => [${all.join(", ")}]) -> print() }`);
    const [batch] = program.batches("s", [{ one: ["a"] }]);
    const found = batch?.[0]["print"]?.[0] as unknown[];
    for (const [index, kind] of Object.keys(KEYS).entries()) {
      assert.deepEqual(found[index], [1, 1, true, [3, 2], [2], [4, 2], [5], [2, 1]], kind);
    }
  });
});
