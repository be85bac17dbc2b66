import { type CustomPatternMatcherFunc, createToken, Lexer, type TokenType } from "chevrotain";
import {
  CLAUSE_PART_WORDS,
  DECLARATION_WORDS,
  EXPRESSION_WORDS,
  MODIFIER_WORDS,
  OPERATOR_WORDS,
  TEST_WORDS,
  VALUE_WORDS,
} from "./keywords.ts";

/** Never occurs in a text; the parser inserts one where a value or a type is missing. */
export const MissingValue = createToken({ name: "MissingValue", label: "a value", pattern: Lexer.NA });
/** Never read: what recovery inserts where a type is missing. */
export const MissingType = createToken({ name: "MissingType", label: "a type", pattern: Lexer.NA });
/** Never read: what recovery inserts where a name is missing. */
export const MissingName = createToken({ name: "MissingName", label: "a name", pattern: Lexer.NA });
/** Never read: what recovery inserts where a declaration is missing. */
export const MissingDeclaration = createToken({
  name: "MissingDeclaration",
  label: "a declaration",
  pattern: Lexer.NA,
});

/** Numbers, strings, regular expressions, timestamps, and `true`, `false`, `null`. */
export const Literal = createToken({ name: "Literal", label: "a literal", pattern: Lexer.NA });
/** Category of the operators with two operands; never read itself. */
export const BinaryOperator = createToken({ name: "BinaryOperator", label: "an operator", pattern: Lexer.NA });
/** `!`, `-` and `try` */
export const PrefixOperator = createToken({ name: "PrefixOperator", label: "an operator", pattern: Lexer.NA });

function symbol(
  name: string,
  spelling: string,
  pattern: string | RegExp = spelling,
  kinds: TokenType[] = [],
): TokenType {
  return createToken({ name, label: `\`${spelling}\``, pattern, categories: kinds });
}

// Longer spellings stand before their prefixes. `===`, `!==`, `??` and `%` of other languages are taken for what
// they mean here, so that one wrong operator is one diagnostic.
/** `->` of a wire. */
export const Arrow = symbol("Arrow", "->");
/** `=>` between parameters and body, and between a pattern and its value. */
export const FatArrow = symbol("FatArrow", "=>");
/** `...` of a spread. */
export const Ellipsis = symbol("Ellipsis", "...");
/** `?.`, a member of what may be null. */
export const QuestionDot = symbol("QuestionDot", "?.");
/** `?` behind a type, and of `a ? b : c`. */
export const Question = symbol("Question", "?");
/** `==`; `===` is read as the same, and reported. */
export const EqualEqual = symbol("EqualEqual", "==", /===?/, [BinaryOperator]);
/** `!=`; `!==` is read as the same, and reported. */
export const NotEqual = symbol("NotEqual", "!=", /!==?/, [BinaryOperator]);
/** `<=` */
export const LessEqual = symbol("LessEqual", "<=", "<=", [BinaryOperator]);
/** `>=` */
export const GreaterEqual = symbol("GreaterEqual", ">=", ">=", [BinaryOperator]);
/** `<`, also before type arguments. */
export const Less = symbol("Less", "<", "<", [BinaryOperator]);
/** `>`, also behind type arguments. */
export const Greater = symbol("Greater", ">", ">", [BinaryOperator]);
/** `||` */
export const OrOr = symbol("OrOr", "||", "||", [BinaryOperator]);
/** `&&` */
export const AndAnd = symbol("AndAnd", "&&", "&&", [BinaryOperator]);
/** `+` */
export const Plus = symbol("Plus", "+", "+", [BinaryOperator]);
/** `-`, with one operand or two. */
export const Minus = symbol("Minus", "-", "-", [BinaryOperator, PrefixOperator]);
/** `*` */
export const Star = symbol("Star", "*", "*", [BinaryOperator]);
/** `/` */
export const Slash = symbol("Slash", "/", "/", [BinaryOperator]);
/** `??`, which the language does not have: read to say that `else` is meant. */
export const Nullish = symbol("Nullish", "??");
/** `%`, which the language does not have: read to say that `mod` is meant. */
export const Percent = symbol("Percent", "%", "%", [BinaryOperator]);
/** `!` before a condition, and behind a type that may fail. */
export const Not = symbol("Not", "!", "!", [PrefixOperator]);
/** `=` of a declaration. */
export const Equals = symbol("Equals", "=");
/** `|` between the members of a union. */
export const Bar = symbol("Bar", "|");
/** `:` before a type or an option's value, and of `a ? b : c`. */
export const Colon = symbol("Colon", ":");
/** `,` between the parts of a list. */
export const Comma = symbol("Comma", ",");
/** `.` before a member. */
export const Dot = symbol("Dot", ".");
/** `(` */
export const LeftParen = symbol("LeftParen", "(");
/** `)` */
export const RightParen = symbol("RightParen", ")");
/** `[` */
export const LeftBracket = symbol("LeftBracket", "[");
/** `]` */
export const RightBracket = symbol("RightBracket", "]");

