/** Random batches through `WindowedReduce`, against a model that merges each window from scratch. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import { StateTable } from "../../../runtime/state/state-table.ts";
import { CountedWindow } from "../../../runtime/window/counted-window.ts";
import { ReducedWindow } from "../../../runtime/window/reduced-window.ts";
import { WindowedReduce, type WindowedReduceOptions } from "../../../runtime/window/windowed-reduce.ts";
import { sampleSize } from "../../support/sample-size.ts";
import { restarted } from "../state/restarted.ts";

type Pair<V> = readonly [key: string, value: V];

interface Run<V> {
  readonly batches: readonly (readonly Pair<V>[])[];
  readonly window: number;
  readonly slide: number;
  /** Batches before which the program is restarted, and batches that fail at first. */
  readonly restarts: ReadonlySet<number>;
  readonly failures: ReadonlySet<number>;
}

const runs = { numRuns: sampleSize(300, 5_000) };

function randomRun<V>(value: fc.Arbitrary<V>): fc.Arbitrary<Run<V>> {
  const batch = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), value), { maxLength: 4 });
  const some = fc.array(fc.nat({ max: 30 }), { maxLength: 4 }).map((all) => new Set(all));
  return fc.record({
    batches: fc.array(batch, { minLength: 1, maxLength: 30 }),
    window: fc.integer({ min: 1, max: 9 }),
    slide: fc.integer({ min: 1, max: 5 }),
    restarts: some,
    failures: some,
  });
}

/** What comes out with each batch. */
function results<V>(
  { batches, restarts, failures, ...lengths }: Run<V>,
  options: Options<V>,
): ([string, V][] | null)[] {
  const make = () =>
    new WindowedReduce<string, V>({
      window: lengths.window * 1000,
      slide: lengths.slide * 1000,
      every: 1000,
      key: t.string,
      ...options,
    });
  let state = make();
  let table = new StateTable<unknown, unknown>(state.shape);
  const attach = () => state.attach(table as Parameters<typeof state.attach>[0]);
  attach();
  return batches.map((batch, index) => {
    const run = () => {
      for (const [key, value] of batch) state.add(key, value);
      return state.advance({ time: (index + 1) * 1000, zeroTime: 0 });
    };
    if (restarts.has(index)) {
      table = restarted(table);
      state = make();
      attach();
    }
    if (failures.has(index)) {
      run();
      table.rollback();
      state = make();
      attach();
    }
    const result = run();
    table.settle();
    return result;
  });
}

type Options<V> = Pick<WindowedReduceOptions<string, V>, "merge" | "inverse" | "filter"> & { readonly value: Schema };

/** The windows, merged from scratch: keys in the order of their last values. */
function model<V>({ batches, window, slide }: Run<V>, merge: (a: V, b: V) => V): (Map<string, V> | null)[] {
  return batches.map((_, index) => {
    const end = index + 1;
    if (end % slide !== 0) return null;
    const found = new Map<string, V>();
    for (const batch of batches.slice(Math.max(0, end - window), end)) {
      const merged = new Map<string, V>();
      for (const [key, value] of batch) merged.set(key, merged.has(key) ? merge(merged.get(key) as V, value) : value);
      for (const [key, value] of merged) {
        const total = found.has(key) ? merge(found.get(key) as V, value) : value;
        found.delete(key);
        found.set(key, total);
      }
    }
    return found;
  });
}

describe("a windowed reduce of random batches", () => {
  it("merges what the window has, older before newer, whatever was restarted or has failed", () => {
    fc.assert(
      fc.property(randomRun(fc.constantFrom("x", "y", "z")), (run) => {
        const merge = (a: string, b: string) => a + b;
        const expected = model(run, merge).map((found) => found && [...found]);
        assert.deepEqual(results(run, { value: t.string, merge }), expected);
        const inverse = (total: string, leaving: string) => {
          assert.ok(total.startsWith(leaving));
          return total.slice(leaving.length);
        };
        assert.deepEqual(results(run, { value: t.string, merge, inverse }), expected);
      }),
      runs,
    );
  });

  it("filters what comes out, and not what is kept", () => {
    fc.assert(
      fc.property(randomRun(fc.integer({ min: -2, max: 2 })), (run) => {
        const merge = (a: number, b: number) => a + b;
        const inverse = (total: number, leaving: number) => total - leaving;
        const filter = (_key: string, value: number) => value !== 0;
        const expected = model(run, merge).map((found) => found && [...found].filter(([, value]) => value !== 0));
        assert.deepEqual(results(run, { value: t.int, merge, inverse, filter }), expected);
      }),
      runs,
    );
  });

  it("adds floats in the same way after a restart, and leaves nothing of those that have left", () => {
    const float = fc.constantFrom(0.1, 0.2, 0.3, 1e16, -1e16, 1e-9);
    fc.assert(
      fc.property(randomRun(float), (run) => {
        const merge = (a: number, b: number) => a + b;
        // Asked of no float: taking 1e16 out again would leave 0 of 0.1.
        const inverse = () => Number.NaN;
        const undisturbed = { ...run, restarts: new Set<number>(), failures: new Set<number>() };
        const expected = results(undisturbed, { value: t.float, merge, inverse });
        assert.deepEqual(results(run, { value: t.float, merge, inverse }), expected);
        const exact = model(run, merge);
        expected.forEach((found, index) => {
          for (const [key, value] of found ?? []) {
            const close = exact[index]!.get(key)!;
            assert.ok(Math.abs(value - close) <= 8, `${key}: ${value} is not ${close}`);
          }
        });
      }),
      runs,
    );
  });
});

describe("a window that is counted or merged into one", () => {
  it("has what the elements of the window come to, and counts from the first element ever", () => {
    fc.assert(
      fc.property(randomRun(fc.integer({ min: 0, max: 9 })), ({ batches, window, slide, restarts }) => {
        const lengths = { window: window * 1000, slide: slide * 1000, every: 1000 };
        const make = () => ({
          counted: new CountedWindow(lengths),
          merged: new ReducedWindow<number>({ ...lengths, element: t.int, merge: Math.max }),
        });
        let state = make();
        let tables = [
          new StateTable<number, never>(state.counted.shape),
          new StateTable<number, never>(state.merged.shape),
        ] as const;
        const attach = () => {
          state.counted.attach(tables[0]);
          state.merged.attach(tables[1]);
        };
        attach();
        batches.forEach((batch, index) => {
          if (restarts.has(index)) {
            tables = [restarted(tables[0]), restarted(tables[1])];
            state = make();
            attach();
          }
          for (const [, value] of batch) {
            state.counted.add();
            state.merged.add(value);
          }
          const end = index + 1;
          const now = { time: end * 1000, zeroTime: 0 };
          const isSeen = (at: number) => at % slide === 0 || slide - (at % slide) < window;
          const values = batches.slice(Math.max(0, end - window), end).flat();
          const ever = batches.slice(0, end).some((one, at) => one.length > 0 && isSeen(at + 1));
          const isEnd = end % slide === 0;
          assert.deepEqual(state.counted.advance(now), isEnd ? (ever ? [values.length] : []) : null);
          const largest = values.length === 0 ? [] : [Math.max(...values.map(([, value]) => value))];
          assert.deepEqual(state.merged.advance(now), isEnd ? largest : null);
          for (const table of tables) table.settle();
        });
      }),
      runs,
    );
  });
});
