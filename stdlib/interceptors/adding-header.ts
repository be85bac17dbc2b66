import type { Event } from "../../runtime/contract/event.ts";
import type { Interceptor, WireContext } from "../../runtime/contract/wire.ts";
import { withHeader } from "./with-header.ts";

/** An interceptor that adds one header, or leaves an event alone that has it where that is wanted. */
export function addingHeader<T>(
  name: string,
  preserveExisting: boolean,
  value: (wire: WireContext) => string,
): Interceptor<T> {
  return (event: Event<T>, wire) => {
    return preserveExisting && event.headers.has(name) ? event : withHeader(event, name, value(wire));
  };
}
