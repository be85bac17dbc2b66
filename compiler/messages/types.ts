import { messageTable } from "../../grammar/message.ts";

/** 3xxx: types, failures and functions. */
export const TYPE_MESSAGES = messageTable({
  FLOW3001: {
    severity: "error",
    title: "type mismatch",
    message: "{where} wants `{wanted}` and gets `{found}`",
    help: "{help}",
  },
  FLOW3002: {
    severity: "error",
    title: "unhandled failure",
    message: "this can fail, and nothing says what happens then",
    help: "Its type is `{found}`. Say `else value`, `else drop`, `else -> rejects` or `else fail`; in a `fn` that returns `T!`, write `try` before it.",
  },
  FLOW3003: {
    severity: "error",
    title: "may be null",
    message: "this may be null, and nothing says what happens then",
    help: "Its type is `{found}`. Say `else value`, use `?.`, or compare with `null` first.",
  },
  FLOW3004: {
    severity: "error",
    title: "not callable",
    message: "`{what}` cannot be called",
    help: "Its type is `{found}`.",
  },
  FLOW3005: { severity: "error", title: "missing argument", message: "`{callee}` needs `{name}`", help: "{help}" },
  FLOW3006: {
    severity: "error",
    title: "too many arguments",
    message: "`{callee}` takes {count}, not {given}",
    help: "{help}",
  },
  FLOW3007: {
    severity: "error",
    title: "operator does not fit",
    message: "`{operator}` does not work on `{left}` and `{right}`",
    help: "{help}",
  },
  FLOW3008: {
    severity: "warning",
    title: "needless else",
    message: "this cannot fail and is never null",
    help: "Its type is `{found}`: the `{word}` has nothing to do. Remove it.",
  },
  FLOW3009: {
    severity: "error",
    title: "try outside",
    message: "`try` passes a failure on, and nothing here can take it",
    help: "{help}",
  },
  FLOW3010: {
    severity: "error",
    title: "no element here",
    message: "`else {what}` speaks of an element, and there is none here",
    help: "It may stand in the lambda of an operator of a stream or wire. Elsewhere say `else value`, or `try` in a `fn` that returns `T!`.",
  },
  FLOW3011: {
    severity: "error",
    title: "broken regular expression",
    message: "this regular expression does not parse",
    help: "{reason}.",
  },
  FLOW3012: {
    severity: "error",
    title: "not every value covered",
    message: "{missing} not covered",
    help: "Add a line for it, or an `else` line{drop}.",
  },
  FLOW3013: {
    severity: "error",
    title: "pairs needed",
    message: "`{operator}` needs a stream of pairs; {receiver} is a stream of `{element}`",
    help: "Pair each element first: `{example}`.",
  },
  FLOW3014: {
    severity: "error",
    title: "type must be written",
    message: "the type of `{name}` cannot be found",
    help: "Write it: `{name}: type`.",
  },
  FLOW3017: {
    severity: "error",
    title: "wrong number of parameters",
    message: "{what} is given {wanted}, and this names {found}",
    help: "{help}",
  },
  FLOW3018: {
    severity: "error",
    title: "branches differ",
    message: "one branch is `{left}`, the other `{right}`",
    help: "Make both the same type.",
  },
  FLOW3019: {
    severity: "error",
    title: "wrong type arguments",
    message: "`{name}` takes {count}, not {given}",
    help: "{help}",
  },
  FLOW3020: {
    severity: "error",
    title: "field given twice or unknown",
    message: "{what}",
    help: "{help}",
  },
  FLOW3021: {
    severity: "error",
    title: "not a value",
    message: "{what} `{name}` is not a value",
    help: "{help}",
  },
  FLOW3022: {
    severity: "warning",
    title: "never reached",
    message: "this is never reached",
    help: "{why}. Remove it.",
  },
  FLOW3023: {
    severity: "error",
    title: "beyond an exact int",
    message: "this is {value}, which an `int` does not hold exactly",
    help: "Whole numbers are exact up to 9007199254740991 (2^53 - 1), and what would go beyond fails; use a `float`, such as `1e20`.",
  },
  FLOW3040: {
    severity: "error",
    title: "no time pattern",
    message: "`{pattern}` is no pattern of times: {why}",
    help: "{help}",
  },
  FLOW3041: {
    severity: "error",
    title: "unknown time zone",
    message: "there is no time zone `{zone}`",
    help: "{help}",
  },
  FLOW3042: {
    severity: "error",
    title: "type not known",
    message: "`{name}` has to know the type, and `{type}` is another one in each call",
    help: "Use it where the type is known, and give this function what it makes.",
  },
});
