import assert from "node:assert/strict";
import { emittedBody } from "./emitted.ts";
import { type Loaded, loaded } from "./loaded.ts";

/** One batch of stream `s`, whose input is `lines`. */
function once(program: Loaded, lines: unknown[]): ReturnType<Loaded["batches"]>[number] {
  const [batch] = program.batches("s", [{ lines }]);
  assert.ok(batch);
  return batch;
}

const input = 'let lines = socketText(host: "localhost", port: 1)';

describe("emit: fused streams", () => {
  it("gives each consumer what the others filter or drop", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      let codes = lines.map(line => line.toInt() else drop)
      codes.filter(n => n > 1).map(n => n * 10) -> print()
      codes.map(n => 6 div n else drop) -> print()
      codes.count() -> print()
      codes -> print()
    }`);
    const [emit, told] = once(program, ["1", "x", "0", "3"]);
    assert.deepEqual(emit, { print: [30], print2: [6, 2], print3: [3], print4: [1, 0, 3] });
    assert.deepEqual(told.dropped, ["s.codes", "s.codes.map_899e19"]);
  });

  it("computes a shared value once", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      let trimmed = lines.map(line => line.trim())
      trimmed.filter(line => line != "") -> print()
      trimmed.map(line => line.length) -> print()
    }`);
    assert.deepEqual(once(program, [" a ", " "])[0], { print: ["a"], print2: [1, 0] });
  });

  it("loops over the pieces of a split text as `split` gives them", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      let words = lines.flatMap(line => line.split(" "))
      words.filter(word => word != "b") -> print()
      words -> print()
      lines.flatMap(line => line.trim().split("--")) -> print()
      lines.flatMap(line => line.split("")) -> print()
    }`);
    const texts = ["", " ", "a", "a b  c ", " --x----y-", "---"];
    const [emit] = once(program, texts);
    const words = texts.flatMap((line) => line.split(" "));
    assert.deepEqual(emit, {
      print: words.filter((word) => word !== "b"),
      print2: words,
      print3: texts.flatMap((line) => line.trim().split("--")),
      print4: texts.flatMap((line) => line.split("")),
    });
  });

  it("keeps every element of a union, whatever follows", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      let short = lines.filter(line => line.length < 2)
      lines.union(short).countByValue() -> print()
      lines.union(short).map(line => line.toUpper()) -> print()
      lines.union(lines).count() -> print()
      lines.union(short) -> print()
    }`);
    const [emit] = once(program, ["a", "bb"]);
    assert.deepEqual(emit["print"], [
      ["a", 2],
      ["bb", 1],
    ]);
    assert.deepEqual(emit["print2"]?.toSorted(), ["A", "A", "BB"]);
    assert.deepEqual(emit["print3"], [4]);
    assert.deepEqual(emit["print4"]?.toSorted(), ["a", "a", "bb"]);
  });

  it("gates what stands behind a window that slides slower", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      lines.window(2s, slide: 2s) -> print()
      lines.map(line => (line, 1)).reduceByKeyAndWindow((a, b) => a + b, window: 4s, slide: 2s) -> print()
      lines -> print()
    }`);
    const batches = program.batches("s", [{ lines: ["a"] }, { lines: ["a"] }, { lines: ["b"] }, { lines: [] }]);
    assert.deepEqual(
      batches.map(([emit]) => emit["print"]),
      [[], ["a", "a"], [], ["b"]],
    );
    assert.deepEqual(
      batches.map(([emit]) => emit["print2"]),
      [
        [],
        [["a", 2]],
        [],
        [
          ["a", 2],
          ["b", 1],
        ],
      ],
    );
    assert.deepEqual(
      batches.map(([emit]) => emit["print3"]),
      [["a"], ["a"], ["b"], []],
    );
    assert.deepEqual(
      batches.map(([, told]) => told.skipped),
      [["print", "print2"], [], ["print", "print2"], []],
    );
  });

  it("has a window in every batch where the slide is the interval", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      lines.window(2s).count() -> print()
      lines.window(2s, slide: 1s).top(1, by: line => line.length) -> print()
    }`);
    const batches = program.batches("s", [{ lines: ["a"] }, { lines: ["bb"] }, {}]);
    assert.deepEqual(
      batches.map(([emit]) => emit),
      [
        { print: [1], print2: ["a"] },
        { print: [2], print2: ["bb"] },
        { print: [1], print2: ["bb"] },
      ],
    );
  });

  it("handles failures where they lie, in branches, conditions and lambdas", async () => {
    const program = await loaded(`
      fn size(text: string): int! = text == "" ? 0 : text.startsWith("-") ? (try text.toInt()) - 1 : try text.toInt()
      fn total(text: string): int! = text.split("+").map(part => try part.toInt()).reduce((sum, n) => sum + n, 0)
      stream s every 1s {
        ${input}
        lines.map(line => line == "none" ? 0 : (size(line) else drop) + 1) -> print()
        lines.filter(line => line != "none" && (line.toInt() else drop) > 1) -> print()
        lines.map(line => match line { "none" => -1, else => total(line) else -2 }) -> print()
        lines.flatMap(line => line.split("+").map(part => part.toInt() else drop)) -> print()
      }`);
    const [emit, told] = once(program, ["none", "7", "1+2", "", "-3"]);
    assert.deepEqual(emit, { print: [0, 8, 1, -3], print2: ["7"], print3: [-1, 7, 3, -2, -3], print4: [7, 1, 2, -3] });
    assert.deepEqual(told.dropped.toSorted(), [
      "s.lines.filter",
      "s.lines.filter",
      "s.lines.flatMap",
      "s.lines.flatMap",
      "s.lines.map_099ac0",
    ]);
  });

  it("rejects the element that the failing operator was given, as text where a topic of texts takes it", async () => {
    const program = await loaded(`
      topic rejects: string = embedded()
      stream s every 1s {
        ${input}
        lines.map(line => line.toInt() else -> rejects).map(n => 6 div n else -> rejects) -> print()
      }`);
    const [emit, told] = once(program, ["3", "x", "0"]);
    assert.deepEqual(emit["print"], [2]);
    assert.deepEqual(told.rejects, [
      ["rejects", "x", "input.flow:5:32"],
      ["rejects", "0", "input.flow:5:66"],
    ]);
    assert.deepEqual(told.rejected, ["s.lines.map", "s.lines.map2"]);
  });

  it("fails the batch on else fail, saying where", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      lines.map(line => line.toInt() else fail) -> print()
    }`);
    assert.throws(() => once(program, ["x"]), { name: "ElementFailed", place: "input.flow:3:30" });
  });

  it("compares keys and values by what is in them", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      lines.map(line => ((line, line.length), 1)).reduceByKey((a, b) => a + b) -> print()
      lines.map(line => { a: line, b: [line] }).countByValue() -> print()
      lines.filter(line => (line, [1]) == ("a", [1])) -> print()
      lines.map(line => (line.length.toFloat(), line)).groupByKey() -> print()
    }`);
    const [emit] = once(program, ["a", "b", "a"]);
    assert.deepEqual(emit["print"], [
      [["a", 1], 2],
      [["b", 1], 1],
    ]);
    assert.deepEqual(emit["print2"], [
      [{ a: "a", b: ["a"] }, 2],
      [{ a: "b", b: ["b"] }, 1],
    ]);
    assert.deepEqual(emit["print3"], ["a", "a"]);
    assert.deepEqual(emit["print4"], [[1, ["a", "b", "a"]]]);
  });

  it("gives single results once a batch, or not at all", async () => {
    const program = await loaded(`stream s every 1s {
      ${input}
      lines.count().filter(n => n != 1).map(n => 10 div n else drop) -> print()
      lines.map(line => line.length).reduce((a, b) => a > b ? a : b).filter(n => n > 1) -> print()
    }`);
    const batches = program.batches("s", [{ lines: ["a", "bbb"] }, { lines: ["a"] }, { lines: [] }]);
    assert.deepEqual(
      batches.map(([emit]) => emit),
      [
        { print: [5], print2: [3] },
        { print: [], print2: [] },
        { print: [], print2: [] },
      ],
    );
    assert.deepEqual(
      batches.map(([, told]) => told.dropped),
      [[], [], ["s.lines.map_016e31"]],
    );
  });
});

