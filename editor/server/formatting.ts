import type { TextEdit } from "../../grammar/diagnostic.ts";
import { format } from "../../grammar/format.ts";

/**
 * The edit that brings a text into the layout of the language: from the first place that changes to the last, so that
 * the editor can keep its cursor and folds elsewhere. Nothing for a text that is laid out already, or does not parse.
 */
export function formatting(text: string): readonly TextEdit[] {
  const result = format(text);
  if (!("text" in result) || result.text === text) return [];
  const after = result.text;
  const shorter = Math.min(text.length, after.length);
  let start = 0;
  while (start < shorter && text[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && text[text.length - 1 - same] === after[after.length - 1 - same]) same++;
  // An edit must not begin or end between the two characters of a line end.
  if (text[start - 1] === "\r") start--;
  if (same > 0 && text[text.length - same] === "\n" && text[text.length - same - 1] === "\r") same--;
  return [{ span: { start, end: text.length - same }, text: after.slice(start, after.length - same) }];
}
