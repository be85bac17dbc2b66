import { t } from "../runtime/contract/schema.ts";
import { MappedState } from "../runtime/keyed/mapped-state.ts";
import type { MemoryBound } from "../runtime/state/memory-bound.ts";
import { stateFiles } from "../runtime/state/state-files.ts";
import type { StateObject } from "../runtime/state/state-object.ts";
import { StateStore } from "../runtime/state/state-store.ts";
import { createRandom } from "./random.ts";

/** About 100 bytes with its key. */
interface Visits {
  readonly count: number;
  readonly path: string;
  readonly agent: string;
}

/** A state by key and the store that it is saved in. */
export interface Opened {
  readonly keys: number;
  readonly store: StateStore;
  readonly state: MappedState<string, number, Visits, string>;
}

const visits = t.record({ count: t.int, path: t.string, agent: t.string });

/** The visits of so many visitors, as they were kept below `directory`. */
export async function openVisits(directory: string, keys: number, memory?: MemoryBound): Promise<Opened> {
  const state = new MappedState<string, number, Visits, string>({
    key: t.string,
    state: visits,
    update: (key, value, state) => [
      { count: (state?.count ?? 0) + value, path: "/shop/item/1234", agent: "Mozilla/5.0" },
      key,
    ],
  });
  const store = await StateStore.open({
    files: stateFiles(directory, `m${keys}`, "s"),
    stream: "s",
    shapes: new Map([["visits", state.shape as StateObject["shape"]]]),
    discard: new Set(),
    ...(memory === undefined ? {} : { memory }),
  });
  (state as StateObject).attach(store.table("visits"));
  return { keys, state, store };
}

/** The same, each with one visit, brought in batches of at most `most`. */
export async function filledVisits(
  directory: string,
  keys: number,
  { most = keys, memory }: { readonly most?: number; readonly memory?: MemoryBound } = {},
): Promise<Opened> {
  const opened = await openVisits(directory, keys, memory);
  for (let from = 0; from < keys; from += most) {
    const visitors = Array.from({ length: Math.min(most, keys - from) }, (_, index) => from + index);
    await visit(opened, visitors, 0);
  }
  return opened;
}

/** A batch in which these visitors come, saved; in ms. */
export async function visit({ state, store }: Opened, visitors: readonly number[], time: number): Promise<number> {
  const begun = performance.now();
  for (const visitor of visitors) state.add(`visitor-${visitor}`, 1);
  const results = state.advance({ time });
  if (results.length !== visitors.length) throw new Error("a result is missing");
  await store.commit({ every: 1000, zeroTime: 0, time, inputs: new Map() });
  return performance.now() - begun;
}

/** So many visitors of all, at random: the same in every run. */
export function randomVisitors(): (count: number, keys: number) => number[] {
  const random = createRandom();
  return (count, keys) => Array.from({ length: count }, () => Math.floor(random() * keys));
}
