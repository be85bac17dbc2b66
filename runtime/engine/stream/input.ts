import type { Event } from "../../contract/event.ts";
import type { Kept } from "../../contract/kept.ts";
import type { InputPosition } from "../../state/manifest.ts";
import type { Services } from "../services.ts";
import type { SliceLimit } from "./rate/slice-limit.ts";

/** What a batch got of one input. Committed once the batch's outputs are safe. */
export interface BatchSlice<T> {
  readonly events: readonly Event<T>[];
  /** Where a replayable input stands after these events; a stream with state keeps it beside that. */
  readonly position: InputPosition | null;
  /** Whether the input has moved on, be it past records that give no event: a batch of them is one, too. */
  readonly hasMoved?: boolean;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** An input while its stream runs. */
export interface OpenInput<T> {
  /** Begins to take in; called once, when everything in the program is open. */
  start(): void;
  /** What has arrived since the last slice, up to the input's bound and to `limit`; the rest comes in later ones. */
  nextSlice(limit?: SliceLimit): Promise<BatchSlice<T>>;
  /**
   * What comes up to `position`, as an earlier process had it in a batch: the first slice of all, where it is asked for.
   * Waits until it is there; null once `signal` is aborted, and where it is not there any more. A topic that has lost its
   * end gives what it still has of it, and says so. An input that cannot give the same again leaves it out.
   */
  sliceUpTo?(position: InputPosition, signal: AbortSignal): Promise<BatchSlice<T> | null>;
  /** True when nothing will come any more and the last slice has taken the rest. */
  readonly ended: boolean;
  /**
   * True while there is more than batches under way have room for, so that a batch now would lack it: the next one begins
   * when one of them is done. What a limit leaves is for the next interval, unless the program runs only to catch up.
   */
  readonly isBehind: boolean;
  /** True when batches have all that was there at the last slice. What nobody can ask for that is caught up at its end. */
  readonly isCaughtUp: boolean;
  /** True when what has arrived would be lost by not taking it: worth a last batch when the program drains. */
  readonly perishable: boolean;
  /** Events taken in that no batch has written, and that are lost unless one still does; 0 where they can be read again. */
  readonly unwritten: number;
  /** Stops taking in, as soon as the program drains or the stream has had its batches; resolves when that is so. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** What an input of a stream is opened with. */
export interface InputSetting {
  readonly services: Services;
  /** Qualified name: `wordCount.lines`. */
  readonly name: string;
  /** Where the stream is declared. */
  readonly place: string;
  /** The stream keeps something between batches, and no earlier start of it is known. */
  readonly isNew: boolean;
  /** Where the input stood at the batch that the stream resumes from. */
  readonly resumeAt: InputPosition | null;
}

/** An input as declared; made by `fromSource`, `fromTopic` and `fromChannel`. */
export interface Input<T> {
  /** Takes hold of the source. */
  open(setting: InputSetting): Promise<OpenInput<T>>;
  /** Where its source keeps how far it has read, given the data directory. */
  keepsAt?(dataDir: string): Kept;
}
