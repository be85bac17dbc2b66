import {
  BUILT_IN_TYPES,
  CLAUSE_PART_WORDS,
  CLAUSE_WORDS,
  DECLARATION_WORDS,
  DURATION_UNITS,
  EXPRESSION_WORDS,
  EXTERN_WORDS,
  OPERATOR_WORDS,
  ROLE_WORDS,
  SIZE_UNITS,
  TEST_WORDS,
  VALUE_WORDS,
} from "./tokens/keywords.ts";
import { TimestampToken } from "./tokens/tokens.ts";

/** One rule of a TextMate grammar; regular expressions as Oniguruma and JavaScript both read them. */
export interface TextMateRule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly endCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly TextMateRule[];
  readonly include?: string;
}

/** A grammar as VS Code and other readers of TextMate's JSON take it; patterns are Oniguruma expressions. */
export interface TextMateGrammar {
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly TextMateRule[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly TextMateRule[] }>>;
}

const NAME = "[A-Za-z_$][\\w$]*";
/** Nothing of a name before it, and no point, which would make it a member. */
const FREE = "(?<![\\w$.])";
const END = "(?![\\w$])";

function anyOf(...words: readonly string[]): string {
  return `(?:${[...words].sort((a, b) => b.length - a.length).join("|")})`;
}

function captures(...scopes: readonly string[]): Readonly<Record<string, { readonly name: string }>> {
  return Object.fromEntries(scopes.map((name, index) => [String(index + 1), { name }]));
}

function include(...names: readonly string[]): readonly TextMateRule[] {
  return names.map((name) => ({ include: `#${name}` }));
}

/**
 * The TextMate grammar of the language (`source.flow`), which colours a text before the language server has read it.
 * It has no parser, so a word counts as a keyword where what stands beside it looks like that.
 */
export function textMateGrammar(): TextMateGrammar {
  return {
    name: "Flow",
    scopeName: "source.flow",
    fileTypes: ["flow"],
    patterns: include("code"),
    repository: {
      code: {
        patterns: include(
          "comments",
          "strings",
          "templates",
          "expressions",
          "numbers",
          "declarations",
          "words",
          "names",
          "symbols",
        ),
      },
      comments: {
        patterns: [
          { name: "comment.line.documentation.flow", match: "///(?!/).*$" },
          { name: "comment.line.double-slash.flow", match: "//.*$" },
          { name: "comment.block.flow", begin: "/\\*", end: "\\*/" },
        ],
      },
      strings: {
        patterns: [
          { name: "string.quoted.double.flow", begin: '"', end: '"|$', patterns: include("escapes") },
          { name: "string.quoted.single.flow", begin: "'", end: "'|$", patterns: include("escapes") },
        ],
      },
      escapes: { patterns: [{ name: "constant.character.escape.flow", match: "\\\\(?:u\\{[^}]*\\}|.)" }] },
      templates: {
        patterns: [
          {
            name: "string.template.flow",
            begin: "`",
            end: "`",
            patterns: [
              ...include("escapes"),
              {
                name: "meta.embedded.flow",
                begin: "\\$\\{",
                end: "\\}",
                beginCaptures: { 0: { name: "punctuation.definition.template-expression.begin.flow" } },
                endCaptures: { 0: { name: "punctuation.definition.template-expression.end.flow" } },
                patterns: include("nested", "code"),
              },
            ],
          },
        ],
      },
      nested: {
        patterns: [
          {
            begin: "\\{",
            end: "\\}",
            beginCaptures: { 0: { name: "punctuation.flow" } },
            endCaptures: { 0: { name: "punctuation.flow" } },
            patterns: include("nested", "code"),
          },
        ],
      },
      expressions: {
        patterns: [
          {
            match: `(?<=[=(,:\\[!&|?{>]|\\breturn|\\belse|\\btry)\\s*(/(?![/*])(?:[^/\\\\\\[]|\\\\.|\\[(?:[^\\]\\\\]|\\\\.)*\\])+/[A-Za-z]*)`,
            captures: captures("string.regexp.flow"),
          },
        ],
      },
      numbers: {
        patterns: [
          { name: "constant.other.timestamp.flow", match: (TimestampToken.PATTERN as RegExp).source },
          {
            match: `${FREE}(\\d+(?:_\\d+)*(?:\\.\\d+(?:_\\d+)*)?(?:[eE][+-]?\\d+)?)(${anyOf(...Object.keys({ ...DURATION_UNITS, ...SIZE_UNITS }))})?${END}`,
            captures: captures("constant.numeric.flow", "keyword.other.unit.flow"),
          },
        ],
      },
      declarations: { patterns: declarationRules() },
      words: { patterns: wordRules() },
      names: {
        patterns: [
          { name: "support.type.flow", match: `${FREE}${anyOf(...BUILT_IN_TYPES)}${END}(?!\\s*[(:.])` },
          { name: "entity.name.type.flow", match: `${FREE}[A-Z][\\w$]*` },
          { name: "entity.name.function.flow", match: `${NAME}(?=(?:<[^()=]*>)?\\()` },
          { name: "variable.parameter.flow", match: `${FREE}${NAME}(?=\\s*:)` },
          { name: "variable.other.flow", match: NAME },
        ],
      },
      symbols: {
        patterns: [
          { name: "keyword.operator.arrow.flow", match: "->|=>" },
          { name: "keyword.operator.flow", match: "\\.\\.\\.|\\?\\.|[=!<>]=|\\|\\||&&|[-+*/<>!?=|]" },
          { name: "punctuation.flow", match: "[{}()\\[\\],:.]" },
        ],
      },
    },
  };
}

