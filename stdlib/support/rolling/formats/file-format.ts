import type { Event } from "../../../../runtime/contract/event.ts";
import type { HadoopCodecName } from "../../compression/hadoop-codec.ts";
import type { Content } from "../file-store.ts";

/** Collects what a batch adds to one file, event by event. */
export interface Records<T> extends Content {
  /** Adds an event, and gives its body as it is written: what `rollSize` counts. Throws where that cannot be written. */
  add(event: Event<T>): string | Uint8Array;
}

/** Reads up to `length` bytes of a file from `offset`, fewer only at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

/**
 * How far a file of `length` bytes consists of whole parts (lines, members, blocks): 0 where it has none, so that only its
 * header is left. Behind `doubtful` a power failure may have left gaps.
 */
export type WholeEnd = (read: ReadAt, length: number, doubtful: number) => Promise<number>;

/** What a file is made of, which says where it may end: `wholeEnds` has how that is found. */
export type Grain = "lines" | "anything" | "sequence" | "container" | HadoopCodecName;

/** How events become the bytes of files. */
export interface FileFormat<T> {
  /** End of a file's name when the program says none. */
  readonly extension: string;
  /**
   * Opens what a batch adds to a file: a new one, or, with `isNew` false, one that has a part already. `marker` has 16
   * bytes that are drawn for each file; formats of blocks put them between these.
   */
  records(marker: Uint8Array, isNew: boolean): Records<T>;
  /** Packs all that a batch adds to a file as one part; null leaves it as it is. */
  readonly compress: ((content: Content) => Promise<Content>) | null;
  readonly grain: Grain;
}

/** Bytes of a marker. */
export const MARKER = 16;
