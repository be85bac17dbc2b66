import assert from "node:assert/strict";
import type { Node } from "../../grammar/ast.ts";
import { FlowParser } from "../../grammar/parser/parser.ts";
import { children } from "../../grammar/walk.ts";
import { parseSoundly } from "./invariants.ts";

/** A tree in short: kinds without their endings, what is written in them, and their children. */
function show(node: Node): string {
  const own = Object.entries(node)
    .filter(([key, value]) => !["kind", "span", "operatorSpan"].includes(key) && isShown(value))
    .map(([key, value]) => (value === true ? key : String(value)));
  const below = children(node).map(show);
  const kind = node.kind.replace(/(Expr|Literal|Decl|Stmt|Type)$/, "");
  const short = kind === "Name" || kind === "Named" ? "" : kind;
  const words = [short, ...own, ...below].filter((word) => word !== "");
  return words.length === 1 ? (words[0] ?? "") : `(${words.join(" ")})`;
}

function isShown(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || value === true;
}

function only(text: string): Node {
  const { tree, diagnostics } = parseSoundly(text);
  assert.deepEqual(diagnostics, [], text);
  assert.equal(tree.declarations.length, 1, text);
  return tree.declarations[0] as Node;
}

function showExpression(text: string): string {
  const declaration = only(`const x = ${text}`);
  assert.ok(declaration.kind === "ConstDecl");
  return show(declaration.value);
}

function showType(text: string): string {
  const declaration = only(`type X = ${text}`);
  assert.ok(declaration.kind === "TypeDecl");
  return show(declaration.type);
}

const expressions: Readonly<Record<string, string>> = {
  "a || b && c": "(Binary || a (Binary && b c))",
  "a && b == c": "(Binary && a (Binary == b c))",
  "a == b < c": "(Binary == a (Binary < b c))",
  "a < b + c": "(Binary < a (Binary + b c))",
  "a + b * c - d": "(Binary - (Binary + a (Binary * b c)) d)",
  "a div b mod c / d": "(Binary / (Binary mod (Binary div a b) c) d)",
  "-a * !b": "(Binary * (Unary - a) (Unary ! b))",
  "-a.b": "(Unary - (Member a b))",
  "!try a.b()": "(Unary ! (Try (Call (Member a b))))",
  "try a.b() else c": "(Else (Try (Call (Member a b))) (ElseValue c))",
  "try a + b": "(Binary + (Try a) b)",
  "a else b else c": "(Else (Else a (ElseValue b)) (ElseValue c))",
  "a else drop": "(Else a ElseDrop)",
  "a else fail": "(Else a ElseFail)",
  "a else -> b.c": "(Else a (ElseReject (Member b c)))",
  "a else b ? c : d": "(Else a (ElseValue (Conditional b c d)))",
  "a ? b : c ? d : e": "(Conditional a b (Conditional c d e))",
  "a ? b else c : d else e": "(Else (Conditional a (Else b (ElseValue c)) d) (ElseValue e))",
  "a => b else c": "(Lambda (Parameter a) (Else b (ElseValue c)))",
  "f(a => g(a) else -> b, c)":
    "(Call f (Argument (Lambda (Parameter a) (Else (Call g (Argument a)) (ElseReject b)))) (Argument c))",
  "(a, b: int = 1) => (a, b)": "(Lambda (Parameter a) (Parameter b int (Number 1 1)) (Tuple a b))",
  "() => 1": "(Lambda (Number 1 1))",
  "a => {}": "(Lambda (Parameter a) Record)",
  "a => { let: 1 }": "(Lambda (Parameter a) (Record (RecordField let (Number 1 1))))",
  "a => { return }": "(Lambda (Parameter a) (Record (RecordField shorthand return return)))",
  "a => { return a }": "(Lambda (Parameter a) (Block a))",
  "a => { let b = a return b }": "(Lambda (Parameter a) (Block (Let b a) b))",
  "{ a: 1, b, ...c, d: e else f, }":
    "(Record (RecordField a (Number 1 1)) (RecordField shorthand b b) (Spread c) (RecordField d (Else e (ElseValue f))))",
  "[a, ...b]": "(Array a (Spread b))",
  "(a)": "(Paren a)",
  "f(a, b: c, ...d,)": "(Call f (Argument a) (Argument b c) (Argument spread d))",
  "f<Map<a, b[]>>(c)": "(Call f (Map a (Array b)) (Argument c))",
  "a < b": "(Binary < a b)",
  "f(a < b, c > d)": "(Call f (Argument (Binary < a b)) (Argument (Binary > c d)))",
  "a?.b[c]": "(Index (Member optional a b) c)",
  'match a { 1, -2 => b, "c" => d, else => e }':
    '(Match a (MatchCase (Number 1 1) (Unary - (Number 2 2)) b) (MatchCase (String c "c") d) (MatchCase e))',
  "`a${b}${c}\\n`": "(Template b c)",
  "/a[/]b/gi": "(Regex a[/]b gi)",
  "a.match / b?.else / c": "(Binary / (Binary / (Member a match) (Member optional b else)) c)",
  "a / b / c": "(Binary / (Binary / a b) c)",
  "(a) / b": "(Binary / (Paren a) b)",
  "a else /b/": "(Else a (ElseValue (Regex b)))",
  "1_000": "(Number 1000 1_000)",
  "1.5e3": "(Number 1500 float 1.5e3)",
  "1e3": "(Number 1000 float 1e3)",
  "1.toString()": "(Call (Member (Number 1 1) toString))",
  "500ms": "(Duration 500 500ms)",
  "1.5h": "(Duration 5400000 1.5h)",
  "7d": "(Duration 604800000 7d)",
  "512B": "(Size 512 512B)",
  "64KiB": "(Size 65536 64KiB)",
  "2GB": "(Size 2000000000 2GB)",
  "@2026-01-01T00:00:00Z": "(Timestamp 1767225600000 @2026-01-01T00:00:00Z)",
  "@2026-01-01T00:00:00.5+01:00": "(Timestamp 1767222000500 @2026-01-01T00:00:00.5+01:00)",
  "@2026-01-01T00:00:00Z.format(a)":
    "(Call (Member (Timestamp 1767225600000 @2026-01-01T00:00:00Z) format) (Argument a))",
  "a ? @2026-01-01: b": "(Conditional a (Timestamp 1767225600000 @2026-01-01) b)",
  "a ? @2026-01-01 : b": "(Conditional a (Timestamp 1767225600000 @2026-01-01) b)",
  true: "(Bool value)",
  null: "Null",
};

