import { type Event, NO_HEADERS } from "../../runtime/contract/event.ts";
import { withHeaders } from "../../runtime/value/headers.ts";

/** The event with one more header, or another value of one. */
export function withHeader<T>({ body, headers }: Event<T>, name: string, text: string): Event<T> {
  return { body, headers: headers === NO_HEADERS ? new Map([[name, text]]) : withHeaders(headers, [[name, text]]) };
}
