import { GroupedBatch } from "../batch/grouped-batch.ts";
import type { KeyOf } from "../batch/keyed-batch.ts";
import { type Schema, t } from "../contract/schema.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import type { BatchTime, WindowLengths } from "./schedule.ts";
import { Window } from "./window.ts";

/** What a window of groups by key is made with. */
export interface GroupedWindowOptions<K> extends WindowLengths {
  /** Types of keys and values. */
  readonly key: Schema;
  readonly value: Schema;
  /** For keys that are not primitives. */
  readonly keyOf?: KeyOf<K>;
}

/** The values of a sliding window, listed by key in the order of arrival: `groupByKeyAndWindow`. */
export class GroupedWindow<K, V> implements StateObject {
  readonly backend = stateBackend;
  readonly #window: Window<readonly [K, V]>;
  readonly #keyOf: KeyOf<K> | null;

  constructor({ key, value, keyOf, ...lengths }: GroupedWindowOptions<K>) {
    this.#window = new Window({ ...lengths, element: t.tuple(key, value) }, "groupByKeyAndWindow");
    this.#keyOf = keyOf ?? null;
  }

  get shape(): StateObject["shape"] {
    return this.#window.shape;
  }

  get pendingUntil(): number | null {
    return this.#window.pendingUntil;
  }

  attach(table: Parameters<StateObject["attach"]>[0]): void {
    this.#window.attach(table);
  }

  /** Adds a pair of the batch under way. */
  add(key: K, value: V): void {
    this.#window.add([key, value]);
  }

  /** Ends a batch: once for each, in order. Gives the groups of a window that ends here, and null where none ends. */
  advance(batch: BatchTime): [K, V[]][] | null {
    const pairs = this.#window.advance(batch);
    if (pairs === null) return null;
    const groups = new GroupedBatch<K, V>(this.#keyOf);
    for (const [key, value] of pairs) groups.add(key, value);
    return [...groups];
  }
}
