/** Every name of `sluice/runtime` that emitted programs may use: a test compares it with what the runtime exports. */
export const RUNTIME_VALUES = [
  "CountedBatch",
  "Failure",
  "GroupedBatch",
  "KeyedBatch",
  "Window",
  "WindowedReduce",
  "agent",
  "attempt",
  "div",
  "divide",
  "durationText",
  "entryOf",
  "fail",
  "fromChannel",
  "fromSource",
  "fromTopic",
  "int",
  "mod",
  "outOfRange",
  "param",
  "rejected",
  "run",
  "secret",
  "stream",
  "t",
  "testChannel",
  "testInput",
  "testProgram",
  "testSink",
  "testSource",
  "testTopic",
  "timestamp",
  "toTopic",
  "top",
  "topicSource",
  "tryDiv",
  "tryMod",
] as const;

/** The same for types. */
export const RUNTIME_TYPES = ["Event", "Fallible", "Json", "Secret", "Sink"] as const;

export type RuntimeValue = (typeof RUNTIME_VALUES)[number];
export type RuntimeType = (typeof RUNTIME_TYPES)[number];
