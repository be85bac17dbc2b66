import type { Entry } from "./entry.ts";
import type { StateTable } from "./state-table.ts";
import type { TableCodec } from "./table-codec.ts";

/** A table as its log knows it. */
export interface LoggedTable {
  readonly id: number;
  // biome-ignore lint/suspicious/noExplicitAny: tables of all types.
  readonly table: StateTable<any, any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly codec: TableCodec<any, any>;
  /** Its types have changed: the next batch writes all of it, so that no value of former types is left. */
  isMigrated: boolean;
}

/** An entry of a table whose types of keys and values are not known here. */
export type AnyEntry = Entry<unknown, unknown>;

/** Tables by their number. */
export type LoggedTables = ReadonlyMap<number, LoggedTable>;
