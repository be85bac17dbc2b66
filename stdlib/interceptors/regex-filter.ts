import type { Interceptor } from "../../runtime/contract/wire.ts";
import { deriveRegExp } from "../text/derive-regexp.ts";
import { type RegexFilterOptions, regexFilterDefaults } from "./regex-filter.options.ts";

/** Drops events by whether their body has a match. They are dropped on purpose and not counted as lost. */
export function regexFilter(options: RegexFilterOptions): Interceptor<string> {
  const { regex, excludeEvents } = { ...regexFilterDefaults, ...options };
  // With g or y a pattern would go on where the last body ended.
  const anywhere = deriveRegExp(regex, regex.source, regex.flags.replace(/[gy]/g, ""));
  return (event) => (anywhere.test(event.body) === excludeEvents ? null : event);
}
