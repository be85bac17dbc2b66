import type { Interceptor } from "../../runtime/contract/wire.ts";
import { withoutHeaders } from "../../runtime/value/headers.ts";
import { deriveRegExp } from "../text/derive-regexp.ts";
import { type RemoveHeaderOptions, removeHeaderDefaults } from "./remove-header.options.ts";

/** Removes headers by name and by pattern; an event that has none of them is passed on as it is. */
export function removeHeader<T>(options: RemoveHeaderOptions): Interceptor<T> {
  const { withName, fromList, matching } = { ...removeHeaderDefaults, ...options };
  const names = new Set(withName === null ? fromList : [withName, ...fromList]);
  const pattern =
    matching === null ? null : deriveRegExp(matching, `^(?:${matching.source})$`, matching.flags.replace(/[gy]/g, ""));
  const isRemoved = (name: string) => names.has(name) || pattern?.test(name) === true;
  return (event) => {
    const headers = withoutHeaders(event.headers, isRemoved);
    return headers === event.headers ? event : { body: event.body, headers };
  };
}
