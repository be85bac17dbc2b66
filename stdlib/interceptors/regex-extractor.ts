import { Failure } from "../../runtime/contract/failure.ts";
import type { Interceptor } from "../../runtime/contract/wire.ts";
import { withHeaders } from "../../runtime/value/headers.ts";
import { deriveRegExp } from "../text/derive-regexp.ts";
import { timeReader } from "../time/parse.ts";
import { type RegexExtractorOptions, regexExtractorDefaults } from "./regex-extractor.options.ts";

/** Sets the named groups of a match as headers, as Flume 1.11's regex_extractor does with its serializers. */
export function regexExtractor(options: RegexExtractorOptions): Interceptor<string> {
  const { regex, timePattern, timeZone } = { ...regexExtractorDefaults, ...options };
  // With g or y a pattern would go on where the last body ended.
  const anywhere = deriveRegExp(regex, regex.source, regex.flags.replace(/[gy]/g, ""));
  const timeOf = timePattern === null ? null : timeReader(timePattern, timeZone);
  const textOf = (name: string, text: string): string | null => {
    if (name !== "timestamp" || timeOf === null) return text;
    const time = timeOf(text);
    return time instanceof Failure ? null : String(time);
  };
  return (event) => {
    const groups = anywhere.exec(event.body)?.groups;
    if (groups === undefined) return event;
    const found = Object.entries(groups).flatMap(([name, text]): [string, string][] => {
      // A group that took no part has no text, whatever TypeScript says.
      const value = text === undefined ? null : textOf(name, text);
      return value === null ? [] : [[name, value]];
    });
    return found.length === 0 ? event : { body: event.body, headers: withHeaders(event.headers, found) };
  };
}