function declarationRules(): TextMateRule[] {
  const plain = DECLARATION_WORDS.filter((word) => !["import", "test", "extern"].includes(word));
  return [
    { match: `${FREE}(pub)(?=\\s+${anyOf(...DECLARATION_WORDS)}${END})`, captures: captures("storage.modifier.flow") },
    { match: `${FREE}(import)(?=\\s*\\{)`, captures: captures("keyword.control.import.flow") },
    { match: `${FREE}(from)(?=\\s*["'])`, captures: captures("keyword.control.import.flow") },
    { match: `${FREE}(test)(?=\\s*")`, captures: captures("storage.type.flow") },
    {
      match: `${FREE}(extern)\\s+(${anyOf(...EXTERN_WORDS)})(?=\\s)`,
      captures: captures("storage.modifier.flow", "storage.type.flow"),
    },
    {
      match: `${FREE}(${anyOf(...plain)})\\s+(${NAME})(?=\\s*(?:[=:(<{]|${anyOf("guarantees", "every", "was")}${END}|$))`,
      captures: captures("storage.type.flow", "entity.name.flow"),
    },
    {
      match: `${FREE}(${anyOf(...ROLE_WORDS, "let")})\\s+(${NAME})(?=\\s*(?:[=:]|was${END}))`,
      captures: captures("storage.type.flow", "entity.name.flow"),
    },
    {
      match: `^\\s+(${anyOf(...CLAUSE_WORDS)})(?=\\s*$|\\s+[A-Za-z_$("!])`,
      captures: captures("keyword.other.clause.flow"),
    },
    { match: `${FREE}(backpressure)(?=\\s*(?:\\{|(?:retries|else)${END}))`, captures: captures("keyword.other.flow") },
    {
      match: `${FREE}(${anyOf("guarantees", "every", "was", "overrun", "maxRate", "maxRatePerPartition", "retries", "positional", ...CLAUSE_PART_WORDS)})(?=\\s+[\\w$"])`,
      captures: captures("keyword.other.flow"),
    },
  ];
}

function wordRules(): TextMateRule[] {
  const statements = TEST_WORDS.filter((word) => word !== "let");
  const control = EXPRESSION_WORDS.filter(
    (word) => !["let", "contains", "fails", "drop", "fail", "else"].includes(word),
  );
  return [
    {
      match: `(else)(\\s+(?:drop|fail))?${END}(?!\\s*:)`,
      captures: captures("keyword.control.flow", "keyword.control.flow"),
    },
    { name: "keyword.control.flow", match: `(?<==>\\s)drop${END}` },
    {
      name: "keyword.control.flow",
      match: `${FREE}${anyOf(...control)}${END}(?=\\s+[\\w$"\`({\\[/!@-])(?!\\s+${anyOf(...OPERATOR_WORDS)}\\s)`,
    },
    { name: "keyword.control.test.flow", match: `${FREE}${anyOf(...statements)}${END}(?=\\s+[\\w$"\`({\\[/!@-])` },
    {
      name: "keyword.operator.word.flow",
      match: `(?<=[\\w$)\\]}"\`]\\s)${anyOf(...OPERATOR_WORDS, "contains")}${END}(?=\\s+[\\w$"\`({\\[@-])`,
    },
    { name: "keyword.operator.word.flow", match: `(?<=[\\w$]\\s)fails${END}(?=\\s*(?:"|\\}|//|$))` },
    { name: "constant.language.flow", match: `${FREE}${anyOf(...VALUE_WORDS)}${END}(?!\\s*:)` },
  ];
}

/** How an editor treats the text: comments, brackets, and what it closes by itself. */
export function languageConfiguration(): object {
  const pairs = [
    ["{", "}"],
    ["[", "]"],
    ["(", ")"],
  ];
  const quotes = ['"', "`"].map((quote) => ({ open: quote, close: quote, notIn: ["string", "comment"] }));
  return {
    comments: { lineComment: "//", blockComment: ["/*", "*/"] },
    brackets: pairs,
    autoClosingPairs: [...pairs.map(([open, close]) => ({ open, close })), ...quotes],
    surroundingPairs: [...pairs, ['"', '"'], ["`", "`"]],
    wordPattern: `@?[\\w$]+(?:\\.\\d+)?`,
    indentationRules: { increaseIndentPattern: "[{(\\[]\\s*$", decreaseIndentPattern: "^\\s*[})\\]]" },
    onEnterRules: [{ beforeText: "^\\s*///", action: { indent: "none", appendText: "/// " } }],
  };
}
