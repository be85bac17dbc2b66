import type { Event } from "../contract/event.ts";
import type { Failure } from "../contract/failure.ts";
import { withHeaders } from "./headers.ts";

/** `event` as it goes to the rejects: unchanged, with headers that say why (`reason`) and where (`place`). */
export function rejected<T>(event: Event<T>, failure: Failure): Event<T> {
  return {
    body: event.body,
    headers: withHeaders(event.headers, [
      ["reason", failure.reason],
      ["place", failure.place],
    ]),
  };
}

/** What `else fail` throws: the batch or transaction that held the element fails as a whole. */
export class ElementFailed extends Error {
  /** Where in the `.flow` file: `access.flow:21:11`. */
  readonly place: string;

  constructor(failure: Failure) {
    super(failure.reason);
    this.name = "ElementFailed";
    this.place = failure.place;
  }
}

/** `else fail`. */
export function fail(failure: Failure): never {
  throw new ElementFailed(failure);
}
