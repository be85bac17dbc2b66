import assert from "node:assert/strict";
import fc from "fast-check";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import { MappedState } from "../../../runtime/keyed/mapped-state.ts";
import { ProcessedState } from "../../../runtime/keyed/processed-state.ts";
import { UpdatedState } from "../../../runtime/keyed/updated-state.ts";
import { stateFiles } from "../../../runtime/state/state-files.ts";
import type { StateObject } from "../../../runtime/state/state-object.ts";
import { StateStore } from "../../../runtime/state/state-store.ts";
import { StateTable } from "../../../runtime/state/state-table.ts";
import { sampleSize } from "../../support/sample-size.ts";
import { tempFolders } from "../../support/temp-folder.ts";

interface Keyed extends StateObject {
  add(key: unknown, value: number): void;
  advance(batch: { readonly time: number }): unknown[];
}

/** Keys of a type, and how they are compared where a Map does not do it. */
interface Keys {
  readonly key: Schema;
  readonly keyOf?: (key: never) => string;
  of(number: number): unknown;
}

const kinds: Readonly<Record<string, Keys>> = {
  texts: { key: t.string, of: (number) => `"${"é".repeat(number % 3)}${number}\ud83d` },
  floats: { key: t.float, of: (number) => [0, -0, Number.NaN, 1e300][number % 4] },
  records: {
    key: t.map(t.string, t.int),
    keyOf: (key: ReadonlyMap<string, number>) => JSON.stringify([...key].sort()),
    // Equal, and written in another order each time.
    of: (number) => new Map([["a", number % 5] as const, ["b", 1] as const].sort(() => (number % 2 === 0 ? -1 : 1))),
  },
};

const operators: Readonly<Record<string, (keys: Pick<Keys, "key" | "keyOf">) => Keyed>> = {
  mapWithState: (keys) =>
    new MappedState<unknown, number, number, unknown>({
      ...(keys as { key: Schema }),
      state: t.int,
      update: (key, value, state) => [value === 0 ? null : (state ?? 0) + value, [key, state]],
      timeout: 3000,
      onTimeout: (key, state) => ["gone", key, state],
      initial: [],
    }) as Keyed,
  updateStateByKey: (keys) =>
    new UpdatedState<unknown, number, number>({
      ...(keys as { key: Schema }),
      state: t.int,
      update: (values, state) => (values.includes(0) ? null : values.reduce((a, b) => a + b, state ?? 0)),
    }) as Keyed,
  process: (keys) =>
    new ProcessedState<unknown, number, number, unknown>({
      ...(keys as { key: Schema }),
      state: t.int,
      onElement: (key, value, state, time) => [value === 0 ? null : time + value * 1000, [[key, state]]],
      wakeAt: (_key, state) => state,
      onTimer: (key, _state, at) => [null, [["timer", key, at]]],
    }) as Keyed,
};

describe("state by key of which hardly any may be in memory", () => {
  const folder = tempFolders();
  const batch = fc.record({
    values: fc.array(fc.tuple(fc.nat(12), fc.nat(3)), { maxLength: 8 }),
    outcome: fc.constantFrom("commit", "commit", "commit", "fail", "restart"),
  });

  for (const [operator, make] of Object.entries(operators)) {
    for (const [kind, { of, ...keys }] of Object.entries(kinds)) {
      it(`gives what it gives with all of it in memory: ${operator} of ${kind}`, async function () {
        this.timeout(sampleSize(60_000, 600_000));
        await fc.assert(
          fc.asyncProperty(fc.array(batch, { maxLength: 25 }), async (batches) => {
            const directory = folder();
            const memory = { limit: 1, used: 0 };
            let spilled = make(keys);
            const open = () =>
              StateStore.open({
                files: stateFiles(directory, "p", "s"),
                stream: "s",
                shapes: new Map([["a", spilled.shape]]),
                discard: new Set(),
                segmentBytes: 600,
                memory,
              });
            let store = await open();
            spilled.attach(store.table("a"));
            let all = make(keys);
            const table = new StateTable<unknown, unknown>(all.shape);
            all.attach(table);
            for (const [index, { values, outcome }] of batches.entries()) {
              const time = (index + 1) * 1000;
              for (const [number, value] of values) {
                spilled.add(of(number), value);
                all.add(of(number), value);
              }
              assert.deepEqual(spilled.advance({ time }), all.advance({ time }));
              if (outcome === "fail") {
                for (const one of [table, store.table("a")]) one.rollback();
                [all, spilled] = [make(keys), make(keys)];
                all.attach(table);
                spilled.attach(store.table("a"));
                continue;
              }
              await store.commit({ every: 1000, zeroTime: 0, time, inputs: new Map() });
              table.settle();
              if (outcome !== "restart") continue;
              await store.close();
              spilled = make(keys);
              store = await open();
              spilled.attach(store.table("a"));
            }
            assert.equal(store.table("a").size, table.size);
            await store.close();
          }),
          { numRuns: sampleSize(8, 300) },
        );
      });
    }
  }
});
