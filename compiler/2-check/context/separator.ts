import type { Span } from "../../../grammar/ast.ts";

/** What is written in `text` between `last` and one more thing behind it: where `last` has a line of its own, that has one, too. */
export function separatorBehind(text: string, { start }: Span): string {
  const before = text.slice(text.lastIndexOf("\n", start) + 1, start);
  return /^\s*$/.test(before) ? `,\n${before}` : ", ";
}