describe("emit: fused wires", () => {
  it("routes by what the selector gives", async () => {
    const program = await loaded(`agent a1 {
      source r = netcat(port: 1)
      channel c1 = memory()
      channel c2 = memory()
      r.map(e => e.body.trim()) -> route e => e.body {
        "a" => c1, "b", "c" => [c1, c2], "d" => drop, else => c2,
      }
      c1 -> logger()
      c2 -> logger()
    }`);
    const [to, told] = program.pass("a1", "r", [" a", "b", "c ", "d", "e"]);
    assert.deepEqual(
      to["c1"]?.map((one) => one.body),
      ["a", "b", "c"],
    );
    assert.deepEqual(
      to["c2"]?.map((one) => one.body),
      ["b", "c", "e"],
    );
    assert.deepEqual(told.dropped, ["a1.route"]);
  });

  it("takes each of several wires by itself", async () => {
    const program = await loaded(`agent a1 {
      source r = netcat(port: 1)
      channel c1 = memory()
      channel c2 = memory()
      channel c3 = memory()
      r.map(e => e.body.toInt() else drop) -> c1
      r.filter(e => e.body != "x").flatMap(e => [e.body, e.body]) -> [c2, c3?]
      c1 -> logger()
      c2 -> logger()
      c3 -> logger()
    }`);
    const [to, told] = program.pass("a1", "r", ["1", "x", "y"]);
    assert.deepEqual(
      to["c1"]?.map((one) => one.body),
      [1],
    );
    assert.deepEqual(
      to["c2"]?.map((one) => one.body),
      ["1", "1", "y", "y"],
    );
    assert.deepEqual(to["c3"], to["c2"]);
    assert.deepEqual(told.dropped, ["a1.r.map", "a1.r.map"]);
  });

  it("makes no more of a record than what the steps behind ask for, however many there are", async () => {
    const text = (last: string) => `
      type Hit = { id: string, path: string, status: int, took: int }
      agent a {
        source  s = netcat(port: 1)
        channel c = memory()
        sink    k = logger()
        s.map(e => parseJson<Hit>(e.body) else drop).filter(e => e.body.status >= 400)${last} -> c -> k
      }`;
    const asked = await emittedBody(text(".map(e => e.body.id)"));
    assert.match(asked, /jsonReader<Pick<Hit, "id" \| "status">>\(hitSchema, \["id", "status"\]\)/);
    assert.match(await emittedBody(text("")), /jsonReader<Hit>\(hitSchema\)/);
    const { pass } = await loaded(text(".map(e => e.body.id)"));
    const bodies = [404, 200].map((status) => JSON.stringify({ id: `n${status}`, path: "/", status, took: 1 }));
    const [arrived] = pass("a", "s", bodies);
    assert.deepEqual(
      arrived["c"]?.map(({ body }) => body),
      ["n404"],
    );
  });

  it("keeps headers through map and flatMap, and gives interceptors their event", async () => {
    const program = await loaded(`agent a1 {
      netcat(port: 1).static(key: "k", value: "v").map(e => e.body.split(" ")).flatMap(e => e.body).filter(e => e.headers["k"] == "v") -> memory() -> logger()
    }`);
    const [to] = program.pass("a1", "netcat", ["a b"]);
    assert.deepEqual(to["memory"], [
      { body: "a", headers: new Map([["k", "v"]]) },
      { body: "b", headers: new Map([["k", "v"]]) },
    ]);
  });

  it("sends the event as it was to the rejects, with reason and place", async () => {
    const program = await loaded(`
      topic rejects: string = embedded()
      agent a1 {
        netcat(port: 1).map(e => e.body.toInt() else -> rejects).map(e => 6 div e.body else -> rejects) -> memory() -> logger()
      }`);
    const [to, told] = program.pass("a1", "netcat", ["3", "x", "0"]);
    assert.deepEqual(
      to["memory"]?.map((one) => one.body),
      [2],
    );
    assert.deepEqual(
      to["rejects"]?.map((one) => [one.body, one.headers.get("place")]),
      [
        ["x", "input.flow:4:41"],
        ["0", "input.flow:4:75"],
      ],
    );
    assert.deepEqual(told.rejected, ["a1.netcat.map", "a1.netcat.map2"]);
  });
});
