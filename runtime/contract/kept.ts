import type { Schema } from "./schema.ts";

/** What a component leaves in the data directory, or where the program says, for the next start. */
export interface Kept {
  /** A file or a directory, absolute. */
  readonly at: string;
  /** Type of the events that it holds; absent for positions and for records of a topic. */
  readonly element?: Schema;
  /** Why it could not read events of the type `former`; null where it could. Of whatever has an `element`. */
  misfit?(former: Schema): string | null;
}
