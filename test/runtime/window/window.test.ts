import assert from "node:assert/strict";
import { t } from "../../../runtime/contract/schema.ts";
import type { StateObject } from "../../../runtime/state/state-object.ts";
import { StateTable } from "../../../runtime/state/state-table.ts";
import type { BatchTime } from "../../../runtime/window/schedule.ts";
import { Window } from "../../../runtime/window/window.ts";
import { WindowedReduce } from "../../../runtime/window/windowed-reduce.ts";
import { restarted } from "../state/restarted.ts";

const letter = { element: t.string };
const counts = { key: t.string, value: t.int };

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
        const plain = run(new Window<string>({ ...seconds, ...letter }), given, start);
        assert.equal(plain.map(shown).join(" "), expected);

        const counted = new WindowedReduce<string, number>({ ...seconds, ...counts, merge: (a, b) => a + b });
        assert.deepEqual(
          run(counted, given, start, 1),
          plain.map((elements) => elements && tally(elements)),
        );
      });

      it(`of ${window} by ${slide}: ${what}, restored before each batch`, () => {
        const seconds = { window: window * 1000, slide: slide * 1000, every: 1000 };
        const plain = restarting(() => new Window<string>({ ...seconds, ...letter }));
        const reduced = restarting(() => {
          return new WindowedReduce<string, string>({
            ...seconds,
            key: t.string,
            value: t.string,
            merge: (a, b) => a + b,
          });
        });
        const seen = batches.split(" ").map((batch, index) => {
          const [window, reduce] = [plain.next(), reduced.next()];
          for (const element of letters(batch)) {
            window.add(element);
            reduce.add("all", element);
          }
          const elements = window.advance(at(start, index));
          const all = reduce.advance(at(start, index));
          assert.equal(all?.map(([, text]) => text).join(""), elements?.join(""));
          return elements;
        });
        assert.equal(seen.map(shown).join(" "), expected);
      });
    }
  }

  it("of windows repeats elements: the inner one's slide is the outer one's interval", () => {
    const inner = new Window<string>({ window: 2000, slide: 1000, every: 1000, ...letter });
    const outer = new Window<string>({ window: 2000, slide: 1000, every: 1000, ...letter });
    const seen = ["a", "b", "c"].map((element, index) => {
      inner.add(element);
      for (const again of inner.advance(at(0, index)) ?? []) outer.add(again);
      return outer.advance(at(0, index));
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
      key: t.string,
      value: t.string,
      merge: (a, b) => a + b,
    });
    state.add("k", "1");
    state.add("k", "2");
    state.add("only", "x");
    assert.deepEqual(state.advance(at(0, 0)), [
      ["k", "12"],
      ["only", "x"],
    ]);
    state.add("k", "3");
    // In the order of their last values.
    assert.deepEqual(state.advance(at(0, 1)), [
      ["only", "x"],
      ["k", "123"],
    ]);
    state.add("k", "4");
    assert.deepEqual(state.advance(at(0, 2)), [["k", "34"]]);
    state.add("k", "0");
    assert.deepEqual(state.advance(at(0, 3)), [["k", "40"]]);
  });

  it("does not take what a stopped program had begun for something new", () => {
    const windows = restarting(() => new Window<string>({ window: 20_000, slide: 10_000, every: 1000, ...letter }));
    const before = windows.next();
    before.add("old");
    before.advance(at(0, 0));
    const after = windows.next();
    after.add("new");
    assert.equal(after.advance(at(0, 58)), null);
    assert.deepEqual(after.advance(at(0, 59)), ["new"]);
  });

  it("keeps what came before the clock was put back for as long as its window is, and not for the difference", () => {
    const state = new WindowedReduce<string, number>({
      window: 3000,
      slide: 1000,
      every: 1000,
      ...counts,
      merge: (a, b) => a + b,
    });
    const window = new Window<string>({ window: 3000, slide: 1000, every: 1000, ...letter });
    const seen = [100, 101, 5, 6, 7, 8].map((second) => {
      state.add("k", 1);
      window.add(String(second));
      const batch = { time: second * 1000, zeroTime: 0 };
      const elements = window.advance(batch);
      assert.equal(state.advance(batch)?.[0]?.[1], elements?.length);
      return elements?.join(" ");
    });
    assert.deepEqual(seen, ["100", "100 101", "100 101 5", "100 101 5 6", "5 6 7", "6 7 8"]);
  });

  it("keeps a key whose values cancel out", () => {
    const state = new WindowedReduce<string, number>({
      window: 2000,
      slide: 1000,
      every: 1000,
      ...counts,
      merge: (a, b) => a + b,
    });
    state.add("k", 1);
    state.advance(at(0, 0));
    state.add("k", -1);
    assert.deepEqual(state.advance(at(0, 1)), [["k", 0]]);
    assert.deepEqual(state.advance(at(0, 2)), [["k", -1]]);
    assert.deepEqual(state.advance(at(0, 3)), []);
  });

  it("compares keys that are no primitives by what its emitter says, also after a restart", () => {
    const make = () => {
      return new WindowedReduce<readonly [string, number], number>({
        window: 3000,
        slide: 1000,
        every: 1000,
        key: t.tuple(t.string, t.int),
        value: t.int,
        merge: (a, b) => a + b,
        keyOf: ([host, status]) => JSON.stringify([host, status]),
      });
    };
    const states = restarting(make);
    let state = states.next();
    state.add(["h", 200], 1);
    state.add(["h", 200], 1);
    state.advance(at(0, 0));
    state = states.next();
    state.add(["h", 200], 1);
    state.add(["h", 404], 1);
    assert.deepEqual(state.advance(at(0, 1)), [
      [["h", 200], 3],
      [["h", 404], 1],
    ]);
  });
});

function run<R>(
  state: { add(element: string, value: number): void; advance(batch: BatchTime): R },
  batches: readonly { readonly time: number; readonly elements: readonly string[] }[],
  start: number,
  value = 0,
): R[] {
  return batches.map(({ time, elements }) => {
    for (const element of elements) state.add(element, value);
    return state.advance({ time, zeroTime: start * 1000 });
  });
}

/** Batch `index` of a stream that began at `start` seconds. */
function at(start: number, index: number): BatchTime {
  return { time: (start + index + 1) * 1000, zeroTime: start * 1000 };
}

/** Gives an object that has all that the one before has kept. */
function restarting<O extends StateObject>(make: () => O): { next(): O } {
  let table: StateTable<unknown, unknown> | null = null;
  return {
    next() {
      const object = make();
      table = table === null ? new StateTable(object.shape) : restarted(table);
      object.attach(table);
      return object;
    },
  };
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
