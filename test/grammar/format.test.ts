import assert from "node:assert/strict";
import type { Node } from "../../grammar/ast.ts";
import { format } from "../../grammar/format.ts";
import { parse } from "../../grammar/parse.ts";
import { scan, tokenSpan } from "../../grammar/scan/scan.ts";
import { children } from "../../grammar/walk.ts";
import { programs } from "./invariants.ts";

function formatted(text: string): string {
  const result = format(text);
  assert.ok("text" in result, `does not parse: ${JSON.stringify(result)} in ${text}`);
  return result.text;
}

/** The tree without its places. */
function outline(node: Node): unknown {
  const own = Object.entries(node).filter(([key, value]) => !/span$/i.test(key) && !isChild(value));
  return [Object.fromEntries(own), children(node).map(outline)];
}

function isChild(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isChild);
  return typeof value === "object" && value !== null && "kind" in value;
}

function commentsOf(text: string): string[] {
  return scan(text)
    .comments.map((comment) => comment.text.trimEnd())
    .sort();
}

/** What holds for the layout of every text: nothing is lost or added, and the result stands as it is. */
function assertFaithful(text: string): string {
  const result = formatted(text);
  const [before, after] = [parse(text.replaceAll("\r\n", "\n"), ""), parse(result, "")];
  assert.deepEqual(after.diagnostics, [], result);
  assert.deepEqual(outline(after.tree), outline(before.tree), result);
  assert.deepEqual(commentsOf(result), commentsOf(text), result);
  assert.equal(formatted(result), result, `of ${text}`);
  return result;
}

