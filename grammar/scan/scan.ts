import { type ILexingError, type IToken, Lexer } from "chevrotain";
import type { Comment, Span } from "../ast.ts";
import { type Problem, problem, withFix } from "../messages.ts";
import * as t from "../tokens/tokens.ts";
import { LEXER_DEFINITION } from "../tokens/vocabulary.ts";
import { pairBrackets } from "./brackets.ts";
import { reportDirections } from "./directions.ts";
import { endsUnescaped, type Report, readQuantity, readString, readTimestamp, resolveEscapes } from "./literals.ts";
import { markWords } from "./words.ts";

/** The tokens of a text, ready for the parser, and all that is wrong with them one by one. */
export interface Scan {
  readonly tokens: IToken[];
  /** Set when brackets nest too deeply to parse. */
  readonly tooDeep: boolean;
  /** All comments, doc comments among them. */
  readonly comments: Comment[];
  readonly problems: Problem[];
}

const UNBALANCED = "unbalanced";

let lexer: Lexer | undefined;

function theLexer(): Lexer {
  lexer ??= new Lexer(LEXER_DEFINITION, {
    positionTracking: "onlyOffset",
    ensureOptimizations: true,
    skipValidations: true,
    errorMessageProvider: {
      buildUnexpectedCharactersMessage: (text, start, length) => text.slice(start, start + length),
      buildUnableToPopLexerModeMessage: () => UNBALANCED,
    },
  });
  return lexer;
}

/**
 * Reads a text into tokens. Words get their own token types; literals carry their value, and opening brackets their
 * partner, as `payload`. Whatever is wrong is reported and given a meaning, so that the parser never sees it. With a
 * `part` only that is read, which must begin and end between two declarations; places are those in the text.
 */
export function scan(text: string, part: Span = { start: 0, end: text.length }): Scan {
  const { tokens, groups, errors } = theLexer().tokenize(text.slice(part.start, part.end));
  if (part.start > 0) {
    for (const token of [...tokens, ...(groups["comments"] ?? [])]) token.startOffset += part.start;
    for (const error of errors) error.offset += part.start;
  }
  const problems: Problem[] = [];
  const report: Report = (found) => problems.push(found);
  for (const error of errors) readStray(error, text, report);
  for (const token of tokens) readToken(token, report);
  const tooDeep = !pairBrackets(tokens, text, report);
  if (!tooDeep) markWords(tokens);
  const comments = (groups["comments"] ?? []).map((token) => readComment(token, report));
  reportDirections(text, tokens, comments, report);
  return { tokens, tooDeep, comments, problems };
}

/** Where a token stands. */
export function tokenSpan(token: IToken): Span {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

function readToken(token: IToken, report: Report): void {
  const { image, startOffset, tokenType } = token;
  token.endOffset = startOffset + image.length - 1; // the lexer leaves it out, the parser's locations need it
  switch (tokenType) {
    case t.Identifier: {
      const type = t.WORDS.get(image);
      if (type !== undefined) {
        token.tokenType = type;
        token.tokenTypeIdx = type.tokenTypeIdx as number;
      }
      return;
    }
    case t.Quantity:
      token.payload = readQuantity(image, startOffset, report);
      return;
    case t.StringToken:
      token.payload = readString(image, startOffset, report);
      if (image.startsWith("'") && endsUnescaped(image, "'")) reportForeign(token, requote(image), report);
      return;
    case t.TemplateText:
      token.payload = resolveEscapes(image, startOffset, report);
      return;
    case t.RegexToken:
      if ((token.payload as t.RegexParts).flags === null) report(problem(tokenSpan(token), "FLOW1005"));
      return;
    case t.TimestampToken:
      token.payload = readTimestamp(image, startOffset, report);
      return;
    case t.EqualEqual:
    case t.NotEqual:
      if (image.length === 3) reportForeign(token, image.slice(0, 2), report);
      return;
    case t.Percent:
      reportForeign(token, "mod", report);
      return;
    case t.Nullish:
      reportForeign(token, "else", report);
  }
}

function requote(image: string): string {
  return `"${image.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`;
}

/** A piece of text that works in sister languages: says what it is here, and offers to write that. */
function reportForeign(token: IToken, here: string, report: Report): void {
  const span = tokenSpan(token);
  const found = problem(span, "FLOW1009", { found: `\`${token.image}\``, advice: `Write \`${here}\`.` });
  report(withFix(found, { title: `Write ${here}`, edits: [{ span, text: here }], safe: true }));
}

function readStray({ offset, length, message }: ILexingError, text: string, report: Report): void {
  if (message === UNBALANCED) return; // the parser has its own words for a `}` too many
  const span = { start: offset, end: offset + length };
  if (/^;+$/.test(message)) {
    const isInside = /\S/.test(text[span.end] ?? "");
    const advice = "Nothing needs a semicolon; remove it.";
    const found = problem(span, "FLOW1009", { found: "`;`", advice });
    report(withFix(found, { title: "Remove the semicolon", edits: [{ span, text: isInside ? " " : "" }], safe: true }));
    return;
  }
  report(problem(span, "FLOW1001", { characters: describeCharacters(message) }));
}

function describeCharacters(characters: string): string {
  if (/^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(characters)) return `\`${characters}\``;
  const code = characters.codePointAt(0) ?? 0;
  return `character U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function readComment(token: IToken, report: Report): Comment {
  const span = tokenSpan(token);
  const isClosed = token.image.length >= 4 && token.image.endsWith("*/");
  if (token.image.startsWith("#")) {
    const sign = { start: span.start, end: span.start + (/^#+/.exec(token.image)?.[0].length ?? 1) };
    const fix = { title: "Write //", edits: [{ span: sign, text: "//" }], safe: true };
    report(withFix(problem(sign, "FLOW1031"), fix));
  }
  if (token.image.startsWith("/*") && !isClosed) report(problem(span, "FLOW1004"));
  return { span, text: token.image };
}
