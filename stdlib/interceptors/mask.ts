import type { Interceptor } from "../../runtime/contract/wire.ts";
import { deriveRegExp } from "../text/derive-regexp.ts";
import { type MaskOptions, maskDefaults } from "./mask.options.ts";

/** Where something begins and ends in a text. */
type Span = readonly [start: number, end: number];

/** Puts `character` in the place of each character that is secret; an event without any is passed on as it is. */
export function mask(options: MaskOptions): Interceptor<string> {
  const { pattern, character, keepFirst, keepLast } = { ...maskDefaults, ...options };
  const flags = [...new Set([...pattern.flags.replace("y", ""), "g", "d"])].join("");
  const every = deriveRegExp(pattern, pattern.source, flags);
  const hide = (text: string): string => {
    const letters = [...text];
    return letters
      .map((letter, index) => (index < keepFirst || index >= letters.length - keepLast ? letter : character))
      .join("");
  };
  return (event) => {
    const { body } = event;
    let masked = "";
    let at = 0;
    for (const match of body.matchAll(every)) {
      for (const [start, end] of secretsOf(match)) {
        if (start < at) continue;
        masked += body.slice(at, start) + hide(body.slice(start, end));
        at = end;
      }
    }
    return at === 0 ? event : { body: masked + body.slice(at), headers: event.headers };
  };
}

/** What of a match is to be hidden: its named groups, or all of it where it has none; the outer ones first. */
function secretsOf({ indices }: RegExpMatchArray): Span[] {
  const groups = indices?.groups;
  const spans = groups === undefined ? [indices?.[0]] : Object.values(groups);
  return spans.filter((span) => span !== undefined).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}
