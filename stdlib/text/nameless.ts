import { deriveRegExp } from "./derive-regexp.ts";

/** An escape, a class, or what opens a group: what else could hold a parenthesis that opens none. */
const PIECE = /\\k<([^>]+)>|\\.|\[(?:[^\]\\]|\\.)*\]|\((\?(?:<([^=!>][^>]*)>)?)?/gs;

/**
 * The same pattern with its groups known by number only: `(?<year>\d+)` as `(\d+)`. Where groups have names, V8 makes a
 * dictionary of them for every match, which takes longer than the match.
 */
export function nameless(pattern: RegExp): RegExp {
  const numbers = new Map<string, number>();
  let count = 0;
  for (const [piece, , mark, name] of pattern.source.matchAll(PIECE)) {
    if (piece[0] !== "(" || (mark !== undefined && name === undefined)) continue;
    count++;
    if (name !== undefined) numbers.set(name, count);
  }
  const source = pattern.source.replace(PIECE, (piece, back?: string, _mark?: string, name?: string) => {
    if (name !== undefined) return "(";
    const number = back === undefined ? undefined : numbers.get(back);
    // In a group of its own, as digits may follow.
    return number === undefined ? piece : `(?:\\${number})`;
  });
  return deriveRegExp(pattern, source, pattern.flags);
}
