import type { Context } from "../contract/context.ts";
import type { KeyedState, StatefulOperator } from "../contract/stateful-operator.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import { StateTable, type TableShape } from "../state/state-table.ts";
import { comparing, type KeyedOptions } from "./keyed-options.ts";

/** What an operator with a module of its own is given. */
export interface OperatorStateOptions<T, K, S, U, Others extends readonly unknown[]> extends KeyedOptions<K> {
  /** Name of the operator; what another one keeps is not taken over. */
  readonly kind: string;
  /** Asked once a run. */
  readonly make: () => StatefulOperator<T, K, S, U, Others>;
}

/** An operator of the user's own with what it keeps between batches. */
export class OperatorState<T, K, S, U, Others extends readonly unknown[] = []> implements StateObject {
  readonly backend = stateBackend;
  readonly shape: TableShape<K>;
  readonly #make: OperatorStateOptions<T, K, S, U, Others>["make"];
  #operator: StatefulOperator<T, K, S, U, Others> | null = null;
  #state: KeyedState<K, S>;

  constructor(options: OperatorStateOptions<T, K, S, U, Others>) {
    this.#make = options.make;
    this.shape = { kind: options.kind, key: options.key, value: options.state, spills: true, ...comparing(options) };
    this.#state = stateIn(new StateTable<K, S>(this.shape));
  }

  attach(table: StateTable<K, S>): void {
    this.#state = stateIn(table);
  }

  async open(context: Context): Promise<void> {
    this.#operator = this.#make();
    await this.#operator.open?.(context);
  }

  takeOver(former: this): void {
    this.#operator = former.#operator;
  }

  async close(): Promise<void> {
    await this.#operator?.close?.();
  }

  /** Ends the batch of `time`, which has these elements. */
  async advance(
    { time }: { readonly time: number },
    elements: readonly T[],
    ...others: { readonly [I in keyof Others]: readonly Others[I][] }
  ): Promise<readonly U[]> {
    if (this.#operator === null) throw new Error("the operator is not open");
    return await this.#operator.batch(elements, { state: this.#state, time }, ...others);
  }
}

/** A table as a module sees it. */
function stateIn<K, S>(table: StateTable<K, S>): KeyedState<K, S> {
  return {
    get size() {
      return table.size;
    },
    get(key) {
      const entry = table.find(key);
      return entry === undefined ? null : frozen(entry.value);
    },
    set(key, state) {
      table.set(key, frozen(state));
    },
    remove(key) {
      const entry = table.find(key);
      if (entry !== undefined) table.remove(entry);
    },
    *entries() {
      for (const { key, value } of table.entries()) yield [key, frozen(value)];
    },
  };
}

/** The value, which nobody can change in place from now on: the table would not know that it has to be saved. */
function frozen<V>(value: V): V {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (ArrayBuffer.isView(value) || value instanceof Map) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}
