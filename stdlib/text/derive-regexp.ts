import type { BoundedRegExp } from "./bounded-regexp.ts";

/**
 * `pattern` with another source or other flags, and bounded if it is. Imports only the type of bounded ones, so that
 * programs without ambiguous expressions do not carry what watches them.
 */
export function deriveRegExp(pattern: RegExp | BoundedRegExp, source: string, flags: string): RegExp {
  return "derive" in pattern ? pattern.derive(source, flags) : new RegExp(source, flags);
}
