import type { Interceptor } from "../../runtime/contract/wire.ts";
import type { HeaderOptions } from "./header.options.ts";
import { headerDefaults } from "./header.options.ts";
import { withHeader } from "./with-header.ts";

/** Sets a header to a text that the program makes of the event; null leaves the headers as they are. */
export function header<T>(options: HeaderOptions): Interceptor<T, { readonly value: string | null }> {
  const { name, preserveExisting } = { ...headerDefaults, ...options };
  return (event, _, { value }) =>
    value === null || (preserveExisting && event.headers.has(name)) ? event : withHeader(event, name, value);
}
