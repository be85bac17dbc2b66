import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { outOfRange } from "../../runtime/value/out-of-range.ts";
import { deriveRegExp } from "./derive-regexp.ts";
import { nameless } from "./nameless.ts";

/** Whether `pattern` matches anywhere in `text`. */
export function matches(text: string, pattern: RegExp): boolean {
  // With the flags g and y a pattern remembers where it stopped in another text.
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** The named groups of the first match; null for those that took no part in it. */
export function capture<G>(text: string, pattern: RegExp): Fallible<G> {
  const match = search(pattern, text);
  if (match instanceof Failure) return match;
  return match === null ? mismatch(text, pattern) : groupsOf(match);
}

/** What `capture` does, made once for a pattern; `make` builds the record from the groups, which it knows by number. */
export function capturer<G>(pattern: RegExp, make: (match: RegExpExecArray) => G): (text: string) => Fallible<G> {
  const quick = nameless(pattern);
  return (text) => {
    const match = search(quick, text);
    if (match instanceof Failure) return match;
    return match === null ? mismatch(text, pattern) : make(match);
  };
}

/** The first match; a Failure where the text takes the pattern too long. */
function search(pattern: RegExp, text: string): Fallible<RegExpExecArray | null> {
  pattern.lastIndex = 0;
  try {
    return pattern.exec(text);
  } catch (error) {
    return outOfRange(error);
  }
}

function mismatch(text: string, pattern: RegExp): Failure {
  return new Failure(`${shown(text)} does not match ${shown(String(pattern))}`);
}

/** The named groups of every match; null for those that took no part in one. */
export function captureAll<G>(text: string, pattern: RegExp): G[] {
  return Array.from(text.matchAll(everywhere(pattern)), groupsOf<G>);
}

/** Every match; `$1`, `$<name>`, `$&` and `$$` in a text `replacement` as in JavaScript. */
export function replaceMatches(
  text: string,
  pattern: RegExp,
  replacement: string | ((match: string) => string),
): string {
  if (typeof replacement === "string") return text.replace(everywhere(pattern), replacement);
  return text.replace(everywhere(pattern), (match) => replacement(match));
}

/** Null where there is none. */
export function firstMatch(text: string, pattern: RegExp): string | null {
  pattern.lastIndex = 0;
  return pattern.exec(text)?.[0] ?? null;
}

/** What stands between the matches; unlike JavaScript's `split` without the groups. */
export function splitMatches(text: string, pattern: RegExp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(everywhere(pattern))) {
    // An empty match splits between characters, and neither before the first nor behind the last.
    if (match[0] === "" && (match.index === from || match.index === text.length)) continue;
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

const global = new WeakMap<RegExp, RegExp>();

/** The pattern with the flag g, without which JavaScript stops at the first match. */
function everywhere(pattern: RegExp): RegExp {
  if (pattern.global) {
    pattern.lastIndex = 0;
    return pattern;
  }
  const known = global.get(pattern) ?? deriveRegExp(pattern, pattern.source, `${pattern.flags}g`);
  global.set(pattern, known);
  return known;
}

function groupsOf<G>(match: RegExpExecArray): G {
  const groups = match.groups ?? {};
  for (let index = 1; index < match.length; index++) {
    if (match[index] === undefined) return withNulls(groups) as G;
  }
  return groups as G;
}

function withNulls(groups: Record<string, string | undefined>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, text ?? null]));
}

/** For reasons: a line may be long. */
function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
