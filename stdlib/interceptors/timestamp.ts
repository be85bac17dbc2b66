import type { Interceptor } from "../../runtime/wire.ts";
import { addingHeader } from "./adding-header.ts";
import { type TimestampOptions, timestampDefaults } from "./timestamp.options.ts";

/** Adds the time at which the event passes, in ms since 1970. */
export function timestamp<T>(options: TimestampOptions): Interceptor<T> {
  const { headerName, preserveExisting } = { ...timestampDefaults, ...options };
  return addingHeader(headerName, preserveExisting, (wire) => String(wire.now()));
}
