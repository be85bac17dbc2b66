/** What pairs of two streams give, as Spark's operations of these names do, run through compiled programs. */
import assert from "node:assert/strict";
import { JoinedBatch } from "../../../stdlib/stream/joined-batch.ts";
import { SubtractedBatch } from "../../../stdlib/stream/subtracted-batch.ts";
import { expectBatches } from "../../support/expect-batches.ts";

const given = {
  left: ["(string, int)", '[[("a", 1), ("b", 2), ("a", 3)], [], [("c", 4)], []]'],
  right: ["(string, string)", '[[("a", "x"), ("d", "y"), ("a", "z")], [("c", "q")], [], []]'],
} as const;

describe("of two streams of pairs", function () {
  this.timeout(60_000);

  const cases: readonly (readonly [string, string])[] = [
    ["join", '[[("a", (1, "x")), ("a", (1, "z")), ("a", (3, "x")), ("a", (3, "z"))], [], [], []]'],
    [
      "leftOuterJoin",
      '[[("a", (1, "x")), ("a", (1, "z")), ("a", (3, "x")), ("a", (3, "z")), ("b", (2, null))], [], [("c", (4, null))], []]',
    ],
    [
      "rightOuterJoin",
      '[[("a", (1, "x")), ("a", (1, "z")), ("a", (3, "x")), ("a", (3, "z")), ("d", (null, "y"))], [("c", (null, "q"))], [], []]',
    ],
    [
      "fullOuterJoin",
      '[[("a", (1, "x")), ("a", (1, "z")), ("a", (3, "x")), ("a", (3, "z")), ("b", (2, null)), ("d", (null, "y"))], [("c", (null, "q"))], [("c", (4, null))], []]',
    ],
    [
      "cogroup",
      '[[("a", ([1, 3], ["x", "z"])), ("b", ([2], [])), ("d", ([], ["y"]))], [("c", ([], ["q"]))], [("c", ([4], []))], []]',
    ],
    ["subtractByKey", '[[("b", 2)], [], [("c", 4)], []]'],
  ];
  for (const [name, expected] of cases) {
    it(`${name} sees the two batches of one time`, () =>
      expectBatches({ given, result: `left.${name}(right)`, expected }));
  }

  it("join meets itself", () =>
    expectBatches({
      given: { left: given.left },
      result: "left.join(left)",
      expected:
        '[[("a", (1, 1)), ("a", (1, 3)), ("a", (3, 1)), ("a", (3, 3)), ("b", (2, 2))], [], [("c", (4, 4))], []]',
    }));

  it("join sees several batches behind windows", () =>
    expectBatches({
      given,
      result: "left.window(2s).join(right.window(2s))",
      expected:
        '[[("a", (1, "x")), ("a", (1, "z")), ("a", (3, "x")), ("a", (3, "z"))], [("a", (1, "x")), ("a", (1, "z")), ("a", (3, "x")), ("a", (3, "z"))], [("c", (4, "q"))], []]',
    }));

  it("keys are compared by value, and null and the empty text are ordinary keys", () =>
    expectBatches({
      given: {
        left: ["((string, int?), int)", '[[(("a", null), 1), (("a", 1), 2), (("", null), 3)]]'],
        right: ["((string, int?), bool)", '[[(("", null), true), (("a", null), false)]]'],
      },
      result: "left.join(right)",
      expected: '[[(("a", null), (1, false)), (("", null), (3, true))]]',
    }));

  it("joins the results of others, and others join them", () =>
    expectBatches({
      given,
      result: "left.reduceByKey((a, b) => a + b).fullOuterJoin(right.groupByKey()).map((key, both) => key)",
      expected: '[["a", "b", "d"], ["c"], ["c"], []]',
    }));
});

describe("JoinedBatch", () => {
  it("gives what nested loops give, in an order that does not depend on which side came first", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = generator(seed);
      const [these, others] = [pairs(random), pairs(random)];
      const makers = [
        (add: JoinedBatch<number, number, number>) => {
          for (const [key, value] of these) add.addThis(key, value);
          for (const [key, value] of others) add.addOther(key, value);
        },
        (add: JoinedBatch<number, number, number>) => {
          for (const [key, value] of others) add.addOther(key, value);
          for (const [key, value] of these) add.addThis(key, value);
        },
      ];
      for (const fill of makers) {
        const batch = new JoinedBatch<number, number, number>(random() < 0.5 ? null : (key) => `k${key}`);
        fill(batch);
        assert.deepEqual(batch.join(), expectedOf(these, others, "inner"), `seed ${seed}`);
        assert.deepEqual(batch.leftOuterJoin(), expectedOf(these, others, "left"), `seed ${seed}`);
        assert.deepEqual(batch.rightOuterJoin(), expectedOf(these, others, "right"), `seed ${seed}`);
        assert.deepEqual(batch.fullOuterJoin(), expectedOf(these, others, "full"), `seed ${seed}`);
        assert.deepEqual(
          batch.cogroup(),
          keysOf(these, others).map((key) => [key, [valuesOf(these, key), valuesOf(others, key)]]),
          `seed ${seed}`,
        );
      }
      const subtracted = new SubtractedBatch<number, number>();
      for (const [key] of others) subtracted.addOther(key);
      for (const [key, value] of these) subtracted.addThis(key, value);
      assert.deepEqual(
        subtracted.rest(),
        these.filter(([key]) => valuesOf(others, key).length === 0),
        `seed ${seed}`,
      );
    }
  });
});

type Pair = readonly [key: number, value: number];

function expectedOf(these: readonly Pair[], others: readonly Pair[], kind: string): unknown[] {
  return keysOf(these, others).flatMap((key) => {
    const [left, right]: (number | null)[][] = [valuesOf(these, key), valuesOf(others, key)];
    if (left!.length === 0 && (kind === "right" || kind === "full")) left!.push(null);
    if (right!.length === 0 && (kind === "left" || kind === "full")) right!.push(null);
    return left!.flatMap((value) => right!.map((other) => [key, [value, other]]));
  });
}

function keysOf(these: readonly Pair[], others: readonly Pair[]): number[] {
  return [...new Set([...these, ...others].map(([key]) => key))];
}

function valuesOf(pairs: readonly Pair[], key: number): number[] {
  return pairs.filter(([own]) => own === key).map(([, value]) => value);
}

function pairs(random: () => number): Pair[] {
  return Array.from({ length: Math.floor(random() * 8) }, () => [Math.floor(random() * 4), Math.floor(random() * 100)]);
}

/** Numbers below one, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
