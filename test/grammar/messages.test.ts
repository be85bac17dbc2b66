import assert from "node:assert/strict";
import { syntaxMessages } from "../../grammar/messages.ts";
import { parseSoundly } from "./invariants.ts";

/**
 * What is wrong, by what is said about it: the code, and the text that is marked, `^` where it is a place between
 * letters. Every code occurs, and each of these texts has no other fault.
 */
const mistakes: readonly (readonly [text: string, ...expected: readonly string[]])[] = [
  ["const a = ^ 1", "FLOW1001 ^"],
  ["const a = \u0007 1", "FLOW1001 \u0007"],
  ['const a = "b', 'FLOW1002 "b'],
  ['const a = "b\\"\nconst c = 1', 'FLOW1002 "b\\"'],
  ["const a = `b", "FLOW1003 `"],
  ["const a = 1 /* b", "FLOW1004 /* b"],
  ["const a = 1 /*/", "FLOW1004 /*/"],
  ["const a = /b\nconst c = 1", "FLOW1005 /b"],
  ["const a = /[b/]\\/", "FLOW1005 /[b/]\\/"],
  ['const a = "b\\qc"', "FLOW1006 \\q"],
  ["const a = `b${c}\\u{110000}`", "FLOW1006 \\u{110000}"],
  ["const a = 5sec", "FLOW1007 sec"],
  ["const a = 0x1F", "FLOW1007 x1F"],
  ["const a = @2026-02-30", "FLOW1008 @2026-02-30"],
  ["const a = @2026-01-01T00:00:00", "FLOW1008 @2026-01-01T00:00:00"],
  ["const a = @today", "FLOW1008 @today"],
  ["const a = b === c", "FLOW1009 ==="],
  ["const a = b !== c", "FLOW1009 !=="],
  ["const a = b ?? c", "FLOW1009 ??"],
  ["const a = b % 2", "FLOW1009 %"],
  ["const a = 'b'", "FLOW1009 'b'"],
  ["const a = 1;", "FLOW1009 ;"],
  ['const a = { "b": 1 }', 'FLOW1009 "b"'],
  ["agent a { b => c }", "FLOW1009 =>"],
  ["# a\nconst a = 1 # isn't read", "FLOW1031 #", "FLOW1031 #"],
  ["const a = # 1", "FLOW1101 ^", "FLOW1031 #"],
  ["const a = 9007199254740993", "FLOW1010 9007199254740993"],
  ['const a = "b\u202ec"', "FLOW1011 \u202e"],
  ["const a = `b\u2066c`", "FLOW1011 \u2066"],
  ["const a = 1 // b\u202ec", "FLOW1011 \u202e"],
  ["/* \u2069 */ const a = 1", "FLOW1011 \u2069"],
  ["const a = 99999999999d", "FLOW1010 99999999999d"],
  ["const a = 9000TiB", "FLOW1010 9000TiB"],

  ["const a =", "FLOW1101 ^"],
  ["const a = b +", "FLOW1101 ^"],
  ["const a = f(b c)", "FLOW1101 c"],
  ["const a = b[]", "FLOW1101 ]"],
  ["const a = ()", "FLOW1101 )"],
  ["const = 1", "FLOW1101 ="],
  ["type A", "FLOW1101 ^"],
  ["type A = { b int }", "FLOW1101 int"],
  ["type A = ()", "FLOW1101 ()"],
  ["fn f(a: int): int { let b = a }", "FLOW1101 }"],
  ["topic a: B kafka()", "FLOW1101 kafka"],
  ["stream a { b -> c }", "FLOW1101 {"],
  ["stream a every { b -> c }", "FLOW1101 {"],
  ["pub", "FLOW1101 ^"],
  ["topic a was : b = c()", "FLOW1101 :"],
  ['fn f(): int {\n  let a was "b" = 1\n  return a\n}', 'FLOW1045 "b"'],
  ['topic a was "b.c": d = e()', 'FLOW1046 "b.c"'],
  ['import { a } "b"', 'FLOW1101 "b"'],
  ["agent a {\n  source b =\n  sink c = d()\n}", "FLOW1101 ^"],
  ["agent a {\n  sink b = c(\n  source d = e()\n  )\n}", "FLOW1101 ^"],
  ["const a = [\nlet b = 1\n]", "FLOW1101 ^"],
  ["const a = match b { source c = 1 }", "FLOW1101 source"],
  ["stream a every 1s {\n  b.\n  b -> c\n}", "FLOW1101 ^"],
  ["const a = f(b: 1, , c: 2)", "FLOW1102 ,"],
  ["1 + 2\nconst a = 1", "FLOW1102 1"],
  ["agent a {}}", "FLOW1102 }"],
  ["fn f(): int { return 1 let a = 2 }", "FLOW1102 let a = 2"],
  ["fn f(a: int): int = { return a }", "FLOW1102 ="],
  ["const a = b[1, 2]", "FLOW1102 2"],
  ['secret a: string = env("B")', "FLOW1102 string"],
  ['pub import { a } from "b"', "FLOW1102 pub"],
  ["const a = (b", "FLOW1103 ("],
  ["agent a {\n  b -> c\n\nagent d {}", "FLOW1103 {"],
  ["agent a {\n  source b = c(d: 1\n  sink e = f()\n}", "FLOW1103 ("],
  ["const a = [b}\nconst c = 1", "FLOW1103 [", "FLOW1102 }"],
  ["agnet a {\n  b -> c\n}\nconst d = 1", "FLOW1104 agnet"],
  ["function f() = 1\nconst d = 1", "FLOW1104 function"],
  ["agent a {\n  sorce b = c()\n  b -> d\n}", "FLOW1104 sorce"],
  ["stream a every 1s {\n  lte b = c\n  b -> d\n}", "FLOW1104 lte"],
  ['test "a" {\n  give b = c\n  expect b == c\n}', "FLOW1104 give"],
  ["extern sorce a()", "FLOW1104 sorce"],
  ["agent a {\n  b\n  c -> d\n}", "FLOW1105 b"],
  ["agent a {\n  b c d\n}", "FLOW1105 b"],
  ["const a = match b { c => 1, else => 2 }", "FLOW1106 c"],
  ["agent a { b -> route c { d.e => f } }", "FLOW1106 d.e"],
  ['test "a" { expect b }', "FLOW1107 b"],
  ['test "a" { expect b == c && d }', "FLOW1107 b == c && d"],
  ["type A = { b?: int }", "FLOW1108 ?"],
  ["const null = 1", "FLOW1109 null"],
  ["agent a { source true = b() }", "FLOW1109 true"],
  ["agent a { source else = b() }", "FLOW1111 else"],
  ["const else = 1", "FLOW1111 else"],
  ["fn f(a: int, else: int) = a", "FLOW1111 else"],
  ["const a = [else]", "FLOW1102 else"],
  ["agent a { else -> b }", "FLOW1102 else"],
  ["agent a { b -> c else fail }", "FLOW1112 else fail"],
  ["agent a { b -> c else d }", "FLOW1112 else d"],
  ["agent a { b -> c else }", "FLOW1101 }"],
  ["agent a { b -> [c, d] else -> e }", "FLOW1112 else -> e"],
  ["agent a { b -> route c { else => drop else drop } }", "FLOW1112 else drop"],
  ["agent a { b -> c else -> d else -> e }", "FLOW1102 else"],
  [`const a = ${"(".repeat(300)}`, "FLOW1110 ("],
  ["stream a every b else 0 { c -> d }", "FLOW1120 else 0"],
  ["stream a every b else fail { c -> d }", "FLOW1120 else fail"],
];