// Braces and back-quotes keep the lexer's stack of modes, so that `}` finds the `${` it belongs to.
/** `{`; inside a template text it opens code of its own, so that its `}` does not end the expression. */
export const LeftBrace = createToken({
  name: "LeftBrace",
  label: "`{`",
  pattern: "{",
  push_mode: "code",
});
/** `}`, of a block or of an expression in a template text. */
export const RightBrace = createToken({
  name: "RightBrace",
  label: "`}`",
  pattern: "}",
  pop_mode: true,
});
/** The back-quote before a template text. */
export const TemplateStart = createToken({
  name: "TemplateStart",
  label: "a template string",
  pattern: "`",
  push_mode: "template",
});
/** The back-quote behind a template text. */
export const TemplateEnd = createToken({
  name: "TemplateEnd",
  label: "a closing back-quote",
  pattern: "`",
  pop_mode: true,
});
/** Characters of a template text up to an expression or its end, escapes as they are written. */
export const TemplateText = createToken({
  name: "TemplateText",
  label: "text",
  pattern: /(?:[^`\\$]+|\\[\s\S]|\$(?!\{)|\\(?![\s\S]))+/,
  // All but the back-quote. Chevrotain tells those above 255 apart by blocks of 255 only.
  start_chars_hint: Array.from({ length: 513 }, (_, at) => (at < 256 ? at : Math.max(256, (at - 255) * 255))).filter(
    (code) => code !== 96,
  ),
  line_breaks: true,
});
/** `${` of an expression in a template text. */
export const TemplateOpen = createToken({
  name: "TemplateOpen",
  label: "`${`",
  pattern: "${",
  push_mode: "code",
});

/** A name; keywords are told from names afterwards. */
export const Identifier = createToken({
  name: "Identifier",
  label: "a name",
  pattern: /[A-Za-z_$][\w$]*/,
});

/** A number with the letters that follow it: `1_000`, `1.5e3`, `15s`, `64KiB`. */
export const Quantity = createToken({
  name: "Quantity",
  label: "a number",
  pattern: /\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?[\w$]*/,
  categories: [Literal],
});

/** A string up to its closing quote, or to the end of the line where that is missing. */
export const StringToken = createToken({
  name: "StringToken",
  label: "a string",
  pattern: /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*(?:"|\\?)|'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*(?:'|\\?)/,
  categories: [Literal],
});

/** `@2024-01-31T12:00:00Z`, also a wrong one, which is reported where its value is read. */
export const TimestampToken = createToken({
  name: "TimestampToken",
  label: "a timestamp",
  pattern: /@(?:\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w+-]|[.:]\d)|[\w:.+-]*)/,
  categories: [Literal],
});

/** Words after which a value starts, so that a slash after them opens a regular expression. */
const WORDS_BEFORE_A_VALUE: ReadonlySet<string> = new Set([...EXPRESSION_WORDS, ...OPERATOR_WORDS, "unless", "for"]);

/** A slash within a class closes nothing. The groups are pattern and flags; without flags the second slash is missing. */
const REGEX = /\/(?![/*])((?:[^/\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\]?)+)(?:\/([A-Za-z]*)|\\?)/y;

const matchRegex: CustomPatternMatcherFunc = (text, offset, tokens) => {
  const previous = tokens.at(-1);
  const before = tokens.at(-2)?.tokenType;
  const isMember = previous?.tokenType === Identifier && (before === Dot || before === QuestionDot);
  if (previous !== undefined && (isMember || endsValue(previous.tokenType, previous.image))) return null;
  REGEX.lastIndex = offset;
  const match: (RegExpExecArray & { payload?: RegexParts }) | null = REGEX.exec(text);
  if (match !== null) match.payload = { pattern: match[1] ?? "", flags: match[2] ?? null };
  return match;
};

/** What a regular expression's token carries; `flags` is null where its second slash is missing. */
export interface RegexParts {
  readonly pattern: string;
  readonly flags: string | null;
}

function endsValue(type: TokenType, image: string): boolean {
  if (type === Identifier) return !WORDS_BEFORE_A_VALUE.has(image);
  if (type === RightParen || type === RightBracket || type === RightBrace || type === TemplateEnd) return true;
  return type.CATEGORIES?.includes(Literal) ?? false;
}

/** `/pattern/flags`, or `/pattern` up to the end of the line where the second slash is missing. */
export const RegexToken = createToken({
  name: "RegexToken",
  label: "a regular expression",
  pattern: matchRegex,
  start_chars_hint: ["/"],
  line_breaks: false,
  categories: [Literal],
});

// What stands behind a token tells these apart from their plain kinds; `scan` marks them, so that one token of
// look-ahead is enough for the parser.

/** The name before `=>`. */
export const LambdaName = createToken({
  name: "LambdaName",
  label: "a name",
  pattern: Lexer.NA,
  categories: [Identifier],
});
/** A parenthesis whose partner is followed by `=>`. */
export const LambdaParen = createToken({
  name: "LambdaParen",
  label: "`(`",
  pattern: Lexer.NA,
  categories: [LeftParen],
});
/** A brace followed by `let` or `return`. */
export const BlockBrace = createToken({
  name: "BlockBrace",
  label: "`{`",
  pattern: Lexer.NA,
  categories: [LeftBrace],
});
/** `else` before `=>`. */
export const CaseElse = createToken({ name: "CaseElse", label: "`else`", pattern: Lexer.NA });

/** White space, which is left out. */
export const Blank = createToken({
  name: "Blank",
  pattern: /[\s\uFEFF]+/,
  start_chars_hint: [9, 10, 11, 12, 13, 32, 0xa0, 0x2028, 0xfeff, 0x3000],
  line_breaks: true,
  group: Lexer.SKIPPED,
});
/** `//` up to the end of the line; doc comments `///` are told apart afterwards. */
export const LineComment = createToken({ name: "LineComment", pattern: /\/\/[^\r\n]*/, group: "comments" });
/** Of Python, shells and Flume's properties: a comment, so that nothing in it is complained of, and wrong. */
export const HashComment = createToken({ name: "HashComment", pattern: /#[^\r\n]*/, group: "comments" });
/** A comment over several lines, also one that does not end. */
export const BlockComment = createToken({
  name: "BlockComment",
  pattern: /\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?/,
  start_chars_hint: ["/"],
  line_breaks: true,
  group: "comments",
});

/** The extra categories of some words; every word is also a name. */
const WORD_KINDS: Readonly<Record<string, TokenType[]>> = {
  true: [Literal],
  false: [Literal],
  null: [Literal],
  div: [BinaryOperator],
  mod: [BinaryOperator],
  try: [PrefixOperator],
};

/** The words that the grammar's rules ask for. Those of roles and clauses are told apart by their text. */
const ALL_WORDS = [
  ...DECLARATION_WORDS,
  ...TEST_WORDS,
  ...CLAUSE_PART_WORDS,
  ...MODIFIER_WORDS,
  ...EXPRESSION_WORDS,
  ...OPERATOR_WORDS,
  ...VALUE_WORDS,
] as const;

/** Any word that means something to the language somewhere. */
export type Word = (typeof ALL_WORDS)[number];

/**
 * Token types of the words, by word. The lexer reads every word as an `Identifier`; `scan` gives it its own type,
 * which is a kind of `Identifier`, so the parser takes it for a name wherever it asks for one.
 */
export const WORDS: ReadonlyMap<string, TokenType> = new Map(
  [...new Set<Word>(ALL_WORDS)].map((word) => [
    word,
    createToken({
      name: `Word${word[0]?.toUpperCase()}${word.slice(1)}`,
      label: `\`${word}\``,
      pattern: Lexer.NA,
      categories: [Identifier, ...(WORD_KINDS[word] ?? [])],
    }),
  ]),
);

/** The token type of a word of the language. */
export function word(spelling: Word): TokenType {
  return WORDS.get(spelling) as TokenType;
}

/** Whether the parser takes tokens of this type for names. */
export function isName(type: TokenType): boolean {
  return type === Identifier || (type.CATEGORIES?.includes(Identifier) ?? false);
}