describe("expressions", () => {
  for (const [text, expected] of Object.entries(expressions)) {
    it(text, () => assert.equal(showExpression(text), expected));
  }
});

const words: Readonly<Record<string, string>> = {
  "a.from(b).else.match": "(Member (Member (Call (Member a from) (Argument b)) else) match)",
  "f(test: 1, match: match, try: try, source: source)":
    "(Call f (Argument test (Number 1 1)) (Argument match match) (Argument try try) (Argument source source))",
  "{ null: 1, else: 2, drop, div: mod }":
    "(Record (RecordField null (Number 1 1)) (RecordField else (Number 2 2)) (RecordField shorthand drop drop) (RecordField div mod))",
  "topic + agent * let": "(Binary + topic (Binary * agent let))",
  "every => every": "(Lambda (Parameter every) every)",
  "mod mod div": "(Binary mod mod div)",
  "fail(drop(1))": "(Call fail (Argument (Call drop (Argument (Number 1 1)))))",
};

describe("words of the language as names", () => {
  for (const [text, expected] of Object.entries(words)) {
    it(text, () => assert.equal(showExpression(text), expected));
  }

  it("of components, lets and functions", () => {
    assert.equal(
      show(only("agent agent { source channel = sink() sink source = k() channel -> source -> let? }")),
      "(Agent agent (Component source channel (Call sink)) (Component sink source (Call k)) " +
        "(Wire channel (Target source) (Target optional let)))",
    );
    assert.equal(
      show(only("agent a { channel sink = c() source\n  .m() -> sink\nsink\n  -> let }")),
      "(Agent a (Component channel sink (Call c)) (Wire (Call (Member source m)) (Target sink)) " +
        "(Wire sink (Target let)))",
    );
    assert.equal(
      show(only("stream every every 1s { let let = stream let -> match }")),
      "(Stream every (Duration 1000 1s) (Let let stream) (Wire let (Target match)))",
    );
    assert.equal(
      show(parseSoundly("const a = pub\nconst pub = 1").tree),
      "(SourceFile (Const a pub) (Const pub (Number 1 1)))",
    );
    assert.equal(
      show(only("stream s guarantees every every 1s { a -> b }")),
      "(Stream s every (Duration 1000 1s) (Wire a (Target b)))",
    );
    assert.equal(show(only("fn fn(type: int): topic = type")), "(Fn fn (Parameter type int) topic type)");
  });
});