for (const [text, ...expected] of mistakes) {
  it(JSON.stringify(text.slice(0, 80)), () => {
    const found = parseSoundly(text).diagnostics.map(
      ({ code, span }) => `${code} ${span.start === span.end ? "^" : text.slice(span.start, span.end)}`,
    );
    assert.deepEqual(found, expected);
  });
}

it("every code of the registry is tried here", () => {
  const tried = new Set(mistakes.flatMap(([, ...expected]) => expected.map((each) => each.slice(0, 8))));
  assert.deepEqual([...tried].sort(), Object.keys(syntaxMessages.table).sort());
});

const suggestions: Readonly<Record<string, string>> = {
  "agnet a {}": "did you mean `agent`?",
  "let a = 1": "did you mean `const`?",
  "const a = 5mins": "",
  "const a = 5kb": "did you mean `5KB`?",
  "agent a { soruce b = c() }": "did you mean `source`?",
  "export fn a() = 1": "did you mean `pub`?",
};

for (const [text, suggestion] of Object.entries(suggestions)) {
  it(`${JSON.stringify(text)} is answered with ${JSON.stringify(suggestion)}`, () => {
    const message = parseSoundly(text).diagnostics[0]?.message ?? "";
    assert.equal(/did you mean .*$/.exec(message)?.[0] ?? "", suggestion, message);
  });
}

const fixes: Readonly<Record<string, string>> = {
  "const a = b === c": "const a = b == c",
  "const a = b ?? c": "const a = b else c",
  "const a = 'it\\'s \"b\"'": 'const a = "it\'s \\"b\\""',
  "const a = 1;": "const a = 1",
  "const a = 1;const b = 2": "const a = 1 const b = 2",
  'const a = { "b": 1 }': "const a = { b: 1 }",
  "agent a { b => c }": "agent a { b -> c }",
};

for (const [text, mended] of Object.entries(fixes)) {
  it(`${JSON.stringify(text)} is mended`, () => {
    const edits = parseSoundly(text).diagnostics.flatMap((found) => found.fixes?.[0]?.edits ?? []);
    const result = edits.reduceRight(
      (so, { span, text: by }) => so.slice(0, span.start) + by + so.slice(span.end),
      text,
    );
    assert.equal(result, mended);
    assert.deepEqual(parseSoundly(result).diagnostics, []);
  });
}
