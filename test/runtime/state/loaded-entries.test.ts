import assert from "node:assert/strict";
import type { Entry } from "../../../runtime/state/entry.ts";
import { LoadedEntries } from "../../../runtime/state/loaded-entries.ts";
import { seeded } from "../../compiler/random/choices.ts";
import { collidingTexts } from "../../support/colliding-texts.ts";
import { firstSeed } from "../../support/sample-size.ts";

type Loaded = LoadedEntries<unknown, number>;

function entryOf(key: unknown, order: number): Entry<unknown, number> {
  return { key, value: order, order, segment: null, position: 0, bytes: 1, batch: 0 };
}

function keysOf(loaded: Loaded): unknown[] {
  return Array.from(loaded.values(), ({ key }) => key);
}

/** Adds, takes out and looks for keys at random, and does the same with a Map, in whose order they are wanted. */
function compare(loaded: Loaded, keys: readonly unknown[], steps: number): void {
  const { below } = seeded(firstSeed);
  const model = new Map<unknown, Entry<unknown, number>>();
  for (let step = 1; step <= steps; step++) {
    const key = keys[below(keys.length)];
    assert.equal(loaded.get(key), model.get(key));
    if (model.has(key)) {
      loaded.delete(key);
      model.delete(key);
    } else {
      const entry = entryOf(key, step);
      loaded.add(entry);
      model.set(key, entry);
    }
    if (step % 1000 === 0) loaded.closeUp();
    if (step % 1500 === 0) loaded.fetch(keys.slice(0, 100), (value) => value);
  }
  assert.equal(loaded.size, model.size);
  assert.deepEqual(keysOf(loaded), [...model.keys()]);
  for (const key of keys) assert.equal(loaded.get(key), model.get(key));
}

describe("entries in memory", () => {
  it("are found by keys of every kind, in the order in which they came", () => {
    const texts = Array.from({ length: 500 }, (_, index) => `key-${index}`);
    const numbers = Array.from({ length: 500 }, (_, index) => (index - 250) * 2 ** (index % 40));
    const others = [true, false, null, "true", "null", "", "0", 0.1, 1e300, Number.NaN, Number.POSITIVE_INFINITY];
    compare(new LoadedEntries<unknown, number>(null), [...texts, ...new Set(numbers), ...others], 20_000);
  });

  it("treat the two zeros as one key, and NaN as equal to itself, as a Map does", () => {
    const loaded: Loaded = new LoadedEntries(null);
    for (const key of [0, Number.NaN]) loaded.add(entryOf(key, 1));
    assert.deepEqual([loaded.get(-0)?.key, loaded.get(Number.NaN)?.key], [0, Number.NaN]);
  });

  it("are found by their ids where keys are objects", () => {
    const keys = Array.from({ length: 300 }, (_, index) => [index % 7, `${index}`]);
    const loaded: Loaded = new LoadedEntries((key) => JSON.stringify(key));
    compare(loaded, keys, 5000);
    assert.equal(loaded.get([0, "no"]), undefined);
  });

  it("are found where keys were chosen to collide", () => {
    const keys = collidingTexts(9);
    assert.equal(keys.length, 512);
    compare(new LoadedEntries<unknown, number>(null), keys, 5000);
    const loaded: Loaded = new LoadedEntries(null);
    for (const [index, key] of keys.entries()) loaded.add(entryOf(key, index));
    for (const key of keys.slice(1)) loaded.delete(key);
    assert.deepEqual([keysOf(loaded), loaded.size], [keys.slice(0, 1), 1]);
  });

  it("are fetched, and brought into the order of their keys, where there are many", () => {
    const loaded: Loaded = new LoadedEntries(null);
    const keys = Array.from({ length: 50_000 }, (_, index) => `key-${(index * 7919) % 50_000}`);
    for (const key of keys) loaded.add(entryOf(key, Number(key.slice(4))));
    loaded.fetch([...keys.slice(0, 500), "nobody"], () => null);
    loaded.sort();
    assert.deepEqual(
      keysOf(loaded),
      keys.map((_, index) => `key-${index}`),
    );
    for (let index = 0; index < keys.length; index += 100) assert.equal(loaded.get(`key-${index}`)?.order, index);
  });
});
