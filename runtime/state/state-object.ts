import type { Context } from "../contract/context.ts";
import type { StateBackend } from "./state-backend.ts";
import type { StateTable, TableShape } from "./state-table.ts";

/** Something that a stream keeps between batches, in a table of its own. */
export interface StateObject {
  // biome-ignore lint/suspicious/noExplicitAny: objects of all key types.
  readonly shape: TableShape<any>;
  /** What makes its table, and those of the other objects of its stream. */
  readonly backend: StateBackend;
  /** When something that it holds comes out for the first time; null where all has. A stream whose input has ended continues until then. */
  readonly pendingUntil?: number | null;
  /** The same of a timer, which a later batch would bring out as well. */
  readonly timerAt?: number | null;
  /**
   * Takes over what `table` holds, and keeps there what it is to have after a restart. Called before the first batch, and
   * again behind one that has failed: the table is then what it was before that batch.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  attach(table: StateTable<any, any>): void;
  /** Opens what it needs beside its table, before the first batch of a run. */
  open?(context: Context): Promise<void>;
  /** Takes over what `former`, which a batch that has failed leaves, has opened. Called in place of `open`. */
  takeOver?(former: StateObject): void;
  /** Closes that, behind the last batch of a run. */
  close?(): Promise<void>;
}
