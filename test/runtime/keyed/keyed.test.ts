import assert from "node:assert/strict";
import fc from "fast-check";
import { t } from "../../../runtime/contract/schema.ts";
import { MappedState, type MappedStateOptions } from "../../../runtime/keyed/mapped-state.ts";
import { ProcessedState, type ProcessedStateOptions } from "../../../runtime/keyed/processed-state.ts";
import { SeenKeys } from "../../../runtime/keyed/seen-keys.ts";
import { UpdatedState } from "../../../runtime/keyed/updated-state.ts";
import type { StateObject } from "../../../runtime/state/state-object.ts";
import { StateTable } from "../../../runtime/state/state-table.ts";
import { restarted } from "../state/restarted.ts";

const types = { key: t.string, state: t.int };

interface Keyed<R> extends StateObject {
  add(key: string, value: number): void;
  advance(batch: { readonly time: number }): R[];
}

/** Runs batches of `a1` (key and value), one a second from 1 on; with a restart between any two where it is wanted. */
function runner<R>(make: () => Keyed<R>, restarts = false) {
  let table: StateTable<unknown, unknown> | null = null;
  let object: Keyed<R> | null = null;
  const begin = () => {
    const made = make();
    table = table === null ? new StateTable(made.shape) : restarted(table);
    if (object !== null) table.resume();
    made.attach(table);
    object = made;
  };
  begin();
  let time = 0;
  return (batch: string): R[] => {
    if (restarts && time > 0) begin();
    time += 1000;
    for (const [, key, value] of batch.matchAll(/([a-z])(\d+)/g)) object!.add(key!, Number(value));
    const results = object!.advance({ time });
    table!.settle();
    return results;
  };
}

function sums() {
  return new UpdatedState<string, number, number>({
    ...types,
    update: (values, state) => {
      const sum = values.reduce((a, b) => a + b, state ?? 0);
      return sum > 9 ? null : sum;
    },
    initial: [["i", 1]],
  });
}

describe("dedupe", () => {
  /** Gives each pair whose key was not seen in the two seconds before. */
  const make = () =>
    new (class {
      readonly #seen = new SeenKeys<string, readonly [string, number]>({
        key: t.string,
        by: ([key]) => key,
        within: 2000,
      });
      readonly backend = this.#seen.backend;
      readonly shape = this.#seen.shape;
      attach = (table: StateTable<string, number>) => this.#seen.attach(table);
      add = (key: string, value: number) => this.#seen.add([key, value]);
      advance = (batch: { readonly time: number }) => this.#seen.advance(batch);
    })();

  for (const restarts of [false, true]) {
    it(`gives the first of each key until that has been away for so long${restarts ? ", also over restarts" : ""}`, () => {
      const run = runner(make, restarts);
      const texts = ["a1b2a3", "a4c5", "", "", "b6a7", "a8", "", "", "", "a9"].map((batch) =>
        run(batch)
          .map(([key, value]) => `${key}${value}`)
          .join(""),
      );
      // `a` is last seen in the second batch and away for three; then in the sixth, and away for four.
      assert.deepEqual(texts, ["a1b2", "c5", "", "", "b6a7", "", "", "", "", "a9"]);
    });
  }
});

describe("updateStateByKey", () => {
  for (const restarts of [false, true]) {
    it(`asks for every key in each batch, and gives all of them${restarts ? ", also over restarts" : ""}`, () => {
      const run = runner(sums, restarts);
      assert.deepEqual(run("b1a2b3"), [
        ["i", 1],
        ["b", 4],
        ["a", 2],
      ]);
      assert.deepEqual(run(""), [
        ["i", 1],
        ["b", 4],
        ["a", 2],
      ]);
      // A key without a state is gone, and its place with it.
      assert.deepEqual(run("b9"), [
        ["i", 1],
        ["a", 2],
      ]);
      assert.deepEqual(run("b1"), [
        ["i", 1],
        ["a", 2],
        ["b", 1],
      ]);
    });
  }

  it("never creates a key whose first values give no state", () => {
    const run = runner(sums);
    assert.deepEqual(run("x99"), [["i", 1]]);
    assert.deepEqual(run(""), [["i", 1]]);
  });

  it("does not write what stays the same", () => {
    const state = sums();
    const table = new StateTable<string, number>(state.shape);
    state.attach(table);
    state.add("a", 1);
    state.advance({ time: 1000 });
    assert.equal(table.changes.length, 2);
    table.settle();
    state.add("a", 1);
    state.advance({ time: 2000 });
    assert.equal(table.changes.length, 1);
  });

  it("tells the function key and time, and begins with what is there only once", () => {
    const seen: unknown[] = [];
    const make = () =>
      new UpdatedState<string, number, number>({
        ...types,
        update: (values, state, key, time) => {
          seen.push([...values, state, key, time]);
          return null;
        },
        initial: [["i", 7]],
      });
    const run = runner(make, true);
    run("a1a2");
    run("");
    assert.deepEqual(seen, [
      [7, "i", 1000],
      [1, 2, null, "a", 1000],
    ]);
  });
});

