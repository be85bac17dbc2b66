import assert from "node:assert/strict";
import { complete } from "../../editor/server/completion.ts";
import { applyEdits } from "../../grammar/apply-edits.ts";
import { type ExpectedCompletion, expectCompletion, labelsOf, marked } from "../support/marked.ts";

const cases: readonly (readonly [name: string, source: string, expected: ExpectedCompletion])[] = [
  ["nothing yet", "┆", { has: ["agent", "stream", "topic", "import", "pub"], hasNot: ["let", "netcat"] }],
  ["a declaration half typed", "topic t: int = embedded()\nst┆", { has: ["stream"], hasNot: ["embedded"] }],
  ["behind pub", "pub ┆", { has: ["fn", "type"] }],
  ["the name of something new", "agent ┆", { is: [] }],
  ["behind an agent's name", "agent a ┆", { is: ["guarantees", "was"] }],
  ["a guarantee", "agent a guarantees ┆{\n}", { is: ["atLeastOnce", "atMostOnce", "exactlyOnce"] }],
  ["a guarantee half typed", "agent a guarantees at┆ {\n}", { has: ["atLeastOnce"] }],
  ["behind a stream's name", "stream s ┆", { is: ["every", "was"] }],
  ["behind a stream's former name", 'stream s was "old" ┆', { is: ["every"] }],
  ["behind an agent's former name", 'agent a was "old" ┆', { is: ["guarantees"] }],
  [
    "behind an interval",
    "stream s every 1s ┆",
    { is: ["backpressure", "else", "guarantees", "maxRate", "maxRatePerPartition", "overrun", "retries"] },
  ],
  ["behind `overrun`", "stream s every 1s overrun ┆", { is: ["merge", "queue"] }],
  [
    "a line of an agent",
    "agent a {\n  ┆\n}",
    { has: ["source", "channel", "sink", "netcat"], hasNot: ["logger", "let"] },
  ],
  ["a line half typed", "agent a {\n  sou┆\n}", { has: ["source"] }],
  ["a line of an agent that is not closed", "agent a {\n  source s = netcat(port: 1)\n  ┆", { has: ["channel", "s"] }],
  ["a source", "agent a {\n  source r = ┆\n}", { has: ["netcat", "exec"], hasNot: ["memory", "logger", "socketTex"] }],
  ["a source half typed", "agent a {\n  source r = net┆\n}", { has: ["netcat"] }],
  ["a channel", "agent a {\n  channel c = ┆\n}", { has: ["memory"], hasNot: ["netcat"] }],
  ["a sink above another line", "agent a {\n  sink k = \n ┆ \n  channel c = memory()\n}", { has: ["logger"] }],
  ["a topic", "topic t: int = ┆", { has: ["kafka", "embedded"], hasNot: ["memory"] }],
  ["a member of JSON", 'fn f(j: Json): bool = j["a"].┆', { has: ["as", "isNull", "entries"], hasNot: ["trim"] }],
  ["a type", "fn f(j: Js┆): int = 1", { has: ["Json"] }],
  ["an option", "agent a {\n  source r = netcat(┆)\n}", { first: "port", has: ["bind"], hasNot: ["netcat"] }],
  [
    "an option that is not given yet",
    "agent a {\n  source r = netcat(port: 1, ┆)\n}",
    { has: ["bind"], hasNot: ["port"] },
  ],
  ["an option half typed", "agent a {\n  source r = netcat(po┆)\n}", { first: "port" }],
  [
    "an option before a line that goes on",
    "agent a {\n  source r = netcat(┆\n  channel c = memory()\n  r -> c\n}",
    { first: "port" },
  ],
  ["the name of an option that has a value", "agent a {\n  source r = netcat(po┆: 1)\n}", { first: "port" }],
  [
    "what an option takes",
    "const standard = 80\nagent a {\n  source r = netcat(port: ┆)\n}",
    { first: "standard", hasNot: ["r"] },
  ],
  ["a bool option", "agent a {\n  source r = netcat(port: 1, ackEveryEvent: ┆)\n}", { has: ["true", "false"] }],
  [
    "right of an arrow in an agent",
    "topic t: string = embedded()\nagent a {\n  source r = netcat(port: 1)\n  channel c = memory()\n  r -> ┆\n}",
    { has: ["c", "t", "memory", "logger", "route"], hasNot: ["r", "netcat"] },
  ],
  [
    "right of an arrow in a stream",
    'stream s every 1s {\n  let x = lines("a")\n  x -> ┆\n}',
    { has: ["print"], hasNot: ["x", "memory", "lines"] },
  ],
  [
    "in a list of targets",
    "agent a {\n  source r = netcat(port: 1)\n  channel c = memory()\n  channel d = memory()\n  r -> [c, ┆]\n}",
    { has: ["c", "d"], hasNot: ["r"] },
  ],
  ["a line of a stream", 'stream s every 1s {\n  let x = lines("a")\n  ┆\n}', { has: ["let", "x", "socketText"] }],
  [
    "what a let is",
    "topic t: int = embedded()\nstream s every 1s {\n  let x = ┆\n}",
    { has: ["t", "lines"], hasNot: ["x"] },
  ],
  ["a member of a stream", 'stream s every 1s {\n  let x = lines("a").┆\n}', { has: ["map", "filter", "union"] }],
  [
    "a member above another line",
    'stream s every 1s {\n  let x = lines("a")\n  let y = x.┆\n  y -> print()\n}',
    { has: ["map"], hasNot: ["print"] },
  ],
  ["a member half typed", 'stream s every 1s {\n  lines("a").ma┆ -> print()\n}', { has: ["map"] }],
  [
    "pair operations only on pairs",
    'stream s every 1s {\n  lines("a").map(l => (l, 1)).┆\n}',
    { has: ["reduceByKey", "map"] },
  ],
  ["no pair operation on texts", 'stream s every 1s {\n  lines("a").┆\n}', { hasNot: ["reduceByKey"] }],
  ["a member of a text", 'stream s every 1s {\n  lines("a").map(line => line.┆)\n}', { has: ["split", "length"] }],
  [
    "fields of a record",
    "type Hit = { path: string, status: int }\ntopic t: Hit = embedded()\nstream s every 1s {\n  t.filter(h => h.┆)\n}",
    { is: ["path", "status"] },
  ],
  [
    "an event on an agent's wire",
    "agent a {\n  netcat(port: 1).map(e => e.┆) -> memory() -> logger()\n}",
    { is: ["body", "headers"] },
  ],
  [
    "parts of an agent",
    "agent a {\n  source r = netcat(port: 1)\n  channel c = memory()\n  r -> c -> logger()\n}\nstream s every 1s {\n  let x = a.┆\n}",
    { is: ["c", "r"] },
  ],
  [
    "in a lambda",
    'stream s every 1s {\n  let x = lines("a").map(line => ┆)\n}',
    { has: ["line"], hasNot: ["x", "lines"] },
  ],
  [
    "in a lambda that is not closed",
    'stream s every 1s {\n  let x = lines("a").map(line => ┆\n}',
    { has: ["line"], hasNot: ["lines"] },
  ],
  ["in a template", 'stream s every 1s {\n  lines("a").map(line => `<${┆}>`) -> print()\n}', { has: ["line"] }],
  ["a type", "topic t: ┆", { has: ["int", "string", "Map", "Event"], hasNot: ["agent"] }],
  ["a declared type half typed", "type Access = { a: int }\nfn f(x: Ac┆): int = 1", { has: ["Access"] }],
  ["a type of a field", "type A = { b: ┆ }", { has: ["int", "A"] }],
  ["a type parameter", "fn f<Item>(x: ┆): int = 1", { has: ["Item"] }],
  ["a parameter of a function", "fn f(size: int): int = ┆", { has: ["size", "try"] }],
  ["in a body", "fn f(a: int): int {\n  let b = a\n  ┆\n}", { has: ["let", "return"] }],
  ["what a body returns", "fn f(a: int): int {\n  let b = a\n  return ┆\n}", { has: ["a", "b"] }],
  [
    "fields that a result lacks",
    "type A = { one: int, two: int }\nfn f(): A = { one: 1, ┆ }",
    { first: "two", hasNot: ["one"] },
  ],
  [
    "values that a match lacks",
    'type L = "low" | "high"\nfn f(l: L): int = match l { ┆ }',
    { has: ['"low"', '"high"', "else"] },
  ],
  [
    "where failures go",
    'topic bad: string = embedded()\nstream s every 1s {\n  lines("a").map(l => l.toInt() else -> ┆)\n}',
    { has: ["bad"] },
  ],
  [
    "what happens to a failure",
    'stream s every 1s {\n  lines("a").map(l => l.toInt() else ┆)\n}',
    { has: ["drop", "fail", "l"] },
  ],
  [
    "what becomes of what a sink refuses",
    "agent a {\n  sink dead = logger()\n  netcat(port: 1) -> memory() -> logger() else ┆\n}",
    { is: ["drop"] },
  ],
  [
    "where what a sink refuses goes",
    "agent a {\n  sink dead = logger()\n  netcat(port: 1) -> memory() -> logger() else -> ┆\n}",
    { has: ["dead"], hasNot: ["memory"] },
  ],
  [
    "options that all sinks have",
    "agent a {\n  netcat(port: 1) -> memory() -> logger(┆) else drop\n}",
    { has: ["maxBytesToLog", "retries", "retryFor"] },
  ],
  ["a line of a test", 'test "x" {\n  ┆\n}', { has: ["given", "expect", "advance", "let"] }],
  ["kinds of extern", "extern ┆", { has: ["source", "operator"] }],
  [
    "a sink before a blank line and wires",
    'agent a {\n  source r = lines("a")\n  sink k = ┆\n\n  r -> memory() -> k\n}',
    { has: ["files", "logger"], hasNot: ["lines", "r", "channel", "memory"] },
  ],
  [
    "an interval",
    "param often: duration = 5s\nstream s every ┆ {\n}",
    { has: ["1s", "often"], hasNot: ["netcat", "s"] },
  ],
  [
    "what a test gives something to",
    'fn f(a: int): int = a\ntopic t: string = embedded()\nagent b { lines("a") -> memory() -> t }\ntest "x" {\n  given ┆\n}',
    { is: ["b", "t"] },
  ],
  [
    "what a test looks at",
    'fn f(a: int): int = a\ntopic t: string = embedded()\ntest "x" {\n  expect ┆\n}',
    { is: ["f", "t"] },
  ],
  [
    "behind a channel",
    'agent a {\n  source r = lines("a")\n  channel c = memory()\n  sink k = discard()\n  r -> c\n  c -> ┆\n}',
    { has: ["k", "files"], hasNot: ["c", "memory", "route"] },
  ],
  ["in a comment", "agent a {\n  // sou┆\n}", { is: [] }],
  ["in a documentation comment", "/// an ag┆\nagent a {\n}", { is: [] }],
  ["in a text", 'agent a {\n  exec(command: "ca┆")\n}', { is: [] }],
  ["in a number", "stream s every 1┆", { is: [] }],
  ["in a regular expression", "fn f(a: string): bool = a.matches(/ab┆", { is: [] }],
];

