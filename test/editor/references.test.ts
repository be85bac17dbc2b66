import assert from "node:assert/strict";
import { namedAt, referencesTo } from "../../editor/server/references.ts";
import { marked } from "../support/marked.ts";

/** The places that name what stands at the cursor, with the file and the text around each. */
function found(source: string, others: Record<string, string> = {}): string[] {
  const { analysis, offset, open, read } = marked(source, others);
  const named = namedAt(analysis, offset);
  if (named === null) return [];
  return [analysis, ...Object.keys(others).map(open)].flatMap((file) =>
    referencesTo(file, named).map(({ file: path, span }) => {
      const text = read(path);
      return `${path} ${text.slice(0, span.start).split("\n").length} ${text.slice(span.start - 1, span.end + 1)}`;
    }),
  );
}

it("finds the fields of a named record, and not their namesakes", () => {
  const source = "type P = { a: int }\ntype Q = { a: int }\nfn f(p: P, q: Q): int = p.┆a + q.a\nfn g(p: P): int? = p.a";
  assert.deepEqual(found(source), ["/marked.flow 1  a:", "/marked.flow 3 .a ", "/marked.flow 4 .a"]);
});

it("finds where a record gives a field, in short form, too", () => {
  const source = "type P = { ┆a: int }\nfn f(a: int): P = { a }\nfn g(): P = { a: 1 }\nfn h(): { a: int } = { a: 1 }";
  assert.deepEqual(found(source), ["/marked.flow 1  a:", "/marked.flow 2  a ", "/marked.flow 3  a:"]);
});

it("finds a field from its declaration, in other files, too", () => {
  const others = { "/user.flow": 'import { P } from "./marked.flow"\nfn f(p: P): int = p.a\n' };
  assert.deepEqual(found("pub type P = { ┆a: int }\n", others), ["/marked.flow 1  a:", "/user.flow 2 .a\n"]);
});

it("finds a function in the files that import it, and not its namesakes", () => {
  const others = {
    "/user.flow": 'import { one } from "./marked.flow"\nconst x = one()\n',
    "/namesake.flow": "fn one(): int = 2\nconst y = one()\n",
  };
  const places = ["/marked.flow 1  one(", "/user.flow 1  one ", "/user.flow 2  one("];
  assert.deepEqual(found("pub fn ┆one(): int = 1\n", others), places);
});

it("finds nothing where nothing has a name", () => {
  assert.deepEqual(found("const x = 1 ┆+ 2"), []);
});