/** Each declaration with what stands before it. */
function declarationsOf(text: string): string[] {
  const ends = parse(text, "").tree.declarations.map(({ span }) => span.end);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

for (const [name, text] of programs) {
  it(`${name} is laid out as it stands`, () => {
    assert.equal(assertFaithful(text), text);
  });

  it(`${name} comes back when its line ends are lost`, () => {
    const tokens = scan(text).tokens.map(({ image }) => image);
    assertFaithful(tokens.join(" "));
  });
}

describe("a comment", () => {
  const styles = [" /* note */ ", " // note\n ", "\n// note\n ", "\n/* note */ ", "\n/* two\n lines */\n "];
  for (const [style, comment] of styles.entries()) {
    it(`${JSON.stringify(comment)} is kept wherever it stands`, () => {
      for (const declaration of declarationsOf(programs.get("everything.flow") ?? "")) {
        for (const [index, token] of scan(declaration).tokens.entries()) {
          if ((index + style) % 2 === 0) continue; // half of them say as much in half the time
          const { end } = tokenSpan(token);
          const isText = token.tokenType.name.startsWith("Template");
          if (isText || declaration[end - 1] === ".") continue; // the first is no place for one, the other is cut off
          assertFaithful(declaration.slice(0, end) + comment + declaration.slice(end));
        }
      }
    });
  }
});

const long = "aVeryLongName".repeat(4);

/** A text and how it is laid out; null where it stands already. */
const layouts: Readonly<Record<string, readonly [text: string, expected: string | null]>> = {
  "an empty text": ["  \n\n", ""],
  "a comment alone": ["  // note  ", "// note\n"],
  "Windows line ends": ["const a = 1\r\n\r\n\r\nconst b = `x\r\ny`\r\n", "const a = 1\n\nconst b = `x\ny`\n"],
  "blanks and free lines": [
    "\n\nconst  a=1\n\n\n\nconst b:int=2;".replace(";", ""),
    "const a = 1\n\nconst b: int = 2\n",
  ],
  "components in columns": [
    "agent a{source r=x() channel ch=y()\n\nsink k=z()\n r->ch->k}",
    "agent a {\n  source  r  = x()\n  channel ch = y()\n\n  sink k = z()\n  r -> ch -> k\n}\n",
  ],
  "lets in columns, but for typed ones": [
    "stream s every 1s { let a = 1 let bcd = 2 let e: int = 3 let fg = 4 bcd -> print() }",
    "stream s every 1s {\n  let a   = 1\n  let bcd = 2\n  let e: int = 3\n  let fg = 4\n  bcd -> print()\n}\n",
  ],
  "an expectation that the author broke": [
    'test "a" { expect b ==[\nc,d]\nexpect e contains {\nf:1} }',
    'test "a" {\n  expect b == [\n    c,\n    d,\n  ]\n  expect e contains {\n    f: 1,\n  }\n}\n',
  ],
  "options that fit": ["const a = f( a : 1 , b : 2 , )", "const a = f(a: 1, b: 2)\n"],
  "options that the author broke": ["const a = f(\na: 1, b: 2)", "const a = f(\n  a: 1,\n  b: 2,\n)\n"],
  "options that do not fit": [
    `const a = f(first: ${long}, second: ${long})`,
    `const a = f(\n  first: ${long},\n  second: ${long},\n)\n`,
  ],
  "a chain that fits": ["const a = b.c().d().e", "const a = b.c().d().e\n"],
  "a chain that the author broke": ["const a = b\n.c().d(1)", "const a = b\n  .c()\n  .d(1)\n"],
  "a chain that does not fit": [
    `const a = b.map(${long}).filter(${long}).top(10)`,
    `const a = b\n  .map(${long})\n  .filter(${long})\n  .top(10)\n`,
  ],
  "a wire that does not fit": [
    `agent a { r.map(${long}) -> memory(capacity: 1) -> [${long}, c2?] }`,
    `agent a {\n  r.map(${long})\n    -> memory(capacity: 1)\n    -> [${long}, c2?]\n}\n`,
  ],
  "a way out": [
    "agent a { c->k  else\n->dead\n c -> [d else drop,e] }",
    "agent a {\n  c -> k else -> dead\n  c -> [d else drop, e]\n}\n",
  ],
  "a wire that the author broke": ["agent a { a\n -> b\n -> c }", "agent a {\n  a -> b -> c\n}\n"],
  "a record that the author broke": ["const a = {\nb: 1, c, ...d }", "const a = {\n  b: 1,\n  c,\n  ...d,\n}\n"],
  "an expression that does not fit": [
    `const a = ${long} + ${long} * 2 - ${long}`,
    `const a =\n  ${long}\n  + ${long} * 2\n  - ${long}\n`,
  ],
  "a choice with a list that does not fit": [
    `const a = b ? c(${long}, ${long}, ${long}) : d`,
    `const a = b\n  ? c(\n    ${long},\n    ${long},\n    ${long},\n  )\n  : d\n`,
  ],
  "a lambda with a block": [
    "const a = b.map(c => { let d = 1 return d })",
    "const a = b.map(c => {\n  let d = 1\n  return d\n})\n",
  ],
  "a lambda with needless parentheses": ["const a = (b) => b", "const a = b => b\n"],
  "types that need their parentheses": [
    'type A = ((int) => int)[] | (("a" | "b")?) | ((A))',
    'type A = ((int) => int)[] | ("a" | "b")? | A\n',
  ],
  "an extern declaration": [
    'pub extern sink k(a: int, /// b\n): T delivers confirmed exclusive a, b from "./k.ts"',
    'pub extern sink k(\n  a: int, /// b\n): T\n  delivers confirmed\n  exclusive a, b\n  from "./k.ts"\n',
  ],
};

for (const [name, [text, expected]] of Object.entries(layouts)) {
  it(name, () => assert.equal(assertFaithful(text), expected ?? text));
}

it("what is said of batches that fail stands behind the claim", () => {
  const pace =
    "stream s every 1s  overrun   merge maxRate  5 maxRatePerPartition 2*3   backpressure { // one\na -> b }";
  assert.equal(
    assertFaithful(pace),
    "stream s every 1s overrun merge maxRate 5 maxRatePerPartition 2 * 3 backpressure { // one\n  a -> b\n}\n",
  );
  const text = "stream s guarantees g every 1s   retries  3 /* one */ else->dead { // two\na -> b }";
  const result = formatted(text);
  assert.equal(result, "stream s every 1s guarantees g retries 3 /* one */ else -> dead { // two\n  a -> b\n}\n");
});

it("a claim moves behind the interval, with every comment kept", () => {
  const text = "stream s guarantees g /* one */ every /* two */ 1s { // three\na -> b }";
  const result = formatted(text);
  assert.equal(result, "stream s every /* one */ /* two */ 1s guarantees g { // three\n  a -> b\n}\n");
  assert.equal(formatted(result), result);
});

it("a text that does not parse is not laid out", () => {
  const result = format("agent a { source = }");
  assert.ok("diagnostics" in result && result.diagnostics.length > 0);
});
