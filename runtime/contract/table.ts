import type { Context } from "./context.ts";

/** Rows by key that come from outside, and that a program looks things up in. */
export interface Table<K, V> {
  readonly name: string;
  /**
   * The rows. They are asked for at each use, so that a table which was loaded again gives another map; one map does not
   * change. Throws before `open`.
   */
  readonly rows: ReadonlyMap<K, V>;
  /** Loads the rows. Rejects with a ComponentError when that cannot work: the program ends. */
  open(context: Context): Promise<void>;
  close(): Promise<void>;
}
