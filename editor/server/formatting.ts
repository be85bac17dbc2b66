import type { Analysis } from "../../compiler/compile.ts";
import type { Span } from "../../grammar/ast.ts";
import type { TextEdit } from "../../grammar/diagnostic.ts";
import { countEqual, countEqualFromEnd } from "../../grammar/equal-ends.ts";
import { format } from "../../grammar/format.ts";
import type { ParseResult } from "../../grammar/parse.ts";
import { scan } from "../../grammar/scan/scan.ts";
import { nodeAt } from "../../grammar/walk.ts";

/**
 * The edit that brings a text into the layout of the language: from the first place that changes to the last, so that
 * the editor can keep its cursor and folds elsewhere. Nothing for a text that is laid out already, or does not parse.
 * `parsed` is what the text says, where that is known.
 */
export function formatting(text: string, parsed?: ParseResult): readonly TextEdit[] {
  const result = format(text, parsed);
  if (!("text" in result) || result.text === text) return [];
  const after = result.text;
  let start = countEqual(text, after);
  let same = countEqualFromEnd(text, after, start);
  // An edit must not begin or end between the two characters of a line end.
  if (text[start - 1] === "\r") start--;
  if (same > 0 && text[text.length - same] === "\n" && text[text.length - same - 1] === "\r") same--;
  return [{ span: { start, end: text.length - same }, text: after.slice(start, after.length - same) }];
}

/** The part of `formatting` that lies in `span`: the white space between tokens there, and the comments in it. */
export function formattingWithin(text: string, { start, end }: Span): readonly TextEdit[] {
  const result = format(text);
  if (!("text" in result) || result.text === text) return [];
  const before = scan(text).tokens;
  const after = scan(result.text).tokens;
  // The layout may add or leave out a comma: then the gaps are not the same ones.
  if (before.length !== after.length || before.some(({ image }, index) => image !== after[index]?.image)) return [];
  return before.flatMap((token, index) => {
    const [first, second] = [gapBefore(before, index), gapBefore(after, index)];
    const [old, now] = [text.slice(first.start, first.end), result.text.slice(second.start, second.end)];
    return old === now || token.startOffset < start || first.start > end ? [] : [{ span: first, text: now }];
  });
}

/** The edits once a bracket is closed just before `offset`: in what it closes. */
export function formattingOfClosed({ checked }: Analysis, offset: number): readonly TextEdit[] {
  const { tree, text } = checked.entry;
  const closed = nodeAt(tree, offset).find((node) => node.kind !== "SourceFile" && node.span.end === offset);
  return closed === undefined ? [] : formattingWithin(text, closed.span);
}

function gapBefore(tokens: readonly { readonly startOffset: number; readonly image: string }[], index: number): Span {
  const [previous, token] = [tokens[index - 1], tokens[index]];
  const start = previous === undefined ? 0 : previous.startOffset + previous.image.length;
  return { start, end: token?.startOffset ?? start };
}
