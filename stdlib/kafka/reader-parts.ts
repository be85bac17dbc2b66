import type { Context, Declared } from "../../runtime/contract/context.ts";
import type { ComponentError } from "../../runtime/contract/errors.ts";
import type { Chunk } from "./backlog.ts";
import type { FetchedBatch, GroupOptions, Kafka } from "./port.ts";
import type { GroupOnTopic } from "./standing.ts";

/** What a reader needs beside its context. */
export interface ReaderParts<T> extends GroupOnTopic, Omit<GroupOptions, "formerMember"> {
  readonly declared: Declared;
  /** How long a committed position may wait until it is sent, in ms. */
  readonly commitInterval: number;
  kafka(): Kafka;
  /** Once what does not decode is where it goes to; null when `isOver` first. */
  decode(batch: FetchedBatch, context: Context, isOver: () => boolean): Promise<Chunk<T> | null>;
  /** What `error` means for this topic. */
  toError(error: unknown): ComponentError;
}
