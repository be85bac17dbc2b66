import type { Declared } from "./context.ts";
import { messageOf } from "./message-of.ts";

/**
 * Something outside is not as a component needs it: a port in use, a missing file, no broker. Printed as one line
 * with the component's name and place; at start-up the program exits with 1.
 */
export class ComponentError extends Error {
  readonly declared: Declared;
  constructor(declared: Declared, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ComponentError";
    this.declared = declared;
  }
}

/** What a RejectedEventError may say beside its indexes. */
export interface RejectionDetails {
  readonly unwritten?: readonly number[] | null;
  readonly reasons?: readonly string[] | null;
}

/**
 * A sink or topic refused the *content* of events: a record too large, a bad header, a constraint of a database. Thrown
 * by `write` and `append` instead of another error, it says that the same events will be refused again, however often
 * they are tried, where any other error says that the target could not be reached.
 */
export class RejectedEventError extends Error {
  /** Which events of the write were refused, by index; null where the sink cannot tell. */
  readonly indexes: readonly number[] | null;
  /** Which events were not written, the refused ones among them; null where none was. */
  readonly unwritten: readonly number[] | null;
  /** Why each of `indexes` was refused, where that is not `message` for all of them. */
  readonly reasons: readonly string[] | null;
  constructor(
    message: string,
    indexes: readonly number[] | null = null,
    { unwritten = null, reasons = null, ...options }: ErrorOptions & RejectionDetails = {},
  ) {
    super(message, options);
    this.reasons = reasons;
    this.name = "RejectedEventError";
    this.indexes = indexes;
    this.unwritten = unwritten;
  }
}

/**
 * The program itself fails at an event: a step on a wire threw, or the sink of its rejects refused its content. The same
 * event will fail again, however often it is put.
 */
export class PoisonedEventError extends Error {
  readonly place: string;
  /** What identifies the event, for the log; empty where none fails by itself. */
  readonly fields: Readonly<Record<string, string | number>>;
  constructor(cause: unknown, place: string, fields: Readonly<Record<string, string | number>> = {}) {
    super(messageOf(cause), { cause });
    this.name = "PoisonedEventError";
    this.place = place;
    this.fields = fields;
  }
}

/** A channel had no room for the whole keep-alive: of events or, where `isBytes`, of bytes. */
export class ChannelFullError extends Error {
  constructor(channel: string, waitedMs: number, isBytes = false) {
    const full =
      waitedMs === 0 ? `channel ${channel} is full` : `channel ${channel} has had no room for ${waitedMs} ms`;
    super(isBytes ? `${full}: what it holds reaches its byteCapacity` : full);
    this.name = "ChannelFullError";
  }
}
