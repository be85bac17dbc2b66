import type { Interceptor } from "../../runtime/contract/wire.ts";
import { addingHeader } from "./adding-header.ts";
import { type UuidOptions, uuidDefaults } from "./uuid.options.ts";

/** Adds a random UUID. */
export function uuid<T>(options: UuidOptions): Interceptor<T> {
  const { headerName, preserveExisting, prefix } = { ...uuidDefaults, ...options };
  return addingHeader(headerName, preserveExisting, (wire) => prefix + wire.uuid());
}
