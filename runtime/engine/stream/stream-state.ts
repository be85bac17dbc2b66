import type { BegunBatch, Manifest } from "../../state/manifest.ts";
import type { StateObject } from "../../state/state-object.ts";
import type { BatchEnd } from "../../state/state-store.ts";
import type { Named } from "./stream.ts";

/** What a stream keeps between batches, while it runs. */
export interface StreamState {
  /** Empty for a stream without state. Others after each `reset`. */
  readonly objects: Named<StateObject>;
  /** Whether it keeps something, and no earlier start is known of. */
  readonly isNew: boolean;
  /** When a window that no later batch would show comes out for the first time; null where all has. */
  readonly pendingUntil: number | null;
  /** When something that is kept comes out for the first time, be it by a timer. */
  readonly restUntil: number | null;
  /** The batch whose outputs an earlier process may have written, and whose state it has not saved; null without one. */
  readonly begun: BegunBatch | null;
  /** Takes over what an earlier process has saved, and gives the last of its batches; null where there is nothing. */
  resume(): Promise<Manifest | null>;
  /** Opens what the objects need beside their tables; `close` closes it. */
  open(): Promise<void>;
  /** Makes it known what a batch reads, before its outputs are written. What the disk refuses is tried again. */
  begin(batch: Omit<BegunBatch, "every">): Promise<void>;
  /**
   * Saves all of a batch that is done. What the disk refuses is tried again until the program gives up: the outputs are
   * written already, and a stream that went on without saving would do so twice after a restart.
   */
  save(batch: Omit<BatchEnd, "every">): Promise<void>;
  /** Makes the objects what they were after the last batch that is done, whatever a failed one has left in them. */
  reset(): void;
  close(): Promise<void>;
}

/** Of a stream that keeps nothing. */
export const NO_STATE: StreamState = {
  objects: {},
  isNew: false,
  pendingUntil: null,
  restUntil: null,
  begun: null,
  resume: async () => null,
  open: async () => {},
  begin: async () => {},
  save: async () => {},
  reset() {},
  close: async () => {},
};