for (const [name, source, expected] of cases) {
  it(`completes ${name}`, () => expectCompletion(source, expected));
}

it("completes the texts that an option takes, quotes and all", () => {
  const source = 'stream s every 1s {\n  lines("a") -> hdfs(path: "file:///tmp/x", fileType: "┆")\n}';
  const { analysis, offset, text } = marked(source);
  const found = complete(analysis, offset);
  assert.deepEqual(labelsOf(found), ['"CompressedStream"', '"DataStream"', '"SequenceFile"']);
  assert.equal(text.slice(found.replaces.start, found.replaces.end), '""');
});

describe("headers and escapes in texts", () => {
  const wire = 'netcat(port: 1).timestamp().header("tenant", e => e.body)';
  const sink = (text: string) => `agent a {\n  ${wire} -> memory() -> hdfs(${text}, rollCount: 0, rollSize: 0B)\n}`;

  const cases: readonly (readonly [name: string, source: string, expected: ExpectedCompletion])[] = [
    [
      "headers that are read",
      `agent a {\n  ${wire}.map(e => e.headers["┆"] else "x") -> memory() -> logger()\n}`,
      { is: ['"tenant"', '"timestamp"'] },
    ],
    [
      "headers that route chooses by",
      `agent a {\n  channel c = memory()\n  ${wire} -> route e => e.headers["t┆"] { else => c }\n  c -> logger()\n}`,
      { is: ['"tenant"', '"timestamp"'] },
    ],
    [
      "headers that are taken away",
      `agent a {\n  ${wire}.removeHeader(withName: "┆") -> memory() -> logger()\n}`,
      { is: ['"tenant"', '"timestamp"'] },
    ],
    ["no headers of another map", 'fn f(m: Map<string, string>): string? = m["┆"]', { is: [] }],
    ["escapes of a path", sink('"/x/%┆"'), { has: ["%{tenant}", "%{timestamp}", "%[IP]", "%Y", "%%"] }],
    ["escapes of a named option", sink('path: "/x/%{te┆}"'), { has: ["%{tenant}"] }],
    ["escapes of a template", sink("`/x/%┆${1}`"), { has: ["%{tenant}", "%Y"] }],
    ["no escapes of a percent sign", sink('"/x/%%┆"'), { is: [] }],
    ["no escapes without a percent sign", sink('"/x/┆"'), { is: [] }],
    ["no escapes in other texts", sink('"/x", fileSuffix: "%┆"'), { is: [] }],
    [
      "headers of a stream's sink",
      'stream s every 1s {\n  lines("a") -> hdfs("/x/%┆", headers: x => [("first", x)].toMap())\n}',
      { has: ["%{first}", "%{timestamp}"] },
    ],
  ];
  for (const [name, source, expected] of cases) it(`offers ${name}`, () => expectCompletion(source, expected));

  it("writes an escape in the place of what was begun, with its bracket", () => {
    const { analysis, offset, text } = marked(sink('"/x/%{te┆}/y"'));
    const { replaces } = complete(analysis, offset);
    assert.equal(text.slice(replaces.start, replaces.end), "%{te}");
  });
});