function totals(options: Partial<MappedStateOptions<string, number, number, string>> = {}) {
  return new MappedState<string, number, number, string>({
    ...types,
    update: (key, value, state) => {
      const total = (state ?? 0) + value;
      return value === 0 ? [null, `${key} reset`] : [total, total % 2 === 0 ? `${key}=${total}` : null];
    },
    ...options,
  });
}

describe("mapWithState", () => {
  for (const restarts of [false, true]) {
    it(`asks for each value, which sees what the one before has left${restarts ? ", also over restarts" : ""}`, () => {
      const run = runner(() => totals({ initial: [["i", 1]] }), restarts);
      assert.deepEqual(run("a1a1b2"), ["a=2", "b=2"]);
      assert.deepEqual(run(""), []);
      assert.deepEqual(run("i1a0a4"), ["i=2", "a reset", "a=4"]);
    });

    it(`ends a key that is silent for longer than the timeout${restarts ? ", also over restarts" : ""}`, () => {
      const timed = () => totals({ timeout: 2000, onTimeout: (key, state, time) => `${key} ${state} at ${time}` });
      const run = runner(timed, restarts);
      run("a1b1c1");
      run("b1");
      // Two seconds are not longer than two seconds.
      assert.deepEqual(run(""), []);
      // What a silent key gets in that batch comes first.
      assert.deepEqual(run("c2"), ["a 1 at 4000"]);
      assert.deepEqual(run("a2"), ["a=2", "b 2 at 5000"]);
    });
  }

  it("sees a key again as new once it has timed out, and times out those that were there before the first batch", () => {
    const run = runner(() => totals({ timeout: 1000, onTimeout: (key) => `${key} out`, initial: [["i", 1]] }));
    assert.deepEqual(run(""), []);
    assert.deepEqual(run(""), []);
    assert.deepEqual(run(""), ["i out"]);
    assert.deepEqual(run("i2"), ["i=2"]);
  });
});

/** Sessions: values of a key until it is silent for two seconds, from the last one on. */
function sessions(): ProcessedState<string, number, readonly [number, number], string> {
  const options: ProcessedStateOptions<string, number, readonly [number, number], string> = {
    key: t.string,
    state: t.tuple(t.int, t.int),
    onElement: (_key, value, state, time) => [[(state?.[0] ?? 0) + value, time], state === null ? ["begin"] : []],
    wakeAt: (_key, [, last]) => last + 2000,
    onTimer: (key, [sum], at) => [null, [`${key}=${sum} at ${at}`]],
  };
  return new ProcessedState(options);
}

describe("process", () => {
  for (const restarts of [false, true]) {
    it(`wakes a key when its state says so${restarts ? ", also over restarts" : ""}`, () => {
      const run = runner(sessions, restarts);
      assert.deepEqual(run("b1a1"), ["begin", "begin"]);
      assert.deepEqual(run("a2"), []);
      // The value of the batch in which the timer is due comes first, and puts it off.
      assert.deepEqual(run("b5"), []);
      assert.deepEqual(run(""), ["a=3 at 4000"]);
      assert.deepEqual(run(""), ["b=6 at 5000"]);
      assert.deepEqual(run("b1"), ["begin"]);
    });
  }

  it("catches up with all timers that are due, in order, and asks one that does not move on once a batch", () => {
    const ticks = (step: number) => () =>
      new ProcessedState<string, number, number, string>({
        ...types,
        onElement: (_key, value) => [value, []],
        wakeAt: (_key, state) => state,
        onTimer: (key, state, at) => [state + step, [`${key}${at}`]],
      });
    const quick = runner(ticks(400));
    assert.deepEqual(quick("a100b150"), ["a100", "b150", "a500", "b550", "a900", "b950"]);
    const stuck = runner(ticks(0));
    assert.deepEqual(stuck("a100"), ["a100"]);
    assert.deepEqual(stuck(""), ["a100"]);
  });

  it("of random batches gives what a plain model gives, whether it restarts or not", () => {
    const batch = fc.array(fc.tuple(fc.constantFrom(..."abcdefg"), fc.integer({ min: 1, max: 9 })), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 30 }), (batches) => {
        const [plain, restarting] = [runner(sessions), runner(sessions, true)];
        const model = new Map<string, { sum: number; last: number }>();
        for (const [index, pairs] of batches.entries()) {
          const time = (index + 1) * 1000;
          const text = pairs.map(([key, value]) => `${key}${value}`).join("");
          const expected: string[] = [];
          for (const [key, value] of pairs) {
            const known = model.get(key);
            if (known === undefined) expected.push("begin");
            model.set(key, { sum: (known?.sum ?? 0) + value, last: time });
          }
          for (const [key, { sum, last }] of [...model]) {
            if (last + 2000 > time) continue;
            model.delete(key);
            expected.push(`${key}=${sum} at ${last + 2000}`);
          }
          const seen = plain(text);
          assert.deepEqual(seen, restarting(text));
          assert.deepEqual([...seen].sort(), expected.sort());
        }
      }),
    );
  });
});
