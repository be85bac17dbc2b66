import { type Event, NO_HEADERS } from "../../runtime/event.ts";
import { withHeaders } from "../../runtime/headers.ts";
import type { Interceptor, WireContext } from "../../runtime/wire.ts";

/** An interceptor that adds one header, or leaves an event alone that has it where that is wanted. */
export function addingHeader<T>(
  name: string,
  preserveExisting: boolean,
  value: (wire: WireContext) => string,
): Interceptor<T> {
  return (event: Event<T>, wire) => {
    const { body, headers } = event;
    if (preserveExisting && headers.has(name)) return event;
    const text = value(wire);
    return { body, headers: headers === NO_HEADERS ? new Map([[name, text]]) : withHeaders(headers, [[name, text]]) };
  };
}
