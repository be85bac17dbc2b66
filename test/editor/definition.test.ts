import assert from "node:assert/strict";
import { definition, typeDefinition } from "../../editor/server/definition.ts";
import { MARKED_FILE, marked } from "../support/marked.ts";

/** `‹` and `›` stand around the name that must be found. */
const here: readonly (readonly [name: string, source: string])[] = [
  ["a let", 'stream s every 1s {\n  let ‹words› = lines("a")\n  wor┆ds -> print()\n}'],
  [
    "a component of an agent",
    "agent a {\n  source ‹r› = netcat(port: 1)\n  channel c = memory()\n  ┆r -> c -> logger()\n}",
  ],
  [
    "a part of another agent",
    "agent a {\n  channel ‹c› = memory()\n  netcat(port: 1) -> c\n}\nstream s every 1s {\n  a.┆c -> print()\n}",
  ],
  ["a parameter", "fn f(‹a›: int): int = ┆a + 1"],
  ["a parameter of a lambda", 'stream s every 1s {\n  lines("a").map(‹x› => ┆x.length) -> print()\n}'],
  ["a function used before it is declared", "const x = ┆f(1)\nfn ‹f›(a: int): int = a"],
  ["a type", "type ‹P› = { a: int }\nfn f(p: ┆P): int = p.a"],
  ["a field", "type P = { ‹a›: int }\nfn f(p: P): int = p.┆a"],
  [
    "a topic that failures go to",
    'topic ‹bad›: string = embedded()\nstream s every 1s {\n  lines("a").map(l => l.toInt() else -> b┆ad) -> print()\n}',
  ],
];

for (const [name, source] of here) {
  it(`goes to ${name}`, () => {
    const { analysis, offset } = marked(source.replace(/[‹›]/g, ""));
    const plain = source.replace("┆", "");
    const wanted = { start: plain.indexOf("‹"), end: plain.indexOf("›") - 1 };
    assert.deepEqual(definition(analysis, offset), { file: MARKED_FILE, span: wanted });
  });
}

it("goes into a file that is imported", () => {
  const others = { "/lib.flow": "pub fn one(): int = 1\n" };
  const inCode = marked('import { one } from "./lib.flow"\nconst x = o┆ne()', others);
  const inImport = marked('import { o┆ne } from "./lib.flow"\nconst x = one()', others);
  const wanted = { file: "/lib.flow", span: { start: 7, end: 10 } };
  assert.deepEqual(definition(inCode.analysis, inCode.offset), wanted);
  assert.deepEqual(definition(inImport.analysis, inImport.offset), wanted);
  const path = marked('import { one } from "./lib┆.flow"\nconst x = one()', others);
  assert.deepEqual(definition(path.analysis, path.offset), { file: "/lib.flow", span: { start: 0, end: 0 } });
});

for (const [name, source, file, word] of [
  ["a component", "agent a {\n  net┆cat(port: 1) -> memory() -> logger()\n}", "stdlib/netcat/netcat.flow", "netcat"],
  ["an option", "agent a {\n  netcat(po┆rt: 1) -> memory() -> logger()\n}", "stdlib/netcat/netcat.flow", "port"],
  ["an operator", 'stream s every 1s {\n  lines("a").m┆ap(x => x) -> print()\n}', "stdlib/stream/elements.flow", "map"],
  [
    "a field of an event",
    "agent a {\n  netcat(port: 1).map(e => e.bo┆dy) -> memory() -> logger()\n}",
    "stdlib/stream/events.flow",
    "body",
  ],
] as const) {
  it(`goes to the declaration of ${name} in the standard library`, () => {
    const { analysis, offset, read } = marked(source);
    const found = definition(analysis, offset);
    assert.ok(found?.file.endsWith(file) === true, found?.file);
    assert.equal(read(found.file).slice(found.span.start, found.span.end), word);
  });
}

it("goes nowhere from what is declared nowhere", () => {
  const { analysis, offset } = marked("fn f(a: in┆t): int = a");
  assert.equal(definition(analysis, offset), null);
});

it("knows names in a file of the standard library that is open itself", () => {
  const text = marked("agent a {\n  net┆cat(port: 1) -> memory() -> logger()\n}");
  const place = definition(text.analysis, text.offset);
  assert.ok(place !== null);
  const declaration = text.open(place.file);
  assert.equal(declaration.diagnostics.length, 0);
  assert.equal(definition(declaration, place.span.start + 1)?.file, place.file);
});

it("goes to the declaration of a type, through what is made of it", () => {
  const types = "type P = { a: int }\n";
  for (const source of ["fn f(p: P): int = ┆p.a", "fn f(p: P[]): int = ┆p.length", "fn f(q: { b: P? }): P? = q.┆b"]) {
    const { analysis, offset } = marked(types + source);
    assert.deepEqual(typeDefinition(analysis, offset), { file: MARKED_FILE, span: { start: 5, end: 6 } }, source);
  }
  const { analysis, offset } = marked("fn f(n: int): int = ┆n");
  assert.equal(typeDefinition(analysis, offset), null);
});
