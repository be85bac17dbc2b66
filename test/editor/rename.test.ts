import assert from "node:assert/strict";
import { namedAt, referencesTo } from "../../editor/server/references.ts";
import { prepareRename, RenameRefused, rename } from "../../editor/server/rename.ts";
import { marked } from "../support/marked.ts";

function renamed(source: string, to: string): string {
  const { analysis, offset, text } = marked(source);
  return rename(analysis, offset, to).reduceRight(
    (before, { span, text: after }) => before.slice(0, span.start) + after + before.slice(span.end),
    text,
  );
}

const cases: readonly (readonly [name: string, source: string, after: string])[] = [
  [
    "a let",
    'stream s every 1s {\n  let w┆ = lines("a")\n  let u = w.union(w)\n  u -> print()\n}',
    'stream s every 1s {\n  let new = lines("a")\n  let u = new.union(new)\n  u -> print()\n}',
  ],
  [
    "a component, from inside and outside of its agent",
    "agent a {\n  channel c = memory()\n  netcat(port: 1) -> ┆c\n}\nstream s every 1s {\n  a.c -> print()\n}",
    "agent a {\n  channel new = memory()\n  netcat(port: 1) -> new\n}\nstream s every 1s {\n  a.new -> print()\n}",
  ],
  [
    "a parameter, not its namesake",
    "fn f(a: int): int = ┆a\nfn g(a: int): int = a",
    "fn f(new: int): int = new\nfn g(a: int): int = a",
  ],
  [
    "what a field takes its name from",
    "type P = { a: int }\nfn f(a┆: int): P = { a }",
    "type P = { a: int }\nfn f(new: int): P = { a: new }",
  ],
  [
    "a field, where it is declared, given and read, and not its namesake",
    "type P = { a: int, b: int? }\ntype Q = { a: int }\nfn f(p: P, q: Q): P = { ...p, a: p.┆a + q.a }",
    "type P = { new: int, b: int? }\ntype Q = { a: int }\nfn f(p: P, q: Q): P = { ...p, new: p.new + q.a }",
  ],
  [
    "a field that takes its value from a name",
    "type P = { a┆: int }\nfn f(a: int): P = { a }\nfn g(p: P?): int? = p?.a",
    "type P = { new: int }\nfn f(a: int): P = { new: a }\nfn g(p: P?): int? = p?.new",
  ],
  ["a type", "type P┆ = { a: int }\nfn f(p: P): P = p", "type new = { a: int }\nfn f(p: new): new = p"],
];

for (const [name, source, after] of cases) {
  it(`renames ${name}`, () => assert.equal(renamed(source, "new"), after));
}

const refused: readonly (readonly [name: string, source: string, to: string, why: RegExp])[] = [
  [
    "what the standard library declares",
    "agent a {\n  net┆cat(port: 1) -> memory() -> logger()\n}",
    "x",
    /standard library/,
  ],
  [
    "a field of the standard library",
    "agent a {\n  netcat(port: 1).map(e => e.bo┆dy) -> memory() -> logger()\n}",
    "x",
    /standard library/,
  ],
  ["a field of no named type", "fn f(p: { a: int }): int = p.a┆", "x", /not of a type with a name/],
  ["a field to another of its record", "type P = { a┆: int, b: int }", "b", /another thing's name/],
  ["nothing", "agent a {┆\n}", "x", /no name here/],
  ["to something that is no name", "fn f┆(a: int): int = a", "1x", /`1x` is not a name/],
  ["to a value", "fn f┆(a: int): int = a", "null", /`null` is not a name/],
  ["to a name that is taken", "fn f(a┆: int, b: int): int = a + b", "b", /another thing's name/],
];

for (const [name, source, to, why] of refused) {
  it(`refuses to rename ${name}`, () => {
    assert.throws(
      () => renamed(source, to),
      (error) => error instanceof RenameRefused && why.test(error.message),
    );
  });
}

it("says beforehand what would be renamed", () => {
  const { analysis, offset, text } = marked("fn first(value: int): int = val┆ue");
  const { start, end } = prepareRename(analysis, offset);
  assert.equal(text.slice(start, end), "value");
  assert.equal(start, text.lastIndexOf("value"));
});

it("tells the declaration from the uses", () => {
  const { analysis, offset } = marked("fn f(a: int): int = ┆a + a");
  const named = namedAt(analysis, offset);
  assert.ok(named !== null);
  assert.deepEqual(
    referencesTo(analysis, named).map(({ declares }) => declares),
    [true, false, false],
  );
});

it("renames in the files that import it, and refuses where one of them has the name already", () => {
  const others = {
    "/user.flow": 'import { one } from "./marked.flow"\nconst x = one() + one()\nconst taken = 1\n',
    "/namesake.flow": "fn one(): int = 2\nconst y = one()\n",
  };
  const { analysis, offset, open } = marked("pub fn o┆ne(): int = 1\n", others);
  const files = [open("/user.flow"), open("/namesake.flow")];
  const edits = rename(analysis, offset, "first", files).map(({ file, span, text }) => `${file} ${span.start} ${text}`);
  assert.deepEqual(edits, ["/marked.flow 7 first", "/user.flow 9 first", "/user.flow 46 first", "/user.flow 54 first"]);
  assert.throws(() => rename(analysis, offset, "taken", files), RenameRefused);
});

it("renames from a file that imports it", () => {
  const others = { "/lib.flow": "pub fn one(): int = 1\n" };
  const { analysis, offset, open } = marked('import { one } from "./lib.flow"\nconst x = o┆ne()', others);
  const edits = rename(analysis, offset, "first", [open("/lib.flow")]);
  assert.deepEqual(
    edits.map(({ file }) => file),
    ["/marked.flow", "/marked.flow", "/lib.flow"],
  );
});

it("renames a field in the files that use its type", () => {
  const user = 'import { P } from "./marked.flow"\nfn f(p: P): P = { a: p.a }\n';
  const { analysis, offset, open } = marked("pub type P = { ┆a: int }\n", { "/user.flow": user });
  const edits = rename(analysis, offset, "b", [open("/user.flow")]);
  assert.deepEqual(
    edits.map(({ file, span }) => `${file} ${span.start}`),
    ["/marked.flow 15", "/user.flow 52", "/user.flow 57"],
  );
});
