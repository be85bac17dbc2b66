import assert from "node:assert/strict";
import { emitted } from "./emitted.ts";
import { loaded } from "./loaded.ts";

/** A stream with all that elements can pass, and a wire of an agent. */
const PROGRAM = `topic one: string = embedded()
topic two: string = embedded()
topic rest: string = embedded()

agent a {
  source r = netcat(port: 0)
  channel c = memory()
  r.map(e => e.body.toInt() else -> rest).filter(e => e.body > 1).timestamp() -> c -> logger()
}

stream s every 1s {
  let words = one.flatMap(x => x.split(" "))
  let all = words.union(two.events().map(e => e.body))
  let counts = all.map(x => (x, 1)).reduceByKey((a, b) => a + b)
  counts.filter((x, n) => n > 1).top(1, by: (x, n) => n) -> print()
  all.count() -> print()
  all.reduce((a, b) => a < b ? a : b) -> print()
  words.window(2s, 2s).count() -> print()
}
`;

describe("emit: probes", () => {
  for (const use of ["counts", "metrics"] as const) {
    it(`count for metrics what operators of a stream are given and give: ${use}`, async () => {
      const program = await loaded(PROGRAM, use);
      program.batches("s", [
        { one: ["a b a", "c"], two: ["c", "d"] },
        { one: [], two: [] },
      ]);
      const counts = Object.entries(program.counts()).filter(([id]) => id.startsWith("s."));
      assert.deepEqual(Object.fromEntries(counts), {
        "s.words": [2, 4],
        "s.all.events": [2, 2],
        "s.all.map": [2, 2],
        "s.all": [6, 6],
        "s.counts.map": [6, 6],
        "s.counts": [6, 4],
        "s.counts.filter": [4, 2],
        "s.counts.top": [2, 1],
        "s.all.count": [6, 2],
        "s.all.reduce": [6, 1],
        "s.words.window": [4, 4],
        "s.words.count": [4, 1],
      });
    });

    it(`count for metrics what operators on a wire are given and give: ${use}`, async () => {
      const program = await loaded(PROGRAM, use);
      program.pass("a", "r", ["1", "x", "2", "3"]);
      const counts = Object.entries(program.counts()).filter(([id]) => id.startsWith("a."));
      assert.deepEqual(Object.fromEntries(counts), {
        "a.r.map": [4, 3],
        "a.r.filter": [3, 2],
        "a.r.timestamp": [2, 2],
      });
    });
  }

  it("show what operators of a stream give, and make nothing for it", async () => {
    const program = await loaded(PROGRAM, "metrics");
    program.batches("s", [{ one: ["a b a", "c"], two: ["c", "d"] }]);
    const shown = Object.entries(program.shown()).filter(([id]) => id.startsWith("s."));
    assert.deepEqual(Object.fromEntries(shown), {
      "s.words": ["a", "b", "a", "c"],
      "s.all.events": ["c", "d"].map((body) => ({ body, headers: new Map() })),
      "s.all.map": ["c", "d"],
      "s.all": ["a", "b", "a", "c", "c", "d"],
      "s.counts.map": ["a", "b", "a", "c", "c", "d"].map((word) => [word, 1]),
      "s.counts": [
        ["a", 2],
        ["b", 1],
        ["c", 2],
        ["d", 1],
      ],
      "s.counts.filter": [
        ["a", 2],
        ["c", 2],
      ],
      "s.counts.top": [["a", 2]],
      "s.all.count": [6],
      "s.all.reduce": ["a"],
      "s.words.window": [],
      "s.words.count": [],
    });
  });

  it("show what operators on a wire give", async () => {
    const program = await loaded(PROGRAM, "metrics");
    program.pass("a", "r", ["1", "x", "2", "3"]);
    const bodies = (id: string) => program.shown()[id]?.map((event) => (event as { body: unknown }).body);
    assert.deepEqual(
      [bodies("a.r.map"), bodies("a.r.filter"), bodies("a.r.timestamp")],
      [
        [1, 2, 3],
        [2, 3],
        [2, 3],
      ],
    );
  });

  it("time for metrics every operator that was given something, and no more than there was", async () => {
    const program = await loaded(PROGRAM, "metrics");
    const began = performance.now();
    program.batches("s", [{ one: ["a b a", "c"], two: ["c", "d"] }]);
    program.pass("a", "r", ["1", "x", "2", "3"]);
    const all = (performance.now() - began) / 1000;
    const seconds = program.seconds();
    for (const [id, [given]] of Object.entries(program.counts())) {
      assert.equal((seconds[id] ?? 0) > 0, given > 0, `${id} ${seconds[id]}`);
    }
    assert.ok(Object.values(seconds).reduce((sum, one) => sum + one, 0) <= all);
  });

  it("stand at every source, channel and sink of a program for metrics", async () => {
    const { typescript } = await emitted({ "/p/input.flow": PROGRAM }, "metrics");
    const count = (name: string) => typescript.split(`${name}(`).length - 1;
    assert.deepEqual(
      ["probedSource", "probedChannel", "probedSink"].map(count),
      // The sinks: `logger()`, `rest`, and four times `print()`.
      [1, 1, 6],
    );
  });

  it("leave the functions that are not watched as they are without, but for counting", async () => {
    const functionsIn = (typescript: string) =>
      [...typescript.matchAll(/^ *(?:pass|batch)\(.*\{$[\s\S]*?^(?: {2}| {6})\},$/gm)].map(([text]) =>
        text
          .split("\n")
          .filter((line) => !/^ *(?:let \w+ = 0|\w+(?:In|Out)\d* \+= .*|\w+Count\d*\.set\(.*);$/.test(line)),
      );
    const [plain, metered] = await Promise.all(
      (["run", "metrics"] as const).map(async (purpose) => emitted({ "/p/input.flow": PROGRAM }, purpose)),
    );
    const expected = functionsIn(plain!.typescript);
    assert.equal(expected.length, 2);
    assert.deepEqual(functionsIn(metered!.typescript), expected);
  });

  it("are in no program that nobody asked to watch", async () => {
    const { typescript } = await emitted({ "/p/input.flow": PROGRAM });
    assert.doesNotMatch(typescript, /OperatorCount|StepProbe|probed|timed|reached/);
  });
});
