/** Names and texts that travel with a body. Read-only: an interceptor that adds one makes a new map. */
export type Headers = ReadonlyMap<string, string>;

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
