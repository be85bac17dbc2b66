import { StateStore, type StateStoreOptions } from "./state-store.ts";
import { StateTable, type TableShape } from "./state-table.ts";

/** What makes the tables of a stream. Every state object brings it along, so that a program without state goes without it. */
export interface StateBackend {
  /** Takes over what is on disk; see `StateStore.open`. */
  open(options: StateStoreOptions): Promise<StateStore>;
  /** A table that lives no longer than the process. */
  newTable(shape: TableShape<unknown>): StateTable<unknown, unknown>;
}

/** Tables in the data directory. */
export const stateBackend: StateBackend = {
  open: (options) => StateStore.open(options),
  newTable: (shape) => new StateTable(shape),
};
