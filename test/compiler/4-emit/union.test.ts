import assert from "node:assert/strict";
import { loaded } from "./loaded.ts";

/** What one batch of `body` writes. */
async function given(
  body: string,
  inputs: Record<string, unknown[]>,
  type = "string",
): Promise<Record<string, unknown[]>> {
  const program = await loaded(`topic one: ${type} = embedded()
    topic two: ${type} = embedded()
    stream s every 1s { ${body} }`);
  const [batch] = program.batches("s", [inputs]);
  assert.ok(batch);
  return batch[0];
}

const inputs = { one: ["a", "b"], two: ["c", "d"] };

describe("emit: union", () => {
  it("gives its left side first, wherever the two come from", async () => {
    const all = (body: string) => given(`${body} -> print()`, inputs).then(({ print }) => (print ?? []).join(" "));
    assert.equal(await all("one.union(two)"), "a b c d");
    assert.equal(await all("two.union(one)"), "c d a b");
    assert.equal(await all("one.map(x => x.toUpper()).union(one)"), "A B a b");
    assert.equal(await all("one.union(one)"), "a b a b");
    assert.equal(await all('one.filter(x => x == "b").union(two).union(one)'), "b c d a b");
    assert.equal(await all("two.union(one).union(two.union(one))"), "c d a b c d a b");
    assert.equal(await all("two.union(one).map(x => `${x}!`)"), "c! d! a! b!");
    assert.equal(await all("one.count().map(n => `${n}`).union(one)"), "2 a b");
    assert.equal(
      await all("two.map(x => (x, 1)).union(one.map(x => (x, 1))).top(2, by: (x, n) => n).map((x, n) => x)"),
      "c d",
    );
  });

  it("has elements that both sides fit, also where a field is null on one side", async () => {
    const body =
      "one.map(x => { a: null, b: x }).union(two.map(x => { b: null, a: x })).map(r => (r.a, r.b)) -> print()";
    assert.deepEqual((await given(body, inputs)).print, [
      [null, "a"],
      [null, "b"],
      ["c", null],
      ["d", null],
    ]);
    assert.deepEqual(
      (await given("one.map(x => (x, null)).union(two.map(x => (x, 1))).map((x, n) => n else 0) -> print()", inputs))
        .print,
      [0, 0, 1, 1],
    );
  });

  it("and its other consumers see the same order", async () => {
    const body =
      "let all = two.union(one) all -> print() all.countByValue() -> print() all.map(x => (1, x)).groupByKey() -> print()";
    assert.deepEqual(await given(body, inputs), {
      print: ["c", "d", "a", "b"],
      print2: [
        ["c", 1],
        ["d", 1],
        ["a", 1],
        ["b", 1],
      ],
      print3: [[1, ["c", "d", "a", "b"]]],
    });
  });
});

describe("emit: maps as keys", () => {
  it("are equal whatever the order of their entries", async () => {
    const body = `let maps = one.map(x => x.split(" ").map(pair => (pair.before("=") else "", pair.after("=") else "")).toMap())
      maps.countByValue().map((m, n) => n) -> print()
      maps.map(m => ((m, 1.5), 1)).reduceByKey((a, b) => a + b).map((m, n) => n) -> print()
      maps.map(m => ({ m: m }, 1)).groupByKey().map((m, ns) => ns.length) -> print()`;
    const found = await given(body, { one: ["a=1 b=2", "b=2 a=1", "a=2 b=1", "a,b=c a=1", "a=1"], two: [] });
    assert.deepEqual(found, { print: [2, 1, 1, 1], print2: [2, 1, 1, 1], print3: [2, 1, 1, 1] });
  });

  it("tell values apart that JSON does not", async () => {
    const keys = 'one.map(x => [("k", x.toFloat() else 0.0)].toMap()).countByValue().map((m, n) => n) -> print()';
    assert.deepEqual((await given(keys, { one: ["1e999", "-1e999", "1"], two: [] }))["print"], [1, 1, 1]);
  });
});
