import type { Span } from "../../grammar/ast.ts";
import { scan } from "../../grammar/scan/scan.ts";
import * as t from "../../grammar/tokens/tokens.ts";

/**
 * The text up to the end of `part`, which has blanks for comments and dots for what is inside of strings and regular
 * expressions, so that patterns find only what is written as code. Every character keeps its place. The part begins and
 * ends between two declarations; what stands before it is left as it is.
 */
export function maskText(text: string, part: Span): string {
  const { tokens, comments } = scan(text, part);
  const pieces: string[] = [];
  let end = 0;
  const replaced = [
    ...comments.map(({ span }) => ({ ...span, by: " ", quotes: 0 })),
    ...tokens.flatMap(({ tokenType, startOffset: start, image }) => {
      const quotes = tokenType === t.StringToken || tokenType === t.RegexToken ? 1 : 0;
      if (quotes === 0 && tokenType !== t.TemplateText) return [];
      return [{ start, end: start + image.length, by: "·", quotes }];
    }),
  ].sort((a, b) => a.start - b.start);
  for (const { start, end: behind, by, quotes } of replaced) {
    if (start + quotes >= behind - quotes) continue;
    pieces.push(text.slice(end, start + quotes));
    pieces.push(text.slice(start + quotes, behind - quotes).replace(/[^\r\n]/g, by));
    end = behind - quotes;
  }
  return [...pieces, text.slice(end, part.end)].join("");
}
