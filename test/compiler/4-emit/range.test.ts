import assert from "node:assert/strict";
import { loaded } from "./loaded.ts";

const LAST = Number.MAX_SAFE_INTEGER;

/** What stream `s` gives for `lines`, and what it dropped. */
async function given(body: string, lines: unknown[], more = ""): Promise<[unknown[], string[]]> {
  const program = await loaded(`${more}
    topic lines: int = embedded()
    stream s every 1s { ${body} -> print() }`);
  const [batch] = program.batches("s", [{ lines }]);
  assert.ok(batch);
  return [batch[0]["print"] ?? [], batch[1].dropped];
}

describe("emit: what leaves its range", () => {
  it("is caught by an else, and the type stays what it is", async () => {
    assert.deepEqual(await given("lines.map(n => (n + 1) else 0).map(n => n * 2)", [1, LAST]), [[4, 0], []]);
    assert.deepEqual(await given("lines.map(n => (n * n - 1) else drop)", [3, LAST]), [[8], ["s.lines.map"]]);
    assert.deepEqual(await given("lines.map(n => n.toTimestamp(1s) else drop)", [1, LAST]), [[1000], ["s.lines.map"]]);
    assert.deepEqual(await given('lines.map(n => "ab".repeat(n) else "long")', [2, LAST]), [["abab", "long"], []]);
    assert.deepEqual(await given("lines.map(n => [n, 1].sum() else drop)", [2, LAST]), [[3], ["s.lines.map"]]);
    assert.deepEqual(await given("lines.map(n => range(0, n) else [])", [2, LAST]), [[[0, 1], []], []]);
    assert.deepEqual(await given("lines.map(n => [1, 2].chunk(n) else [])", [1, 0]), [[[[1], [2]], []], []]);
    assert.deepEqual(await given("lines.map(n => (1.5).toFixed(n) else drop)", [1, 16]), [["1.5"], ["s.lines.map"]]);
    assert.deepEqual(await given("lines.map(n => (n * 1d) else 0s)", [1, LAST]), [[86_400_000, 0], []]);
    const shifted = "lines.map(n => (@2026-01-01T00:00:00Z + n * 1ms) else drop)";
    assert.deepEqual(await given(shifted, [1, 8.64e15]), [[1_767_225_600_001], ["s.lines.map"]]);
  });

  it("is caught in functions that are called, and in the rest of an expression with ways out of its own", async () => {
    const more = `fn next(n: int): int = n + 1
      fn doubled(n: int): int! { return try (next(n) * 2) }`;
    assert.deepEqual(await given("lines.map(n => next(n) else drop)", [1, LAST], more), [[2], ["s.lines.map"]]);
    assert.deepEqual(await given("lines.map(n => doubled(n) else 0)", [1, LAST, 2 ** 52], more), [[4, 0, 0], []]);
    const body = "lines.map(n => ((6 div n else drop) + n) else -1)";
    assert.deepEqual(await given(body, [2, 0, LAST], more), [[5, LAST], ["s.lines.map"]]);
    assert.deepEqual(await given("lines.map(n => [n].map(m => m + 1) else [])", [1, LAST]), [[[2], []], []]);
  });

  it("is not caught by the else of another expression", async () => {
    await assert.rejects(
      given("lines.map(n => (n + 1, n)).map((x, n) => (x * 0) else 0)", [LAST]),
      /is not an exact int/,
    );
    await assert.rejects(
      given("lines.map(x => x + 1).map(n => n.toString()).map(n => n.toInt() else 0)", [LAST]),
      /is not an exact int/,
    );
    await assert.rejects(given("lines.map(n => n + ((n * 1) else 0))", [LAST]), /is not an exact int/);
  });

  it("fails with the reason, at the place of the value, on the way to the rejects", async () => {
    const program = await loaded(`agent a {
      netcat(port: 4000).map(e => (e.body.length * 9_007_199_254_740_991) else -> logger()) -> memory() -> logger()
    }`);
    const [to, told] = program.pass("a", "netcat", ["a", "ab"]);
    const [event] = to["logger"] ?? [];
    assert.deepEqual(told.rejected, ["a.netcat.map"]);
    assert.equal(event?.body, "ab");
    assert.match(event?.headers.get("reason") ?? "", /^18014398509481982 is not an exact int/);
    assert.equal(event?.headers.get("place"), "input.flow:2:36");
  });
});

describe("emit: failures of one's own", () => {
  const program = `
    fn amount(text: string): int! {
      let n = try text.toInt()
      return n > 0 ? n : failure("an amount must be positive")
    }
    fn first(line: string): string! = line.split(",").filter(part => part != "")[0] else failure("no id")
    fn both(line: string): int! {
      let id = try (line.split(",")[1] else failure("no second part"))
      return amount(id)
    }
    agent a {
      source r = netcat(port: 4000)
      r.map(e => amount(e.body) else -> logger()) -> memory() -> discard()
      netcat(port: 4001).map(e => first(e.body) else -> logger()) -> memory() -> discard()
      netcat(port: 4002).map(e => both(e.body) else -> logger()) -> memory() -> discard()
      netcat(port: 4003).map(e => (e.body == "" ? failure("empty") : e.body) else -> logger()) -> memory() -> discard()
    }`;

  it("go to the rejects with their reason and their place", async () => {
    const { pass } = await loaded(program);
    const rejected = (from: string, rejects: string, bodies: string[]) =>
      (pass("a", from, bodies)[0][rejects] ?? []).map(
        (one) => `${one.headers.get("reason")} ${one.headers.get("place")}`,
      );
    assert.deepEqual(rejected("r", "logger", ["3", "-3", "x"]), [
      "an amount must be positive input.flow:4:26",
      '"x" is not a whole number input.flow:3:24',
    ]);
    assert.deepEqual(rejected("netcat", "logger2", ["a,b", ","]), ["no id input.flow:6:90"]);
    assert.deepEqual(rejected("netcat2", "logger3", ["a,1", "a", "a,-1"]), [
      "no second part input.flow:8:45",
      "an amount must be positive input.flow:4:26",
    ]);
    assert.deepEqual(rejected("netcat3", "logger4", ["", "a"]), ["empty input.flow:16:51"]);
  });
});