it("completes public names of an imported file", () => {
  const others = { "/lib.flow": "pub fn one(): int = 1\npub fn two(): int = 2\nfn three(): int = 3\n" };
  expectCompletion('import { one, ┆ } from "./lib.flow"', { is: ["two"] }, others);
  expectCompletion('import { o┆ } from "./lib.flow"', { has: ["one"], hasNot: ["three"] }, others);
});

describe("names of files that are not imported", () => {
  const others = {
    "/lib/a.flow": "/// One.\npub fn one(): int = 1\npub type Row = { a: int }\nfn hidden(): int = 2\n",
    "/b.flow": "pub topic rows: string = embedded()\npub const most = 3\n",
  };

  /** The label's item, and the text of the file when it is chosen: what the item writes is left out. */
  function chosen(source: string, label: string) {
    const { analysis, offset, text, open } = marked(source, others);
    const units = () => ["/marked.flow", ...Object.keys(others)].map((path) => open(path).checked.entry);
    const found = complete(analysis, offset, units);
    const item = found.items.find((one) => one.label === label);
    return { item, labels: labelsOf(found), after: applyEdits(text, item?.edits ?? []) };
  }

  it("are offered with the file that they are from, and bring their import", () => {
    const { item, after } = chosen("const x: int = o┆\n", "one");
    assert.deepEqual([item?.detail, item?.doc, item?.snippet], ["from ./lib/a.flow", ["One."], "one()"]);
    assert.equal(after, 'import { one } from "./lib/a.flow"\n\nconst x: int = o\n');
  });

  it("are added to the imports that there are", () => {
    const { after } = chosen('import { Row } from "./lib/a.flow"\nconst x: int = o┆\n', "one");
    assert.equal(after, 'import { Row, one } from "./lib/a.flow"\nconst x: int = o\n');
    const other = chosen('import { Row } from "./lib/a.flow"\nconst x: int = m┆\n', "most");
    assert.equal(
      other.after,
      'import { Row } from "./lib/a.flow"\nimport { most } from "./b.flow"\nconst x: int = m\n',
    );
  });

  it("are offered where they fit", () => {
    const fits = (source: string) =>
      chosen(source, "").labels.filter((label) => ["one", "hidden", "Row", "rows", "most"].includes(label));
    assert.deepEqual(fits("type A = { b: ┆ }"), ["Row"]);
    assert.deepEqual(fits("agent a {\n  netcat(port: 1) -> ┆\n}"), ["rows"]);
    assert.deepEqual(fits("stream s every 1s {\n  ┆\n}"), ["rows"]);
    assert.deepEqual(fits("const x: int = ┆").sort(), ["most", "one"]);
    assert.deepEqual(fits('import { one } from "./lib/a.flow"\nconst x: int = ┆').sort(), ["most", "one"]);
  });

  it("are as paths behind `from`", () => {
    assert.deepEqual(chosen('import { one } from "┆"', "").labels, ['"./b.flow"', '"./lib/a.flow"']);
  });
});

