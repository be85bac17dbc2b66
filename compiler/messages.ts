/**
 * Every message of the compiler past the syntax. Codes are stable and never reused: 2xxx names, 3xxx types, 4xxx
 * components, 5xxx the pipeline as a whole. Each has a page in `docs/errors/`.
 */
import { defineMessages } from "../grammar/message.ts";

export const messages = defineMessages({
  FLOW2001: { severity: "error", title: "unknown name", message: "there is no `{name}` here", help: "{help}" },
  FLOW2002: {
    severity: "error",
    title: "duplicate name",
    message: "`{name}` is declared twice",
    help: "Rename one of the two: a name stands for one thing.",
  },
  FLOW2003: { severity: "error", title: "unknown type", message: "there is no type `{name}`", help: "{help}" },
  FLOW2004: { severity: "error", title: "unknown component", message: "there is no {role} `{name}`", help: "{help}" },
  FLOW2005: { severity: "error", title: "unknown member", message: "`{type}` has no `{name}`", help: "{help}" },
  FLOW2006: {
    severity: "error",
    title: "unknown option",
    message: "`{component}` has no option `{name}`",
    help: "{help}",
  },
  FLOW2007: {
    severity: "error",
    title: "option given twice",
    message: "`{name}` is given twice",
    help: "Keep one of the two; in Flume the last one would have won silently.",
  },
  FLOW2008: {
    severity: "error",
    title: "file not found",
    message: "cannot read `{path}`",
    help: "An import names a `.flow` file relative to the file that imports it.",
  },
  FLOW2009: { severity: "error", title: "unknown import", message: "`{path}` has no `{name}`", help: "{help}" },
  FLOW2010: {
    severity: "error",
    title: "import cycle",
    message: "these files import each other: {cycle}",
    help: "Move what both need into a third file that imports neither.",
  },
  FLOW2011: {
    severity: "error",
    title: "recursion",
    message: "`{name}` comes back to itself: {cycle}",
    help: "Functions, constants and types must end. Work on arrays with `map`, `filter` and `reduce` instead.",
  },
  FLOW2012: {
    severity: "warning",
    title: "unused",
    message: "the {what} `{name}` is never used",
    help: "Remove it, or use it.",
  },
  FLOW2013: {
    severity: "error",
    title: "not public",
    message: "`{name}` of `{path}` is not public",
    help: "Write `pub` before its declaration if other files may use it.",
  },

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
    help: "Its type is `{found}`: the `else` is never reached. Remove it.",
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
    message: "`{operator}` needs a stream of pairs; `{receiver}` is a stream of `{element}`",
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

  FLOW4001: { severity: "error", title: "missing option", message: "`{component}` needs `{name}`", help: "{help}" },
  FLOW4002: {
    severity: "error",
    title: "wrong kind of component",
    message: "`{name}` is a {found}, not a {wanted}",
    help: "{help}",
  },
  FLOW4003: {
    severity: "error",
    title: "options do not go together",
    message: "`{component}` requires `{condition}`",
    help: "Here {values}.",
  },
  FLOW4004: {
    severity: "error",
    title: "option without a name",
    message: "`{component}` takes its options by name",
    help: "{help}",
  },
  FLOW4005: {
    severity: "error",
    title: "header missing",
    message: "`{option}` of `{component}` needs the header `{header}`, which no event here has",
    help: "{help}",
  },
  FLOW4006: {
    severity: "error",
    title: "two components, one place",
    message: "`{first}` and `{second}` both have {what}",
    help: "The second could not start: give each its own.",
  },
  FLOW4007: {
    severity: "error",
    title: "batch larger than transaction",
    message: "`{component}` moves {batch} events at a time, and one transaction of `{channel}` holds {limit}",
    help: "Lower `{option}` to {limit} or less, or raise `{channelOption}` of `{channel}`.",
  },
  FLOW4008: {
    severity: "error",
    title: "secret would be shown",
    message: "`{name}` is a secret and cannot be used as `{wanted}`",
    help: "A secret goes only into options that are declared `secret`, so that nothing prints it.",
  },

  FLOW5001: {
    severity: "error",
    title: "source wired to a sink",
    message: "`{source}` goes straight to the sink `{sink}`",
    help: "In an agent a channel stands between them, and keeps events while the sink is away: `{source} -> memory() -> {sink}`.",
  },
  FLOW5002: {
    severity: "error",
    title: "sink without a channel",
    message: "nothing goes into the sink `{name}`",
    help: "{help}",
  },
  FLOW5003: {
    severity: "error",
    title: "channel without a source",
    message: "nothing goes into the channel `{name}`",
    help: "Wire a source to it: `source -> {name}`. In Flume it would have stayed empty without a word.",
  },
  FLOW5004: {
    severity: "error",
    title: "channel without a sink",
    message: "nothing takes from the channel `{name}`",
    help: "Wire it to a sink: `{name} -> sink`. In Flume it would have filled up, and every put failed.",
  },
  FLOW5005: {
    severity: "error",
    title: "source goes nowhere",
    message: "the source `{name}` goes nowhere",
    help: "Wire it to a channel: `{name} -> channel -> sink`.",
  },
  FLOW5006: { severity: "error", title: "wire does not fit", message: "{what}", help: "{help}" },
  FLOW5007: {
    severity: "error",
    title: "stream without output",
    message: "the stream `{name}` has no output, so nothing of it would run",
    help: "Send something somewhere: `… -> print()`.",
  },
  FLOW5008: {
    severity: "error",
    title: "unknown guarantee",
    message: "there is no guarantee `{name}`",
    help: "Guarantees are `atMostOnce`, `atLeastOnce` and `exactlyOnce`.",
  },
  FLOW5009: {
    severity: "error",
    title: "sink with two channels",
    message: "the sink `{name}` takes from `{first}` already",
    help: "A sink empties one channel. Send both sources into one channel, or declare a second sink.",
  },
  FLOW5010: {
    severity: "error",
    title: "channel with an arrow to several sinks",
    message: "the channel `{name}` cannot go to several sinks at once",
    help: "To copy, give each sink its own channel: `source -> [c1, c2]`. To share the work, use `loadBalance(k1, k2)`; for a spare, `failover(k1, k2)`.",
  },
  FLOW5011: {
    severity: "error",
    title: "not a multiple of the interval",
    message: "{what} of {given} is no multiple of {interval}",
    help: "The stream here has a batch every {interval}, and a window is made of whole batches. Try {suggestion}.",
  },
  FLOW5012: {
    severity: "error",
    title: "different slides",
    message: "one side has a batch every {left}, the other every {right}",
    help: "Batches of the same time meet: give both sides the same slide, with `window(…, slide: …)`.",
  },
  FLOW5013: {
    severity: "error",
    title: "interval",
    message: "the interval of `{name}` must be longer than nothing",
    help: "Write it as `every 15s`.",
  },
  FLOW5014: {
    severity: "error",
    title: "guarantee does not hold",
    message: "`{name}` promises `{claimed}`, and the path `{path}` keeps only `{actual}`",
    help: "{raise}",
  },
  FLOW5015: {
    severity: "error",
    title: "test out of reach",
    message: "a test cannot {what} `{name}`",
    help: "{help}",
  },
});

export type MessageCode = keyof typeof messages.table;
