import assert from "node:assert/strict";
import { Window } from "../../../runtime/window/window.ts";
import { WindowedReduce } from "../../../runtime/window/windowed-reduce.ts";

/** One batch a second, the first at 1; `.` is no element. What a window gives is joined, `-` is no window. */
interface Row {
  readonly what: string;
  readonly window: number;
  readonly slide: number;
  readonly batches: string;
  readonly expected: string;
}

const rows: readonly Row[] = [
  { what: "the batch itself", window: 1, slide: 1, batches: "a b . c", expected: "a b . c" },
  {
    what: "overlapping, the first ones partial",
    window: 3,
    slide: 1,
    batches: "a b c d . . .",
    expected: "a ab abc bcd cd d .",
  },
  { what: "tumbling", window: 2, slide: 2, batches: "a b c d e f", expected: "- ab - cd - ef" },
  {
    what: "sliding by two",
    window: 4,
    slide: 2,
    batches: "a b c d e f . . . .",
    expected: "- ab - abcd - cdef - ef - .",
  },
  {
    what: "a slide that is no divisor of the window",
    window: 3,
    slide: 2,
    batches: "a b c d e f",
    expected: "- ab - bcd - def",
  },
  {
    what: "gaps, where the slide is longer than the window",
    window: 1,
    slide: 3,
    batches: "a b c d e f",
    expected: "- - c - - f",
  },
  { what: "gaps of two of four", window: 2, slide: 4, batches: "a b c d e f g h", expected: "- - - cd - - - gh" },
  { what: "empty windows", window: 2, slide: 1, batches: ". . a . .", expected: ". . a a ." },
  { what: "long panes", window: 4, slide: 4, batches: "a b c d e f g h i", expected: "- - - abcd - - - efgh -" },
  { what: "panes of two", window: 6, slide: 4, batches: "a b c d e f g h", expected: "- - - abcd - - - cdefgh" },
  { what: "several elements a batch", window: 2, slide: 1, batches: "ab c de", expected: "ab abc cde" },
];

describe("a window", () => {
  for (const start of [0, 7, 1_767_225_600]) {
    for (const { what, window, slide, batches, expected } of rows) {
      it(`of ${window} by ${slide}: ${what}, from ${start}`, () => {
        const seconds = { window: window * 1000, slide: slide * 1000, every: 1000 };
        const given = batches
          .split(" ")
          .map((batch, index) => ({ time: (start + index + 1) * 1000, elements: letters(batch) }));
        const plain = run(new Window<string>(seconds), given, undefined);
        assert.equal(plain.map(shown).join(" "), expected);

        const counted = new WindowedReduce<string, number>({ ...seconds, merge: (a, b) => a + b });
        const counts = run(counted, given, 1);
        assert.deepEqual(
          counts,
          plain.map((elements) => elements && tally(elements)),
        );
      });

      it(`of ${window} by ${slide}: ${what}, restored before each batch`, () => {
        const seconds = { window: window * 1000, slide: slide * 1000, every: 1000 };
        let state = new Window<string>(seconds);
        const seen = batches.split(" ").map((batch, index) => {
          const saved = structuredClone(state.snapshot());
          state = new Window(seconds);
          state.restore(saved);
          for (const element of letters(batch)) state.add(element);
          return state.advance((start + index + 1) * 1000);
        });
        assert.equal(seen.map(shown).join(" "), expected);
      });
    }
  }

  it("of windows repeats elements: the inner one's slide is the outer one's interval", () => {
    const inner = new Window<string>({ window: 2000, slide: 1000, every: 1000 });
    const outer = new Window<string>({ window: 2000, slide: 1000, every: 1000 });
    const seen = ["a", "b", "c"].map((element, index) => {
      inner.add(element);
      for (const again of inner.advance((index + 1) * 1000) ?? []) outer.add(again);
      return outer.advance((index + 1) * 1000);
    });
    assert.deepEqual(seen.map(shown), ["a", "aab", "abbc"]);
  });
});

describe("a windowed reduce", () => {
  it("merges older values before newer ones, and forgets keys whose values have all left", () => {
    const state = new WindowedReduce<string, string>({
      window: 2000,
      slide: 1000,
      every: 1000,
      merge: (a, b) => a + b,
    });
    state.add("k", "1");
    state.add("k", "2");
    state.add("only", "x");
    assert.deepEqual(state.advance(1000), [
      ["k", "12"],
      ["only", "x"],
    ]);
    state.add("k", "3");
    assert.deepEqual(state.advance(2000), [
      ["k", "123"],
      ["only", "x"],
    ]);
    state.add("k", "4");
    assert.deepEqual(state.advance(3000), [["k", "34"]]);
    state.add("k", "0");
    assert.deepEqual(state.advance(4000), [["k", "40"]]);
  });

  it("does not take what a stopped program had begun for something new", () => {
    const lengths = { window: 20_000, slide: 10_000, every: 1000 };
    const before = new Window<string>(lengths);
    before.add("old");
    before.advance(1000);
    const after = new Window<string>(lengths);
    after.restore(structuredClone(before.snapshot()));
    after.add("new");
    assert.equal(after.advance(59_000), null);
    assert.deepEqual(after.advance(60_000), ["new"]);
  });

  it("keeps a key whose values cancel out", () => {
    const state = new WindowedReduce<string, number>({
      window: 2000,
      slide: 1000,
      every: 1000,
      merge: (a, b) => a + b,
    });
    state.add("k", 1);
    state.advance(1000);
    state.add("k", -1);
    assert.deepEqual(state.advance(2000), [["k", 0]]);
    assert.deepEqual(state.advance(3000), [["k", -1]]);
    assert.deepEqual(state.advance(4000), []);
  });

  it("compares keys that are no primitives by what its emitter says, also after a restart", () => {
    const make = () => {
      return new WindowedReduce<readonly [string, number], number>({
        window: 3000,
        slide: 1000,
        every: 1000,
        merge: (a, b) => a + b,
        keyOf: ([host, status]) => JSON.stringify([host, status]),
      });
    };
    let state = make();
    state.add(["h", 200], 1);
    state.add(["h", 200], 1);
    state.advance(1000);
    const saved = structuredClone(state.snapshot());
    state = make();
    state.restore(saved);
    state.add(["h", 200], 1);
    state.add(["h", 404], 1);
    assert.deepEqual(state.advance(2000), [
      [["h", 200], 3],
      [["h", 404], 1],
    ]);
  });
});

function run<E, R>(
  state: { add(element: string, value: E): void; advance(time: number): R },
  batches: readonly { readonly time: number; readonly elements: readonly string[] }[],
  value: E,
): R[] {
  return batches.map(({ time, elements }) => {
    for (const element of elements) state.add(element, value);
    return state.advance(time);
  });
}

function letters(batch: string): string[] {
  return batch === "." ? [] : [...batch];
}

function shown(elements: readonly string[] | null): string {
  if (elements === null) return "-";
  return elements.length === 0 ? "." : elements.join("");
}

function tally(elements: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const element of elements) counts.set(element, (counts.get(element) ?? 0) + 1);
  return [...counts];
}
