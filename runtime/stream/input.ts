import type { Event } from "../event.ts";
import type { Services } from "../program/services.ts";

/** What a batch got of one input. Committed once the batch's outputs are safe. */
export interface Share<T> {
  readonly events: readonly Event<T>[];
  /** Where a replayable input stands after these events; goes into the stream's checkpoint. */
  readonly positions: ReadonlyMap<number, string> | null;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** An input while its stream runs. */
export interface OpenInput<T> {
  /** Begins to take in; called once, when everything in the program is open. */
  start(): void;
  /** What has arrived since the last share, up to the input's bound. */
  share(): Promise<Share<T>>;
  /** True when nothing will come any more and the last share has taken the rest. */
  readonly ended: boolean;
  /** True when what has arrived would be lost by not taking it: worth a last batch when the program drains. */
  readonly perishable: boolean;
  /** Events taken in that no batch has written, and that are lost unless one still does; 0 where they can be read again. */
  readonly unwritten: number;
  /** Stops taking in, as soon as the program drains or the stream has had its batches; resolves when that is so. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface InputSetting {
  readonly services: Services;
  /** Qualified name: `wordCount.lines`. */
  readonly name: string;
  /** Where the stream is declared. */
  readonly place: string;
  /** Positions of the checkpoint that the stream resumes from. */
  readonly resumeAt: ReadonlyMap<number, string> | null;
}

/** An input as declared; made by `fromSource`, `fromTopic` and `fromChannel`. */
export interface Input<T> {
  /** Takes hold of the source. */
  open(setting: InputSetting): Promise<OpenInput<T>>;
}
