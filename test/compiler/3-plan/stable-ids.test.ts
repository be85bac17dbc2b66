import assert from "node:assert/strict";
import { allIds } from "./all-ids.ts";
import { planned } from "./outline.ts";

const INPUTS = "topic one: string = embedded()\ntopic two: string = embedded()\n";

/** Ids of a stream's operators, by what they say: `window(1m, 1m)`. */
function idsOf(body: string): Record<string, string> {
  const [stream] = planned(`${INPUTS}stream s every 1s {\n${body}\n}`).streams;
  const operators = (stream?.nodes ?? []).flatMap((node) => (node.kind === "operator" ? [node] : []));
  return Object.fromEntries(
    operators.map(({ id, name, said }) => [`${name}(${said.map(({ value }) => value.text).join(", ")})`, id]),
  );
}

describe("plan: ids of operators", () => {
  it("are below the nearest name", () => {
    assert.deepEqual(idsOf('let words = one.filter(x => x != "").map(x => x.trim())\nwords.count() -> print()'), {
      'filter(x => x != "")': "s.words.filter",
      "map(x => x.trim())": "s.words",
      "count()": "s.words.count",
    });
    assert.deepEqual(idsOf("one.map(x => 1).map(x => 2).map(x => 3) -> print()"), {
      "map(x => 1)": "s.one.map",
      "map(x => 2)": "s.one.map2",
      "map(x => 3)": "s.one.map3",
    });
  });

  it("do not depend on what is written elsewhere", () => {
    const before = idsOf("one.window(1m, 1m).count() -> print()");
    const after = idsOf(
      "two.window(2m, 2m).count() -> print()\none.filter(x => true).window(1m, 1m).count() -> print()",
    );
    assert.equal(after["window(1m, 1m)"], before["window(1m, 1m)"]);
    assert.equal(before["window(1m, 1m)"], "s.one.window");
  });

  it("stay with those that nothing but what they do tells apart, whichever comes first", () => {
    const lines = ["one.window(1m, 1m).count() -> print()", "one.window(2m, 2m).count() -> print()"];
    const [first, second] = [idsOf(lines.join("\n")), idsOf(lines.toReversed().join("\n"))];
    const windows = ["window(1m, 1m)", "window(2m, 2m)"].map((text) => first[text]);
    assert.deepEqual(
      ["window(1m, 1m)", "window(2m, 2m)"].map((text) => second[text]),
      windows,
    );
    assert.equal(new Set(windows).size, 2);
    for (const id of windows) assert.match(id ?? "", /^s\.one\.window_[0-9a-f]{6}$/);
  });

  it("tell chains apart that differ in a parenthesis or a blank within quotes", () => {
    const filters = ["(x.length + 1) * 2 > 4", "x.length + 1 * 2 > 4", 'x == "a b"', 'x == "ab"'];
    const lines = filters.map((filter) => `one.filter(x => ${filter}) -> print()`);
    const [first, second] = [idsOf(lines.join("\n")), idsOf(lines.toReversed().join("\n"))];
    assert.deepEqual(second, first);
  });

  it("do not depend on the layout", () => {
    const other = "one.window(2m, 2m).count() -> print()";
    const before = idsOf(`one.map(x => "b").window(1m, 1m).count() -> print()\n${other}`);
    const after = idsOf(
      `one\n  // a comment\n  .map((x) => "b",)\n  .window(\n1m,\n1m,\n).count() -> print()\n${other}`,
    );
    assert.equal(after["window(1m, 1m)"], before["window(1m, 1m)"]);
  });

  it("are numbered where even the chains are the same", () => {
    const plan = planned(`${INPUTS}stream s every 1s {\none.count() -> print()\none.count() -> logger()\n}`);
    const ids = allIds(plan).filter((id) => id.includes("count"));
    assert.equal(new Set(ids).size, 2);
  });
});

/** What a stream's operators with state keep it as, and the same with their chains. */
function keptAs(body: string, head = "s", inputs = INPUTS): (string | null)[] {
  const [stream] = planned(`${inputs}stream ${head} every 1s {\n${body}\n}`).streams;
  const stateful = (stream?.nodes ?? []).flatMap((node) => (node.kind === "operator" && node.isStateful ? node : []));
  return stateful.flatMap((node) => [node.keptAs, node.keptAsChain]);
}

describe("plan: names that things are kept under", () => {
  it("are their own unless the program says that they had others", () => {
    const [topic] = planned('topic hits was "visits": string = embedded()').topics;
    assert.deepEqual([topic?.id, topic?.keptAs], ["hits", "visits"]);
    const source = `topic hits: string = embedded()
agent a was "b" { source s was "r" = exec(command: "x")\n channel c = file()\n s -> c -> hits }
stream s was "t" every 1s { hits.window(1m) -> print() }`;
    const { agents, streams } = planned(source);
    const [agent] = agents;
    assert.deepEqual(
      [agent?.keptAs, agent?.sources[0]?.keptAs, agent?.channels[0]?.keptAs, agent?.sources[0]?.id],
      ["b", "b.r", "b.c", "a.s"],
    );
    assert.deepEqual([streams[0]?.keptAs, streams[0]?.inputs[0]?.keptAs], ["t", "t.hits"]);
  });

  it("stay below a name that has changed, in chains and where two differ in them only", () => {
    const before = keptAs("let words = one.filter(x => true)\nwords.window(1m).count() -> print()");
    const after = keptAs('let rows was "words" = one.filter(x => true)\nrows.window(1m).count() -> print()');
    assert.deepEqual(after, before);
    assert.equal(before[0], "wordsWindow");
    const two = (name: string) => `${name}.window(1m).count() -> print()\n${name}.window(2m).count() -> print()`;
    const both = keptAs(`let words = one.filter(x => true)\n${two("words")}`);
    assert.match(both[0] ?? "", /^wordsWindow_[0-9a-f]{6}$/);
    assert.deepEqual(keptAs(`let rows was "words" = one.filter(x => true)\n${two("rows")}`), both);
    const topics = INPUTS.replace("topic one", 'topic first was "one"');
    assert.deepEqual(keptAs(two("first"), "s", topics), keptAs(two("one")));
  });

  it("tell a chain that was alone from another that has come", () => {
    const [name, chain] = keptAs("one.window(1m).count() -> print()");
    assert.equal(name, "oneWindow");
    const both = keptAs("one.window(2m).count() -> print()\none.window(1m).count() -> print()");
    assert.ok(both.includes(chain!), `${chain} of ${both}`);
  });

  it("are never given to two things", () => {
    const source = `stream s every 1s { let rows was "lines" = lines("a")\n rows.window(1m) -> print()\n lines("b").window(1m) -> print() }`;
    const [stream] = planned(source).streams;
    assert.deepEqual(stream?.inputs.map((input) => input.keptAs).sort(), ["s.lines", "s.lines2"]);
  });
});
