/**
 * Names and texts that travel with a body. Read-only: an interceptor that changes one makes a new map, with the functions
 * of headers.ts.
 */
export interface Headers extends ReadonlyMap<string, string> {
  /**
   * The headers of the record of a topic that this map cannot hold as they were: some names occur more than once, or
   * have no value, or are those that a reader sets. Whoever writes a record takes them into account (`recordHeaders`).
   */
  readonly original?: readonly HeaderEntry[] | undefined;
}

/** A header as records of topics have it. */
export type HeaderEntry = readonly [name: string, value: string | null];

/** The one empty map that all events without headers share. */
export const NO_HEADERS: Headers = new Map();

/** What travels on the wires of an agent. */
export interface Event<T = unknown> {
  readonly body: T;
  readonly headers: Headers;
}

/** The event of `body`, by default without headers. */
export function event<T>(body: T, headers: Headers = NO_HEADERS): Event<T> {
  return { body, headers };
}
