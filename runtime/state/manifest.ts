import type { Schema } from "../contract/schema.ts";

/** What one operator keeps, as the log says it: enough to read it without the program. */
export interface StoredTable {
  /** Number in the records; never given twice. */
  readonly id: number;
  /** Stable name within the stream: that of a `let`, or one made of the chain. */
  readonly name: string;
  /** Another one, with a hash of the chain, where no `let` names it; absent in what versions before it have written. */
  readonly chain?: string;
  /** What keeps it: `window`. */
  readonly kind: string;
  readonly key: Schema;
  readonly value: Schema;
  /** Of one whose keys are times of batches: their interval in ms. */
  readonly every?: number;
}

/** Where an input stands. */
export interface InputPosition {
  /** What tells it apart from another of the same name, as a topic that was deleted and created again; null where nothing does. */
  readonly identity: string | null;
  /** By partition; a finite input has one, in which its elements are counted. */
  readonly positions: ReadonlyMap<number, string>;
}

/** Records with these offsets belong to a batch that was never finished: from, and the one behind the last. */
export type VoidRange = readonly [from: number, to: number];

/**
 * What ends each batch in the log. State, positions and times are all in one place, so that they are all of one batch
 * or all of the batch before.
 */
export interface Manifest {
  /** Interval of the stream in ms; windows and slides are multiples of it. */
  readonly every: number;
  readonly zeroTime: number;
  /** Time of the last batch that is done. */
  readonly time: number;
  readonly tables: readonly StoredTable[];
  readonly nextTable: number;
  readonly inputs: ReadonlyMap<string, InputPosition>;
  readonly voids: readonly VoidRange[];
}

/** A batch whose outputs are about to be written: what it takes to do the very same one again after a crash. */
export interface BegunBatch extends Pick<Manifest, "every" | "zeroTime" | "time" | "inputs"> {
  /** What outputs know the batch by; another one for each. */
  readonly id: string;
  /** The time of its manifest, where that is another one. */
  readonly last?: number;
}

const FORMAT = 1;

type StoredInputs = Readonly<
  Record<string, { readonly identity: string | null; readonly at: Readonly<Record<string, string>> }>
>;

interface StoredManifest extends Omit<Manifest, "inputs"> {
  readonly format: number;
  readonly inputs: StoredInputs;
}

/** The manifest as it is stored: one line of JSON, which `readManifest` takes. */
export function manifestText({ inputs, ...rest }: Manifest): string {
  const stored: StoredManifest = { format: FORMAT, ...rest, inputs: storedInputs(inputs) };
  return JSON.stringify(stored);
}

/** What `manifestText` gave. Throws where a later version of Sluice has written it. */
export function parseManifest(text: string): Manifest {
  const { format, inputs, ...rest } = JSON.parse(text) as StoredManifest;
  if (format !== FORMAT) {
    throw new Error(`it was written by a later version of Sluice (format ${format}; this one reads ${FORMAT})`);
  }
  return { ...rest, inputs: parseInputs(inputs) };
}

/** The batch as it is stored: one line of JSON, which `parseBegun` takes. */
export function begunText({ inputs, ...rest }: BegunBatch): string {
  return JSON.stringify({ ...rest, inputs: storedInputs(inputs) });
}

/** What `begunText` gave. */
export function parseBegun(text: string): BegunBatch {
  const { inputs, ...rest } = JSON.parse(text) as Omit<BegunBatch, "inputs"> & { readonly inputs: StoredInputs };
  return { ...rest, inputs: parseInputs(inputs) };
}

function storedInputs(inputs: Manifest["inputs"]): StoredInputs {
  return Object.fromEntries(
    [...inputs].map(([name, { identity, positions }]) => [name, { identity, at: Object.fromEntries(positions) }]),
  );
}

function parseInputs(stored: StoredInputs): Manifest["inputs"] {
  return new Map(
    Object.entries(stored).map(([name, { identity, at }]): [string, InputPosition] => {
      const positions = Object.entries(at).map(([partition, position]) => [Number(partition), position] as const);
      return [name, { identity, positions: new Map(positions) }];
    }),
  );
}
