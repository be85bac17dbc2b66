import type { Span } from "./ast.ts";
import type { Diagnostic, Fix } from "./diagnostic.ts";
import { defineMessages, type MessageArguments } from "./message.ts";

/** Everything that can be wrong with the text itself. 10xx: letters; 11xx: structure. Codes are never reused. */
export const syntaxMessages = defineMessages({
  FLOW1001: {
    severity: "error",
    title: "A character that means nothing",
    message: "unexpected {characters}",
    help: "This character has no meaning here. Remove it, or put it in a string.",
  },
  FLOW1002: {
    severity: "error",
    title: "A string that does not end",
    message: "this string is not closed",
    help: "A string ends with `{quote}` on the same line; use back-quotes for text of several lines.",
  },
  FLOW1003: {
    severity: "error",
    title: "A template string that does not end",
    message: "this template string is not closed",
    help: "Close it with a back-quote.",
  },
  FLOW1004: {
    severity: "error",
    title: "A comment that does not end",
    message: "this comment is not closed",
    help: "Close it with `*/`.",
  },
  FLOW1005: {
    severity: "error",
    title: "A regular expression that does not end",
    message: "this regular expression is not closed",
    help: "Close it with `/` on the same line; a slash inside is written `\\/`.",
  },
  FLOW1006: {
    severity: "error",
    title: "An unknown escape",
    message: "`{escape}` is not an escape",
    help: "Known are `\\n`, `\\r`, `\\t`, `\\0`, `\\b`, `\\f`, `\\v`, `\\\\`, `\\\"`, `\\'`, `\\$`, the escaped back-quote, `\\xHH`, `\\uHHHH` and `\\u` with one to six digits in braces.",
  },
  FLOW1007: {
    severity: "error",
    title: "An unknown unit",
    message: "`{unit}` is not a unit{suggestion}",
    help: "Durations end in `ms`, `s`, `m`, `h` or `d`; sizes in `B`, `KB`, `MB`, `GB`, `TB`, `KiB`, `MiB`, `GiB` or `TiB`.",
  },
  FLOW1008: {
    severity: "error",
    title: "No point in time",
    message: "`{text}` is not a timestamp",
    help: "Write a valid date, and a zone if there is a time: `@2026-01-01` or `@2026-01-01T00:00:00Z`.",
  },
  FLOW1009: {
    severity: "error",
    title: "A spelling of another language",
    message: "{found} is not part of the language",
    help: "{advice}",
  },
  FLOW1010: {
    severity: "error",
    title: "A number too large to be exact",
    message: "`{text}` is too large to be exact",
    help: "Whole numbers, milliseconds of a duration and bytes of a size are exact up to 9007199254740991 (2^53 - 1); a `float` such as `1e20` holds more.",
  },
  FLOW1011: {
    severity: "error",
    title: "A character that turns the direction of text",
    message: "there is an invisible {name} here, which makes the text look different from what it is",
    help: "Remove it. If a string needs it, write the escape `{escape}`.",
  },
  FLOW1031: {
    severity: "error",
    title: "A comment of another language",
    message: "a comment begins with `//`, not with `#`",
    help: "Three slashes, `///`, begin a doc comment of what follows.",
  },
  FLOW1101: {
    severity: "error",
    title: "Something is missing",
    message: "expected {expected}{context}, found {found}",
  },
  FLOW1102: {
    severity: "error",
    title: "Something that does not belong here",
    message: "unexpected {found}{context}",
    help: "{advice}",
  },
  FLOW1103: {
    severity: "error",
    title: "A bracket that is not closed",
    message: "`{open}` is not closed",
    help: "Its `{close}` should stand before {where}.",
  },
  FLOW1104: {
    severity: "error",
    title: "An unknown word",
    message: "`{word}` is not {place}{suggestion}",
    help: "Possible are {expected}.",
  },
  FLOW1105: {
    severity: "error",
    title: "A wire without a target",
    message: "this wire has no target",
    help: "Add an arrow and a target: `{text} -> target`.",
  },
  FLOW1106: {
    severity: "error",
    title: "A pattern that is not a literal",
    message: "a pattern must be a literal",
    help: "Write a string, a number, `true`, `false`, `null` or another literal; for conditions use `c ? a : b`.",
  },
  FLOW1107: {
    severity: "error",
    title: "An expectation without a comparison",
    message: "`expect` compares two values",
    help: "Write `expect value == value`, `expect stream contains value` or `expect stream fails`.",
  },
  FLOW1108: {
    severity: "error",
    title: "A question mark behind a field's name",
    message: "the question mark belongs to the type",
    help: "A field that may be null is written `{name}: type?`.",
  },
  FLOW1109: {
    severity: "error",
    title: "A value's word as a name",
    message: "`{name}` is a value and cannot be a name",
    help: "Choose another name.",
  },
  FLOW1110: {
    severity: "error",
    title: "Nested too deeply",
    message: "this is nested too deeply",
    help: "Name parts of it with `let` or `fn`; the limit is {limit} levels.",
  },
  FLOW1111: {
    severity: "error",
    title: "A word of the language as a name",
    message: "`{name}` is a reserved word and cannot be a name",
    help: "Choose another name.",
  },
  FLOW1112: {
    severity: "error",
    title: "An `else` that leads nowhere",
    message: "{what}",
    help: "{help}",
  },
  FLOW1045: {
    severity: "error",
    title: "A former name of what keeps nothing",
    message: "a `let` of a function or a test keeps nothing",
    help: "Remove the `was`. It belongs behind the name of a stream, its `let`s, an agent, its components, or a topic.",
  },
  FLOW1046: {
    severity: "error",
    title: "A former name that is not a name",
    message: "`{found}` is not a name",
    help: 'Write the name alone, as it stood in the program: `was "counts"`.',
  },
  FLOW1120: {
    severity: "error",
    title: "An `else` of a stream that leads nowhere",
    message: "{what}",
    help: "Write `else -> deadLetters` or `else drop` in the head of the stream, or nothing.",
  },
});

/** A diagnostic before it knows its file. */
export type Problem = Omit<Diagnostic, "file">;

type Table = typeof syntaxMessages.table;

/** A fault of the text at a place. */
export function problem<Code extends keyof Table & string>(
  span: Span,
  code: Code,
  ...args: MessageArguments<Table[Code]>
): Problem {
  return { ...syntaxMessages.report(code, ...args), span };
}

/** The same problem with a change that mends it. */
export function withFix(found: Problem, fix: Fix): Problem {
  return { ...found, fixes: [...(found.fixes ?? []), fix] };
}
