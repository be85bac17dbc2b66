import type { Clock } from "../system/clock.ts";
import type { Event } from "./event.ts";
import type { JsonEncoder } from "./json-output.ts";
import type { Log } from "./log.ts";
import type { Schema } from "./schema.ts";

/**
 * What a component knows of its declaration, beside its options. Every connector is a function
 * `name(options, declared)` that returns one of the contracts of this folder and does nothing else until it is opened.
 */
export interface Declared {
  /** Qualified name: `a1.r1`. */
  readonly name: string;
  /** What it keeps is kept under this name, where the program says that it had another (`was`). See `keptNameOf`. */
  readonly keptAs?: string;
  /** Where it is declared: `access.flow:21:11`. */
  readonly place: string;
  /** Type of the bodies that it gives or takes. */
  readonly element: Schema;
  /** Writes such a body as JSON: code that the compiler has made for its type. Absent where none was worth it. */
  readonly encode?: JsonEncoder<never>;
  /** The JSON of such a body as text, where the declaration says `writes text` and a body is neither a text nor bytes. */
  readonly text?: (body: never) => string;
}

/** The name below which a component keeps what outlives it: files, positions, a topic's records. */
export function keptNameOf({ name, keptAs = name }: Pick<Declared, "name" | "keptAs">): string {
  return keptAs;
}

/** A figure that rises and falls, or a sum, which is read only when somebody asks for the metrics. */
export interface Figure {
  /** In lower camel case, its unit last: `lagRecords`, `oldestSeconds`. */
  readonly name: string;
  /** What it says, for people. */
  readonly help: string;
  /** A sum that only grows; otherwise it is what holds now. */
  readonly isSum?: boolean;
  /** Of several of one name of a component the greatest is shown; otherwise the last one. It reads one number. */
  readonly isGreatest?: boolean;
  /** What the keys of a `Map` are. */
  readonly by?: "partition" | "name";
  /** The value, or one for each key; NaN where it is not known yet. Does no work worth mentioning, and never throws. */
  read(): number | ReadonlyMap<number | string, number>;
}

/** What the program lends to a component while it runs: the only ways to time, logs and places on disk. */
export interface Context {
  /** Name of the program: that of its file, or `--name`. */
  readonly program: string;
  readonly clock: Clock;
  readonly log: Log;
  /** `--data-dir`, absolute. A component keeps its state below `join(dataDir, kind, keptNameOf(declared))`. */
  readonly dataDir: string;
  /** Aborted when the program drains: sources then stop taking in. */
  readonly draining: AbortSignal;
  /** Whether a source that reads something endless ends when it has read what is there: `--until-caught-up`. */
  readonly untilCaughtUp?: boolean;
  /** Adds `by` (default 1) to a named counter of this component: `count("longLines")`. */
  count(counter: string, by?: number): void;
  /**
   * Counts what only metrics show, such as `bytes`: those that a source has read or a sink has written. Absent in a program
   * that is not compiled for metrics.
   */
  readonly tally?: ((counter: string, by: number) => void) | undefined;
  /** Has the metrics show a figure of this component. Absent where there are none. */
  observe?(figure: Figure): void;
  /** Shows those who look at this component (`sluice tap`) what has passed it. Absent where nobody can look. */
  show?(shown: readonly Event[] | (() => readonly Event[])): void;
  /** Of a source that somebody has paused: resolves when it may go on. Null of any other. Absent where nobody can pause it. */
  held?(): Promise<void> | null;
}
