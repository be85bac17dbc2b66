import type { IToken, TokenType } from "chevrotain";
import { startsDeclaration } from "../tokens/declaration-start.ts";
import * as t from "../tokens/tokens.ts";
import type { Partner } from "./brackets.ts";

/**
 * Decides by a token's neighbours what it is where one token of look-ahead would not tell: whether `match` or `mod`
 * is a word of the language here or a name, and whether a bracket or a name begins a lambda or a block.
 */
export function markWords(tokens: readonly IToken[]): void {
  let previous: IToken | undefined;
  for (const [index, token] of tokens.entries()) {
    const type = decide(token, previous, tokens[index + 1], tokens[index + 2]);
    if (type !== token.tokenType) {
      token.tokenType = type;
      token.tokenTypeIdx = type.tokenTypeIdx as number;
    }
    previous = token;
  }
}

const TRY = t.word("try");
const MATCH = t.word("match");
const ROUTE = t.word("route");
const ELSE = t.word("else");
const DROP = t.word("drop");
const LET = t.word("let");
const RETURN = t.word("return");
const OPERATOR_WORDS: readonly TokenType[] = [t.word("div"), t.word("mod")];

function decide(
  token: IToken,
  previous: IToken | undefined,
  next: IToken | undefined,
  afterNext: IToken | undefined,
): TokenType {
  const type = token.tokenType;
  if (type === t.LeftParen) return (token.payload as Partner).after === t.FatArrow ? t.LambdaParen : type;
  if (type === t.LeftBrace) return opensBlock(next, afterNext) ? t.BlockBrace : type;
  if (!t.isName(type)) return type;
  if (isMemberAccess(previous) && !startsDeclaration(token, next, afterNext)) return t.Identifier;
  if (next?.tokenType === t.FatArrow && !isA(type, t.Literal)) return type === ELSE ? t.CaseElse : t.LambdaName;
  if (type === TRY || type === MATCH || type === ROUTE) return startsOperandAfterWord(next) ? type : t.Identifier;
  if (type === DROP) return next?.tokenType === t.LeftParen || isMemberAccess(next) ? t.Identifier : type;
  if (OPERATOR_WORDS.includes(type)) return isOperator(previous, next) ? type : t.Identifier;
  return type;
}

function isOperator(previous: IToken | undefined, next: IToken | undefined): boolean {
  const startsOperand =
    startsOperandAfterWord(next) || next?.tokenType === t.Minus || next?.tokenType === t.LeftBracket;
  return endsOperand(previous) && startsOperand;
}

function isA(type: TokenType, category: TokenType): boolean {
  return type === category || (type.CATEGORIES?.includes(category) ?? false);
}

function isMemberAccess(token: IToken | undefined): boolean {
  return token?.tokenType === t.Dot || token?.tokenType === t.QuestionDot;
}

const ENDS_FIELD_NAME: ReadonlySet<TokenType> = new Set([t.Colon, t.Comma, t.RightBrace]);

/** `{ let x`, `{ return x`, but not the records `{ let: 1 }`, `{ return, … }` and `{ return }`. */
function opensBlock(next: IToken | undefined, afterNext: IToken | undefined): boolean {
  if (next === undefined) return false;
  if (next.tokenType === LET) return afterNext === undefined || t.isName(afterNext.tokenType);
  return next.tokenType === RETURN && (afterNext === undefined || !ENDS_FIELD_NAME.has(afterNext.tokenType));
}

/** Where a name could stand before `-`, `[` or `.` just as well, those are taken for the name's. */
function startsOperandAfterWord(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  const type = token.tokenType;
  return t.isName(type) || isA(type, t.Literal) || OPENS_OPERAND.has(type);
}

const OPENS_OPERAND: ReadonlySet<TokenType> = new Set([
  t.LeftParen,
  t.LambdaParen,
  t.LeftBrace,
  t.BlockBrace,
  t.TemplateStart,
  t.Not,
]);

function endsOperand(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  const type = token.tokenType;
  return t.isName(type) || isA(type, t.Literal) || CLOSES_OPERAND.has(type);
}

const CLOSES_OPERAND: ReadonlySet<TokenType> = new Set([t.RightParen, t.RightBracket, t.RightBrace, t.TemplateEnd]);
