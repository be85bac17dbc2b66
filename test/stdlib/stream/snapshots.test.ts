/** `stateSnapshots`, run through compiled programs. */
import { expectBatches } from "../../support/expect-batches.ts";

const pairs = { pairs: ["(string, int)", '[[("b", 1), ("a", 2)], [], [("b", 3)]]'] } as const;

const SEEN = ["let seen = pairs.mapWithState((k, n, sum: int?) => (n, (k, 0)))", "let again = seen"];

describe("snapshots of what is kept", function () {
  this.timeout(60_000);

  const rows: readonly (readonly [what: string, result: string, expected: string])[] = [
    [
      "have the state of each key behind the batch, in the order in which keys came, also in an empty batch",
      "pairs.mapWithState((k, n, sum: int?) => ((sum else 0) + n, k)).stateSnapshots().zipWithIndex()",
      '[[(("b", 1), 0), (("a", 2), 1)], [(("b", 1), 0), (("a", 2), 1)], [(("b", 4), 0), (("a", 2), 1)]]',
    ],
    [
      "lack keys that the batch has removed",
      "pairs.mapWithState((k, n, sum: int?) => (n > 2 ? null : n, k)).stateSnapshots()",
      '[[("b", 1), ("a", 2)], [("b", 1), ("a", 2)], [("a", 2)]]',
    ],
    [
      "stand behind process, once its timers have run",
      "pairs.process(onElement: (k, n, state: timestamp?, now) => (now, [n]), wakeAt: (k, at) => at + 1s, onTimer: (k, at) => (null, [])).stateSnapshots().map((k, at) => k)",
      '[["b", "a"], [], ["b"]]',
    ],
    [
      "stand beside what the operator gives, by its name and by another one",
      "seen.union(again.stateSnapshots()).union(seen.stateSnapshots())",
      '[[("b", 0), ("a", 0), ("b", 1), ("a", 2), ("b", 1), ("a", 2)], [("b", 1), ("a", 2), ("b", 1), ("a", 2)], [("b", 0), ("b", 3), ("a", 2), ("b", 3), ("a", 2)]]',
    ],
    [
      "come as often as the windows before the operator",
      "pairs.window(2s, 2s).mapWithState((k, n, sum: int?) => ((sum else 0) + n, k)).stateSnapshots()",
      '[[("b", 1), ("a", 2)]]',
    ],
  ];
  for (const [what, result, expected] of rows) {
    it(what, () => expectBatches({ given: pairs, result, expected, before: SEEN }));
  }
});
