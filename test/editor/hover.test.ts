import assert from "node:assert/strict";
import { hover } from "../../editor/server/hover.ts";
import { expectHover, marked } from "../support/marked.ts";

const words = (line: string) => `stream s every 1s {
  /// What is said.
  let words = lines("a").flatMap(line => line.split(" "))
  ${line}
}`;

const cases: readonly (readonly [name: string, source: string, code: string | null, text?: RegExp])[] = [
  ["a let", words("wo┆rds -> print()"), "let words: DStream<string>", /^What is said\.$/],
  ["a let where it is declared", 'stream s every 1s {\n  let wor┆ds = lines("a")\n}', "let words: DStream<string>"],
  [
    "an operator, with the types it has here",
    words("words.m┆ap(w => w.length) -> print()"),
    "operator DStream<string>.map(transform: (string) => int): DStream<int>",
    /transform.*each element/,
  ],
  ["a parameter of a lambda", words("words.map(word => wor┆d.length) -> print()"), "word: string"],
  ["a declared field", words("words.map(word => word.len┆gth) -> print()"), "field string.length: int", /UTF-16/],
  ["a param", "/// How far.\nparam depth: int = 3\nfn f(): int = dep┆th", "param depth: int = 3", /How far/],
  ["a const", 'const name = "x"\nfn f(): string = na┆me', 'const name: "x" = "x"'],
  [
    "a function",
    "/// Adds.\nfn add(a: int, b: int): int = a + b\nfn g(): int = ad┆d(1, 2)",
    "fn add(a: int, b: int): int",
    /Adds/,
  ],
  [
    "a type",
    "/// A pair.\ntype P = { a: int, b: string? }\nfn f(p: ┆P): int = p.a",
    "type P = { a: int, b: string? }",
    /A pair/,
  ],
  ["a built-in type", "fn f(p: in┆t): int = p", "type int"],
  [
    "JSON of any shape",
    'fn f(j: Json): string! = j["a"].a┆s<string>()',
    "fn Json.as(): string!",
    /as `parseJson` reads it/,
  ],
  ["a part of JSON", 'fn f(j: Json): bool {\n  let part = j["a"][0]\n  return par┆t.isNull\n}', "let part: Json"],
  ["a field of a record", "type P = {\n  /// The first.\n  a: int\n}\nfn f(p: P): int = p.┆a", "a: int", /The first/],
  ["a field where it is declared", "type P = {\n  /// The first.\n  ┆a: int\n}", "a: int", /The first/],
  ["a field that is given", "type P = { a: int }\nfn f(): P = { ┆a: 1 }", "a: int"],
  [
    "a topic",
    "/// Hits.\ntopic hits: int = embedded(partitions: 2)\nstream s every 1s {\n  hi┆ts -> print()\n}",
    "topic hits: int = embedded(partitions: 2)",
    /Hits/,
  ],
  ["an option", "agent a {\n  netcat(po┆rt: 1) -> memory() -> logger()\n}", "port: int", /Port to listen on/],
  [
    "an option with a default",
    'agent a {\n  netcat(port: 1, bi┆nd: "x") -> memory() -> logger()\n}',
    'bind: string = "localhost"',
    /Address/,
  ],
  ["nothing on blanks", "agent a {\n ┆ \n}", null],
  ["nothing on a number", "const a = 1┆2", null],
];

for (const [name, source, code, text] of cases) {
  it(`hovers over ${name}`, () => expectHover(source, code, text));
}

const agent = (name: string, channel: string, sink: string, arrow: string) => `agent ${name} {
  source  r1 = netcat(port: 1)
  channel ${channel} = memory()
  sink    ${sink} = logger()
  r1 ${arrow} c1 -> k1
}`;

it("shows a component with its options, their defaults, and what it promises", () => {
  const { analysis, offset } = marked("agent a {\n  net┆cat(port: 1) -> memory() -> logger()\n}");
  const found = hover(analysis, offset);
  assert.match(found?.code ?? "", /^source netcat<G>\(\n {2}bind: string = "localhost",\n {2}port: int,\n/);
  assert.match(found?.code ?? "", /delivers acknowledged$/);
  assert.match(found?.text.join("\n") ?? "", /^Listens on a TCP port/);
});

for (const [name, source] of [
  ["the name of an agent", agent("a┆1", "c1", "k1", "->")],
  ["an arrow", agent("a1", "c1", "k1", "-┆>")],
  ["a channel", agent("a1", "c┆1", "k1", "->")],
] as const) {
  it(`shows what may be lost on ${name}`, () => {
    const { analysis, offset } = marked(source);
    const text = hover(analysis, offset)?.text.join("\n") ?? "";
    assert.match(text, /`r1 -> c1 -> k1`: \*\*bestEffort\*\*/);
    assert.match(
      text,
      /`c1` \(marked\.flow:3:11\): what it holds is gone when the program is killed\. Use a durable channel/,
    );
  });
}

it("shows the guarantee of a stream", () => {
  const { analysis, offset } = marked("topic t: int = embedded()\nstream s┆1 every 1s {\n  t -> print()\n}");
  assert.match(hover(analysis, offset)?.text.join("\n") ?? "", /`t -> print`: \*\*at(Least|Most)Once\*\*/);
});

it("shows on a topic the paths that lead through it, from where events enter to where they leave", () => {
  const { analysis, offset } = marked(`topic to┆pic: string = embedded()
agent a { exec(command: "x") -> memory() -> topic }
stream s every 1s { topic.count() -> print() }`);
  const text = hover(analysis, offset)?.text.join("\n") ?? "";
  assert.match(text, /^- `a\.exec -> a\.memory -> topic -> s\.print`: \*\*bestEffort\*\*$/m);
  assert.match(text, /^ {2}- may come twice at `count` \(marked\.flow:3:27\): it makes one element of several/m);
});

for (const [name, source] of [
  ["a sink of a group", ["k┆1", "->"]],
  ["the arrow to a group", ["k1", "-┆>"]],
] as const) {
  it(`shows what a group may repeat on ${name}`, () => {
    const { analysis, offset } = marked(`agent a {
  sink k1 = files("/a")
  sink k2 = files("/b")
  channel c = file()
  taildir(files: ["/x"]).map(e => e.body.trim()) -> c
  c ${source[1]} failover(${source[0]}, k2)
}`);
    const text = hover(analysis, offset)?.text.join("\n") ?? "";
    assert.match(text, /^- `taildir -> c -> failover\(k1, k2\)`: \*\*atLeastOnce\*\*$/m);
    assert.match(text, /written again by the next\. Write to one sink instead of the group\.$/m);
  });
}

it("shows the groups of a regular expression", () => {
  const source =
    "fn f(a: string): string! {\n  let m = try a.capture(/(?<year>\\d+)┆-(?<day>\\d+)/)\n  return m.year\n}";
  expectHover(source, "Regex<{ year: string, day: string }>");
});
