import type { IToken, TokenType } from "chevrotain";
import { type Problem, problem } from "../messages.ts";
import { startsDeclaration } from "../tokens/declaration-start.ts";
import * as t from "../tokens/tokens.ts";
import type { Report } from "./literals.ts";

/** What an opening bracket, `${`, or the `<` of type arguments carries as its payload. */
export interface Partner {
  /** The bracket that closes it; null when none does. */
  readonly closer: IToken | null;
  /** What stands behind that; null at the end of the text. */
  readonly after: TokenType | null;
}

/** Brackets within brackets that the parser still follows; deeper texts would exhaust the stack. */
const NESTING_LIMIT = 200;

const CLOSER_OF: ReadonlyMap<TokenType, { close: string; type: TokenType }> = new Map([
  [t.LeftParen, { close: ")", type: t.RightParen }],
  [t.LeftBracket, { close: "]", type: t.RightBracket }],
  [t.LeftBrace, { close: "}", type: t.RightBrace }],
  [t.TemplateOpen, { close: "}", type: t.RightBrace }],
  [t.TemplateStart, { close: "`", type: t.TemplateEnd }],
]);

const CLOSERS: ReadonlySet<TokenType> = new Set([t.RightParen, t.RightBracket, t.RightBrace, t.TemplateEnd]);

/**
 * Gives each opening bracket its partner, so that the parser can skip what it does not understand and still find the
 * end of the list it is in. A `}` closes through a forgotten `)` or `]`, never the other way round; a declaration at
 * the start of a line closes everything. Reports what stays open. Returns false when brackets nest too deeply.
 */
export function pairBrackets(tokens: readonly IToken[], text: string, report: Report): boolean {
  const open: IToken[] = [];
  for (const [index, token] of tokens.entries()) {
    const type = token.tokenType;
    if (CLOSER_OF.has(type)) {
      open.push(token);
      if (open.length > NESTING_LIMIT) {
        report(problem(spanOf(token), "FLOW1110", { limit: NESTING_LIMIT }));
        return false;
      }
    } else if (CLOSERS.has(type)) {
      const at = findOpening(open, type);
      if (at < 0) continue;
      for (const forgotten of open.splice(at + 1)) leaveOpen(forgotten, `the next \`${token.image}\``, report);
      const opening = open.pop() as IToken;
      setPartner(opening, { closer: token, after: tokens[index + 1]?.tokenType ?? null });
    } else if (type === t.Less) {
      setPartner(token, findTypeArgumentsEnd(tokens, index));
    } else if (
      open.length > 0 &&
      isAtLineStart(token, text) &&
      startsDeclaration(token, tokens[index + 1], tokens[index + 2])
    ) {
      for (const forgotten of open.splice(0)) leaveOpen(forgotten, "the next declaration", report);
    }
  }
  for (const forgotten of open) leaveOpen(forgotten, "the end of the file", report);
  return true;
}

function findOpening(open: readonly IToken[], closes: TokenType): number {
  for (let index = open.length - 1; index >= 0; index--) {
    const type = (open[index] as IToken).tokenType;
    if (CLOSER_OF.get(type)?.type === closes) return index;
    const isRound = type === t.LeftParen || type === t.LeftBracket;
    if (!isRound && closes !== t.RightBrace && closes !== t.TemplateEnd) return -1;
  }
  return -1;
}

function leaveOpen(opening: IToken, where: string, report: Report): void {
  setPartner(opening, { closer: null, after: null });
  report(describeOpen(opening, where));
}

function describeOpen(opening: IToken, where: string): Problem {
  if (opening.tokenType === t.TemplateStart) return problem(spanOf(opening), "FLOW1003");
  const close = CLOSER_OF.get(opening.tokenType)?.close ?? "";
  return problem(spanOf(opening), "FLOW1103", { open: opening.image, close, where });
}

function setPartner(opening: IToken, partner: Partner): void {
  opening.payload = partner;
}

function spanOf(token: IToken): { start: number; end: number } {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

function isAtLineStart(token: IToken, text: string): boolean {
  return token.startOffset === 0 || text[token.startOffset - 1] === "\n";
}

const INSIDE_TYPES: ReadonlySet<TokenType> = new Set([
  t.Comma,
  t.Colon,
  t.Bar,
  t.FatArrow,
  t.Question,
  t.Not,
  t.LeftParen,
  t.RightParen,
  t.LeftBracket,
  t.RightBracket,
  t.LeftBrace,
  t.RightBrace,
  t.StringToken,
  t.Quantity,
]);

/** Longer lists of type arguments do not occur; the limit keeps a text full of `<` from being read over and over. */
const TYPE_ARGUMENTS_LIMIT = 200;

/** `f<T>(x)` is a call where everything up to a matching `>` could be types, else `<` compares. */
function findTypeArgumentsEnd(tokens: readonly IToken[], start: number): Partner {
  let depth = 0;
  let brackets = 0;
  for (let index = start; index < Math.min(tokens.length, start + TYPE_ARGUMENTS_LIMIT); index++) {
    const token = tokens[index] as IToken;
    const type = token.tokenType;
    if (type === t.Less) depth++;
    else if (type === t.Greater) depth--;
    else if (CLOSER_OF.has(type)) brackets++;
    else if (CLOSERS.has(type)) brackets--;
    if (brackets < 0) break;
    if (depth === 0 && brackets === 0) return { closer: token, after: tokens[index + 1]?.tokenType ?? null };
    const fits = type === t.Less || type === t.Greater || INSIDE_TYPES.has(type) || t.isName(type);
    if (!fits) break;
  }
  return { closer: null, after: null };
}
