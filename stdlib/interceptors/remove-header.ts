import type { Interceptor } from "../../runtime/wire.ts";
import { type RemoveHeaderOptions, removeHeaderDefaults } from "./remove-header.options.ts";

/** Removes headers by name and by pattern; an event that has none of them is passed on as it is. */
export function removeHeader<T>(options: RemoveHeaderOptions): Interceptor<T> {
  const { withName, fromList, matching } = { ...removeHeaderDefaults, ...options };
  const names = new Set(withName === null ? fromList : [withName, ...fromList]);
  const pattern =
    matching === null ? null : new RegExp(`^(?:${matching.source})$`, matching.flags.replace(/[gy]/g, ""));
  const isRemoved = (name: string) => names.has(name) || pattern?.test(name) === true;
  return (event) => {
    const { body, headers } = event;
    const kept = [...headers].filter(([name]) => !isRemoved(name));
    return kept.length === headers.size ? event : { body, headers: new Map(kept) };
  };
}
