/**
 * Characters of Unicode that turn the direction of text around. They are not seen, and what stands behind them is seen in
 * another order than the compiler reads it: code may pass for a comment ("Trojan Source", CVE-2021-42574).
 */
import type { IToken } from "chevrotain";
import type { Comment } from "../ast.ts";
import { problem, withFix } from "../messages.ts";
import * as t from "../tokens/tokens.ts";
import type { Report } from "./literals.ts";

const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

const NAMES: Readonly<Record<string, string>> = {
  "\u202a": "LEFT-TO-RIGHT EMBEDDING",
  "\u202b": "RIGHT-TO-LEFT EMBEDDING",
  "\u202c": "POP DIRECTIONAL FORMATTING",
  "\u202d": "LEFT-TO-RIGHT OVERRIDE",
  "\u202e": "RIGHT-TO-LEFT OVERRIDE",
  "\u2066": "LEFT-TO-RIGHT ISOLATE",
  "\u2067": "RIGHT-TO-LEFT ISOLATE",
  "\u2068": "FIRST STRONG ISOLATE",
  "\u2069": "POP DIRECTIONAL ISOLATE",
};

/** Reports each of them in `source` that stands in a literal, a template or a comment; elsewhere the lexer takes none. */
export function reportDirections(
  source: string,
  tokens: readonly IToken[],
  comments: readonly Comment[],
  report: Report,
): void {
  // Hardly any text has one, and a look at the whole is quick.
  if (source.search(DIRECTION) === -1) return;
  for (const { image, startOffset, tokenType } of tokens) {
    const takesEscapes = tokenType === t.StringToken || tokenType === t.TemplateText || tokenType === t.RegexToken;
    reportIn(image, startOffset, takesEscapes, report);
  }
  for (const { text, span } of comments) reportIn(text, span.start, false, report);
}

function reportIn(text: string, start: number, takesEscapes: boolean, report: Report): void {
  for (const { 0: found, index } of text.matchAll(DIRECTION)) {
    const span = { start: start + index, end: start + index + 1 };
    const code = found.charCodeAt(0).toString(16);
    const written = `\\u${code}`;
    const name = `U+${code.toUpperCase()} (${NAMES[found]})`;
    const fix = takesEscapes ? { title: `Write \`${written}\``, text: written } : { title: "Remove it", text: "" };
    const edits = [{ span, text: fix.text }];
    report(withFix(problem(span, "FLOW1011", { name, escape: written }), { title: fix.title, edits, safe: true }));
  }
}
