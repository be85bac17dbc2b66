import type { Interceptor } from "../../runtime/contract/wire.ts";
import { addingHeader } from "./adding-header.ts";
import { type StaticOptions, staticDefaults } from "./static.options.ts";

/** Adds one header with a fixed value. */
function staticHeader<T>(options: StaticOptions): Interceptor<T> {
  const { key, value, preserveExisting } = { ...staticDefaults, ...options };
  return addingHeader(key, preserveExisting, () => value);
}

// A module may export the name, but not declare it.
export { staticHeader as static };
