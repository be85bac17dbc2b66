import { messageTable } from "../../grammar/message.ts";

/** 4xxx: components and their options. */
export const COMPONENT_MESSAGES = messageTable({
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
    message: "{name} is a secret, and {where} would show it",
    help: "A secret goes only into options that are declared `secret`, so that nothing prints it.",
  },
  FLOW4009: {
    severity: "error",
    title: "codec does not fit",
    message: "`{element}` has no form as plain text, which `{option}` of `{component}` asks for",
    help: 'Write `{option}: "json"`, or leave the option out.',
  },
  FLOW4010: { severity: "error", title: "no such module", message: 'there is no module "{module}"', help: "{help}" },
  FLOW4011: {
    severity: "error",
    title: "function not exported",
    message: '"{module}" exports no function `{name}`',
    help: "{help}",
  },
  FLOW4012: {
    severity: "error",
    title: "other parameters in TypeScript",
    message: '`{name}` of "{module}" takes {takes}, and is given {given}',
    help: "{help}",
  },
  FLOW4013: {
    severity: "error",
    title: "other type in TypeScript",
    message: '`{name}` of "{module}" does not take `{what}`',
    help: "{help}",
  },
  FLOW4014: {
    severity: "error",
    title: "other result in TypeScript",
    message: '`{name}` of "{module}" does not give `{wanted}`',
    help: "{help}",
  },
  FLOW4015: {
    severity: "error",
    title: "promise in place of a result",
    message: '`{name}` of "{module}" gives a promise, and nobody waits for it',
    help: "{help}",
  },
  FLOW4016: {
    severity: "error",
    title: "no such component in TypeScript",
    message: 'what `{name}` of "{module}" makes is no `{wanted}`',
    help: "{help}",
  },
  FLOW4017: {
    severity: "error",
    title: "broken TypeScript",
    message: '"{module}" does not parse',
    help: "TypeScript says: {reason}",
  },
  FLOW4055: {
    severity: "error",
    title: "extern without a module",
    message: "nothing says where the {kind} `{name}` is implemented",
    help: 'Name the TypeScript file that exports it: `from "./{file}.ts"`.',
  },
  FLOW4018: {
    severity: "error",
    title: "unknown escape",
    message: "`{escape}` in `{option}` of `{component}` stands for nothing",
    help: "{help}",
  },
  FLOW4019: {
    severity: "error",
    title: "header that nothing sets",
    message: "`{option}` of `{component}` is filled from the header `{header}`, which no event here has",
    help: "{help}",
  },
  FLOW4020: {
    severity: "error",
    title: "unknown kind of place",
    message: '`{component}` reaches no place that begins with "{start}"',
    help: "{help}",
  },
  FLOW4021: {
    severity: "error",
    title: "escape that is not filled",
    message: "`{component}` puts nothing in for `{escape}` of `{option}`: it would be part of the name",
    help: "{help}",
  },
  FLOW4022: {
    severity: "warning",
    title: "option without effect",
    message: "`{option}` of `{component}` hardly has an effect: `{hiding}` is {value} by default",
    help: "{help}",
  },
  FLOW4023: {
    severity: "error",
    title: "event in place of a body",
    message: "`{operator}` gives new bodies and keeps the headers; this is a body and headers",
    help: 'Give the body alone, and set headers with `.header("name", e => …)`.',
  },
});
