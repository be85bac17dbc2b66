import type { Event } from "../../runtime/contract/event.ts";
import type { WireContext } from "../../runtime/contract/wire.ts";
import { type TimestampOptions, timestampDefaults } from "./timestamp.options.ts";
import { withHeader } from "./with-header.ts";

/** A step that is given the time where the program says how to find it. */
type TimestampStep<T> = (
  event: Event<T>,
  wire: WireContext,
  given?: { readonly value?: number | null },
) => Event<T> | null;

/** Adds a time in ms since 1970: that of the event where the program says how to find it, else the time of passing. */
export function timestamp<T>(options: TimestampOptions): TimestampStep<T> {
  const { headerName, preserveExisting } = { ...timestampDefaults, ...options };
  return (event, wire, given) => {
    const time = given?.value === undefined ? wire.now() : given.value;
    const keeps = time === null || (preserveExisting && event.headers.has(headerName));
    return keeps ? event : withHeader(event, headerName, String(time));
  };
}