const types: Readonly<Record<string, string>> = {
  "int[]?!": "(Fallible (Nullable (Array int)))",
  "Map<string, Pair<A, B>>": "(Map string (Pair A B))",
  "(A, B)": "(Tuple A B)",
  "(A)": "A",
  "(A) => B": "(Function (FunctionTypeParam A) B)",
  "(a: A, B) => () => C": "(Function (FunctionTypeParam a A) (FunctionTypeParam B) (Function C))",
  "((A) => B)[]": "(Array (Function (FunctionTypeParam A) B))",
  "{ pii a: A, pii: B, pii pii: C }": "(Record (Field pii a A) (Field pii B) (Field pii pii C))",
  "{ a: A b: B, c: C }": "(Record (Field a A) (Field b B) (Field c C))",
  '"a" | -1 | null | B': '(Union (Literal a "a") (Literal -1 -1) (Literal null) B)',
  '| "a"': '(Union (Literal a "a"))',
};

describe("types", () => {
  for (const [text, expected] of Object.entries(types)) {
    it(text, () => assert.equal(showType(text), expected));
  }
});

const declarations: Readonly<Record<string, string>> = {
  'import { a, b } from "./c.flow"': '(Import a b (String ./c.flow "./c.flow"))',
  "pub type A<B> = B": "(Type pub A B B)",
  "param a: int": "(Param a int)",
  'secret a = env("B")': '(Secret a (Call env (Argument (String B "B"))))',
  "fn f<T>(a: T) { let b = a return b }": "(Fn f T (Parameter a T) (Block (Let b a) b))",
  "topic a: B = kafka()": "(Topic a B (Call kafka))",
  "agent a guarantees b {}": "(Agent a b)",
  "agent a { [b].c -> d }": "(Agent a (Wire (Member (Array b) c) (Target d)))",
  "agent a { r -> [b, [c, d?]] }": "(Agent a (Wire r (FanOut (Target b) (FanOut (Target c) (Target optional d)))))",
  'agent a { r -> route e => e.b { "c", "d" => [f, g], else => drop } }':
    '(Agent a (Wire r (Route (Lambda (Parameter e) (Member e b)) (RouteCase (String c "c") (String d "d") ' +
    "(FanOut (Target f) (Target g))) (RouteCase DropTarget))))",
  "agent a { r -> c1? k -> l }": "(Agent a (Wire r (Target optional c1)) (Wire k (Target l)))",
  "agent a { c -> k else -> dead c -> l else drop d -> m }":
    "(Agent a (Wire c (Target k (ElseReject dead))) (Wire c (Target l ElseDrop)) (Wire d (Target m)))",
  "stream a every b { c -> [d() else -> e(), f] }":
    "(Stream a b (Wire c (FanOut (Target (Call d) (ElseReject (Call e))) (Target f))))",
  "agent a { r -> route b { 1 => e else drop, else => f } }":
    "(Agent a (Wire r (Route b (RouteCase (Number 1 1) (Target e ElseDrop)) (RouteCase (Target f)))))",
  "agent a { b.toInt() else -> c -> d }": "(Agent a (Wire (Else (Call (Member b toInt)) (ElseReject c)) (Target d)))",
  "stream a every b guarantees c { let d: E = f d.g() -> h() }":
    "(Stream a b c (Let d E f) (Wire (Call (Member d g)) (Target (Call h))))",
  "stream a every b guarantees c retries 2 else -> d { e -> f() }":
    "(Stream a b c (Number 2 2) (ElseReject d) (Wire e (Target (Call f))))",
  "stream a every b else drop { e -> f() }": "(Stream a b ElseDrop (Wire e (Target (Call f))))",
  "stream a every b overrun merge maxRate 5 maxRatePerPartition c backpressure retries 2 { e -> f() }":
    "(Stream a b merge (Number 5 5) c (Number 2 2) (Wire e (Target (Call f))))",
  "stream overrun every overrun overrun overrun maxRate maxRate backpressure { backpressure -> maxRate }":
    "(Stream overrun overrun overrun maxRate (Wire backpressure (Target maxRate)))",
  "stream retries every retries retries retries else -> retries { retries -> retries }":
    "(Stream retries retries retries (ElseReject retries) (Wire retries (Target retries)))",
  'test "a" { given b = [c] advance 5m let d = e expect f.g == h expect i contains j expect k fails expect l fails "m" }':
    '(Test a (Given b (Array c)) (Advance (Duration 300000 5m)) (Let d e) (Expect == (Member f g) h) (Expect contains i j) (ExpectFailure k) (ExpectFailure l (String m "m")))',
  "extern field string.length: int": "(Extern field string length int)",
  "extern fn T?.or<T>(b: T): T": "(Extern fn (Nullable T) or T (Parameter b T) T)",
  "extern operator D<(K, V)>.a<K, V>(m: (V, V) => V): D<(K, V)>":
    "(Extern operator (D (Tuple K V)) a K V (Parameter m (Function (FunctionTypeParam V) (FunctionTypeParam V) V)) (D (Tuple K V)))",
  'extern sink a(positional b: int = 1, positional: int): T adds c, d needs e for f, g unless h, i stateful from "./j.ts"':
    "(Extern sink a (Parameter positional b int (Number 1 1)) (Parameter positional int) T (Clause adds c d) " +
    '(Clause needs e f g h i) (Clause stateful) (String ./j.ts "./j.ts"))',
  "extern source a() requires b <= c, d > 0 batches e whatever f":
    "(Extern source a (Clause requires (Binary <= b c) (Binary > d (Number 0 0))) (Clause batches e) (Clause whatever f))",
};

