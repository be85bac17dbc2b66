import type { Interceptor } from "../../runtime/contract/wire.ts";
import { deriveRegExp } from "../text/derive-regexp.ts";
import { type SearchReplaceOptions, searchReplaceDefaults } from "./search-replace.options.ts";

/** Replaces every match in the body; an event without one is passed on as it is. */
export function searchReplace(options: SearchReplaceOptions): Interceptor<string> {
  const { searchPattern, replaceString } = { ...searchReplaceDefaults, ...options };
  const { source, flags } = searchPattern;
  const every = deriveRegExp(searchPattern, source, flags.includes("g") ? flags : `${flags}g`);
  return (event) => {
    const body = event.body.replace(every, replaceString);
    return body === event.body ? event : { body, headers: event.headers };
  };
}
