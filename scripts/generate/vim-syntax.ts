import {
  BUILT_IN_TYPES,
  CLAUSE_PART_WORDS,
  CLAUSE_WORDS,
  DECLARATION_WORDS,
  DURATION_UNITS,
  EXPRESSION_WORDS,
  EXTERN_WORDS,
  MODIFIER_WORDS,
  OPERATOR_WORDS,
  ROLE_WORDS,
  SIZE_UNITS,
  TEST_WORDS,
  VALUE_WORDS,
} from "../../grammar/tokens/keywords.ts";

/**
 * Colours for Vim, and for Neovim before the language server has answered. A word of a clause or a role counts as a
 * keyword only at the start of a line; elsewhere it is more likely a name.
 */
export function vimSyntax(): string {
  const always = [...DECLARATION_WORDS, ...EXPRESSION_WORDS, ...OPERATOR_WORDS, ...MODIFIER_WORDS];
  const atStart = [...EXTERN_WORDS, ...ROLE_WORDS, ...CLAUSE_WORDS, ...CLAUSE_PART_WORDS, ...TEST_WORDS];
  const only = (words: readonly string[]) => [...new Set(words)].sort();
  const units = only([...Object.keys(DURATION_UNITS), ...Object.keys(SIZE_UNITS)]).join("\\|");
  return [
    '" Written by `npm run generate` from grammar/tokens/keywords.ts.',
    'if exists("b:current_syntax")',
    "  finish",
    "endif",
    "",
    // No `syntax keyword`, which takes `contains` for one of its own arguments; nor a member, nor an option's name.
    `syntax match flowKeyword "\\.\\@<!\\<\\(${only(always).join("\\|")}\\)\\>\\(\\s*:\\)\\@!"`,
    `syntax match flowKeyword "^\\s*\\zs\\(${only(atStart).join("\\|")}\\)\\>\\ze\\s\\+\\S"`,
    `syntax keyword flowType ${only([...BUILT_IN_TYPES]).join(" ")}`,
    `syntax keyword flowConstant ${VALUE_WORDS.join(" ")}`,
    `syntax match flowNumber "\\<\\d\\(_\\?\\d\\)*\\(\\.\\d\\+\\)\\?\\(${units}\\)\\?\\>"`,
    'syntax match flowNumber "@\\d[0-9T:.Z+-]*"',
    'syntax match flowOperator "->\\|=>"',
    'syntax region flowString start=+"+ skip=+\\\\.+ end=+"\\|$+',
    "syntax region flowString start=+`+ skip=+\\\\.+ end=+`+ contains=flowInserted",
    "syntax region flowInserted matchgroup=flowOperator start=+${+ end=+}+ contained contains=TOP",
    'syntax match flowComment "//.*$" contains=@Spell',
    'syntax match flowDocumentation "///.*$" contains=@Spell',
    'syntax region flowComment start="/\\*" end="\\*/" contains=@Spell',
    "",
    ...Object.entries(LINKS).map(([group, to]) => `highlight default link ${group} ${to}`),
    "",
    'let b:current_syntax = "flow"',
    "",
  ].join("\n");
}

const LINKS = {
  flowKeyword: "Keyword",
  flowType: "Type",
  flowConstant: "Constant",
  flowNumber: "Number",
  flowOperator: "Operator",
  flowString: "String",
  flowComment: "Comment",
  flowDocumentation: "SpecialComment",
};
