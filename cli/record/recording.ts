import type { RecordedEvent } from "./recorded-value.ts";

/** Name of the file that says what a recording is of; the segments stand beside it. */
export const ABOUT = "recording.json";

/** How segments end in their names. */
export const SEGMENT = ".jsonl";

/** The form in which segments are written. */
export const FORMAT = 2;

/** What a recording is of. */
export interface About {
  readonly format: 1 | typeof FORMAT;
  /** The version of sluice that has recorded. */
  readonly sluice: string;
  /** Path of the program's file. */
  readonly entry: string;
  /** What its groups and state are named after. */
  readonly name: string;
  /** Texts that the program is made of, by path. */
  readonly texts: Readonly<Record<string, string>>;
  /** Arguments by which it is what it was: its params and which parts run. */
  readonly args: readonly string[];
  /** Values of the environment variables that it asks for; those of secrets are left out. */
  readonly environment: Readonly<Record<string, string>>;
  /** Decides what steps behind sources draw at random. */
  readonly seed: string;
  /** Names of fields whose values are left out. */
  readonly masked: readonly string[];
}

/** One line of a segment; `at` is in ms since 1970. */
export type Entry = { readonly at: number } & (
  | {
      /** A segment begins. */
      readonly segment: number;
      /** By name, the rows of tables. */
      readonly tables: Readonly<Record<string, readonly (readonly [unknown, unknown])[]>>;
    }
  /** All is open, and the program begins to take in. */
  | { readonly start: true }
  /** What a source of an agent has put; `n` counts the puts of all. */
  | { readonly put: string; readonly n: number; readonly events: readonly RecordedEvent[] }
  /** A put failed, and its source may repeat it. */
  | { readonly refused: number }
  /** A source of an agent has ended. */
  | { readonly ended: string }
  | RecordedBatch
  /** A table has other rows from here on. */
  | { readonly table: string; readonly rows: readonly (readonly [unknown, unknown])[] }
  /** The program is asked to stop. */
  | { readonly drain: true }
);

/** What a batch of a stream had, by input. */
export interface RecordedBatch {
  readonly batch: string;
  readonly time: number;
  /** What windows count from. */
  readonly zero: number;
  readonly inputs: Readonly<Record<string, readonly RecordedEvent[]>>;
  /** Inputs that had ended by then. */
  readonly over: readonly string[];
}

/** A recording as it was read. */
export interface Recording {
  readonly about: About;
  /** In the order in which they happened. */
  readonly entries: readonly Entry[];
  /** Whether it begins where the program began: nothing was dropped. */
  readonly isWhole: boolean;
  /** Whether its last line is not whole: the program was killed. */
  readonly isTorn: boolean;
}

/** A recording cannot be read; the message says why. */
export class RecordingError extends Error {}
