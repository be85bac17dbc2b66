/**
 * The words of the language by the place where they mean something. Elsewhere each is an ordinary name, so these
 * tables serve the parser's look-ahead, its suggestions, the highlighter and completion. Only `RESERVED_WORDS` reserves.
 */

/** Words that open a declaration. */
export const DECLARATION_WORDS = [
  "import",
  "type",
  "const",
  "param",
  "secret",
  "fn",
  "topic",
  "table",
  "agent",
  "stream",
  "test",
  "extern",
] as const;

/** Words after `extern`. */
export const EXTERN_WORDS = [
  "source",
  "sink",
  "channel",
  "topic",
  "table",
  "options",
  "operator",
  "fn",
  "field",
] as const;

/** Words that declare a component of an agent. */
export const ROLE_WORDS = ["source", "channel", "sink"] as const;

/** Words that open a statement of a test. */
export const TEST_WORDS = ["given", "advance", "expect", "let"] as const;

/**
 * Words that open a clause of an extern declaration. Any other name is parsed as one too where a clause has to
 * start; this table only settles where the arguments of the clause before it end.
 */
export const CLAUSE_WORDS = [
  "delivers",
  "adds",
  "brings",
  "removes",
  "computes",
  "needs",
  "drops",
  "elementwise",
  "blocking",
  "windowed",
  "wholeEvents",
  "emitter",
  "reader",
  "loop",
  "pieces",
  "encodes",
  "writes",
  "of",
  "exclusive",
  "requires",
  "batches",
  "transacts",
  "holds",
  "parallel",
  "distributed",
  "rereads",
  "resumes",
  "loses",
  "counts",
  "atomic",
  "knowsBatches",
  "beginsAgain",
  "stateful",
  "ordered",
  "bounded",
  "emits",
  "prepares",
  "narrows",
  "checks",
  "hides",
  "also",
] as const;

/** Words inside a clause or after the clauses. */
export const CLAUSE_PART_WORDS = ["for", "unless", "from"] as const;

/** Words in the head of a declaration or of one of its parts. */
export const MODIFIER_WORDS = [
  "pub",
  "positional",
  "pii",
  "was",
  "every",
  "guarantees",
  "overrun",
  "maxRate",
  "maxRatePerPartition",
  "backpressure",
  "retries",
] as const;

/** Words of expressions and wires. */
export const EXPRESSION_WORDS = [
  "let",
  "return",
  "else",
  "drop",
  "fail",
  "try",
  "match",
  "route",
  "contains",
  "fails",
] as const;

/** Operators that are written as words. */
export const OPERATOR_WORDS = ["div", "mod"] as const;

/** Values that are written as words. */
export const VALUE_WORDS = ["true", "false", "null"] as const;

/** Unlike the other words these cannot be declared as names, and `else` begins no value. */
export const RESERVED_WORDS = [...VALUE_WORDS, "else"] as const;

/** Types that need no declaration; the parser takes them for names like any other. */
export const BUILT_IN_TYPES = [
  "bool",
  "int",
  "float",
  "string",
  "bytes",
  "timestamp",
  "duration",
  "size",
  "Json",
  "Map",
  "Event",
  "DStream",
] as const;

/** Milliseconds in each unit of a duration. */
export const DURATION_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Bytes in each unit of a size. */
export const SIZE_UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** Words of other languages for what is called otherwise here. */
export const FOREIGN_WORDS: Readonly<Record<string, string>> = {
  let: "const",
  var: "const",
  val: "const",
  function: "fn",
  func: "fn",
  fun: "fn",
  def: "fn",
  interface: "type",
  struct: "type",
  record: "type",
  export: "pub",
  job: "stream",
};
