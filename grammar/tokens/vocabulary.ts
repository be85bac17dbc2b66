import type { TokenType } from "chevrotain";
import * as t from "./tokens.ts";

const CODE_TOKENS = [
  t.Blank,
  t.LineComment,
  t.HashComment,
  t.BlockComment,
  t.Identifier,
  t.LeftBrace,
  t.RightBrace,
  t.StringToken,
  t.Quantity,
  t.RegexToken,
  t.TimestampToken,
  t.TemplateStart,
  t.Arrow,
  t.FatArrow,
  t.Ellipsis,
  t.QuestionDot,
  t.Nullish,
  t.EqualEqual,
  t.NotEqual,
  t.LessEqual,
  t.GreaterEqual,
  t.OrOr,
  t.AndAnd,
  t.Comma,
  t.Dot,
  t.Colon,
  t.LeftParen,
  t.RightParen,
  t.LeftBracket,
  t.RightBracket,
  t.Equals,
  t.Less,
  t.Greater,
  t.Plus,
  t.Minus,
  t.Star,
  t.Slash,
  t.Percent,
  t.Not,
  t.Question,
  t.Bar,
];

/** What the lexer needs: the tokens of ordinary text and of the text between back-quotes. */
export const LEXER_DEFINITION = {
  modes: { code: CODE_TOKENS, template: [t.TemplateOpen, t.TemplateEnd, t.TemplateText] },
  defaultMode: "code",
};

/** What the parser needs: every token type that its rules may name. */
export const PARSER_VOCABULARY: TokenType[] = [
  ...new Set([
    t.MissingValue,
    t.MissingType,
    t.MissingDeclaration,
    t.MissingName,
    t.Literal,
    t.BinaryOperator,
    t.PrefixOperator,
    ...CODE_TOKENS.filter((type) => ![t.Blank, t.LineComment, t.HashComment, t.BlockComment].includes(type)),
    t.LambdaName,
    t.LambdaParen,
    t.BlockBrace,
    t.CaseElse,
    t.TemplateOpen,
    t.TemplateEnd,
    t.TemplateText,
    ...t.WORDS.values(),
  ]),
];

/** The given token types and all that count as one of them. */
export function kindsOf(...types: TokenType[]): ReadonlySet<TokenType> {
  return new Set(
    PARSER_VOCABULARY.filter((each) => types.some((type) => each === type || each.CATEGORIES?.includes(type))),
  );
}
