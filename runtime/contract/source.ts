import type { Context } from "./context.ts";
import type { Event } from "./event.ts";
import type { Kept } from "./kept.ts";

/** Where a source leaves what it read. */
export interface Output<T> {
  /** Most events that one `put` may carry. */
  readonly batchSize: number;
  /**
   * Resolves once the events are safe in every required channel (or in the batch under way of a stream); waits
   * while there is no room. Rejects with ChannelFullError when a channel stayed full for its keep-alive, with
   * another error when a step on the wire threw: nothing of this call was taken then, and it may be repeated.
   */
  put(events: readonly Event<T>[]): Promise<void>;
}

/** Brings events in. Lifecycle: open, run, close; close is called exactly once after a successful open. */
export interface Source<T> {
  /** Takes hold of port, file or process. Rejects with a ComponentError when that cannot work: the program ends. */
  open(context: Context): Promise<void>;
  /**
   * Delivers until `context.draining` is aborted or the input ends, then resolves with everything delivered that was
   * accepted. A rejection is logged and `run` is called again after a back-off.
   */
  run(output: Output<T>): Promise<void>;
  close(): Promise<void>;
  /** Whether it ends by itself, as one of a file does: a program that is to catch up waits for what it brings. */
  readonly ends?: boolean;
  /** Where it keeps how far it has read, given the data directory. Absent where it keeps nothing. See `Channel.keepsAt`. */
  keepsAt?(dataDir: string): Kept;
  /**
   * For a source that reads the same from its beginning at each start, as one of a file: what tells its input apart from
   * another one. `former` is given back where this is the input that it was given for, though there may be more of it
   * now. A stream that keeps something between batches then skips what its earlier runs have had. Null where it does not
   * begin again after all.
   */
  identity?(former: string | null): Promise<string | null>;
}