describe("declarations", () => {
  for (const [text, expected] of Object.entries(declarations)) {
    it(text, () => assert.equal(show(only(text)), expected));
  }
});

it("clauses end where the next declaration begins", () => {
  for (const next of [
    "pub type A = B",
    "topic a: B = c",
    'test "a" {}',
    "fn f() = 1",
    "extern sink b()",
    "const topic = 1",
  ]) {
    const { tree, diagnostics } = parseSoundly(`extern sink a() exclusive topic, test ${next}`);
    assert.deepEqual(diagnostics, []);
    assert.equal(tree.declarations.length, 2, next);
  }
});

it("docs belong to what follows them, other comments stand beside the tree", () => {
  const text =
    "// one\n/// a\n///  b\n///\n/// c\npub type A = {\n  /// d\n  b: int /// three\n  // four\n}\n\n/// five\n\n// six\nconst c = 1\n/// seven\n";
  const { tree, comments } = parseSoundly(text);
  const [first, second] = tree.declarations;
  assert.ok(first?.kind === "TypeDecl" && first.type.kind === "RecordType" && second?.kind === "ConstDecl");
  assert.deepEqual(first.doc, ["a", " b", "", "c"]);
  assert.deepEqual(first.type.fields[0]?.doc, ["d"]);
  assert.deepEqual(second.doc, []);
  assert.deepEqual(
    comments.map((comment) => comment.text),
    ["// one", "/// three", "// four", "/// five", "// six", "/// seven"],
  );
});

it("the strings of a template are read with their escapes", () => {
  const declaration = only("const a = `\\t${b}\r\n\\u0041\\u{1F600}\\x41\\`\\${`");
  assert.ok(declaration.kind === "ConstDecl" && declaration.value.kind === "TemplateLiteral");
  assert.deepEqual(declaration.value.texts, ["\t", "\nA😀A`${"]);
  assert.equal(declaration.value.raws[0], "\\t");
});

it("a template may begin with any character", () => {
  for (const text of ["日本", "\u0100", "\uFEFF", "\uFFFF", "😀"]) {
    const declaration = only(`const a = \`${text}\${b}${text}\``);
    assert.ok(declaration.kind === "ConstDecl" && declaration.value.kind === "TemplateLiteral");
    assert.deepEqual(declaration.value.texts, [text, text]);
  }
});

it("the file's path is handed on to the diagnostics", () => {
  assert.equal(parseSoundly("?").diagnostics[0]?.file, "test.flow");
});

it("the grammar has none of the faults that Chevrotain knows", () => {
  assert.doesNotThrow(() => new FlowParser(false));
});