it("shows an option with its type, default and documentation", () => {
  const { analysis, offset } = marked("agent a {\n  source r = netcat(┆)\n}");
  const items = complete(analysis, offset).items;
  const bind = items.find(({ label }) => label === "bind");
  assert.equal(bind?.detail, 'string = "localhost"');
  assert.equal(bind?.text, "bind: ");
  assert.deepEqual(bind?.doc, ['Address to listen on; `"0.0.0.0"` for all.']);
});

it("fills in what a component cannot do without", () => {
  const { analysis, offset } = marked("agent a {\n  source r = ┆\n}");
  const items = complete(analysis, offset).items;
  assert.equal(items.find(({ label }) => label === "netcat")?.snippet, "netcat(port: ${1})");
});

it("writes what belongs to a word, in editors that know places to fill in", () => {
  const snippet = (source: string, label: string) => {
    const { analysis, offset } = marked(source);
    return complete(analysis, offset).items.find((item) => item.label === label)?.snippet;
  };
  assert.equal(snippet("┆", "agent"), "agent ${1:name} {\n  $0\n}");
  assert.equal(snippet("agent a {\n  ┆\n}", "sink"), "sink ${1:name} = $0");
  assert.equal(snippet('test "t" {\n  ┆\n}', "expect"), "expect ${1:value} == $0");
  assert.equal(snippet("fn f(a: int): int = ┆", "match"), "match ${1:value} {\n  $0\n}");
  assert.equal(snippet("fn f(a: int): { topic: int } = { ┆ }", "topic"), null);
});

it("survives every prefix of a program", () => {
  const program =
    'type A = { a: int }\nagent a guarantees atLeastOnce {\n  source s = netcat(port: 1, bind: "x")\n  s.map(e => e.body else drop) -> [memory(), c2?]\n}\ntest "x" {\n  given a.s = [[1]]\n}\n';
  for (let length = 0; length <= program.length; length++) {
    const { analysis, offset } = marked(`${program.slice(0, length)}┆`);
    complete(analysis, offset);
  }
});
