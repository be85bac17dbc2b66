import assert from "node:assert/strict";
import { languageConfiguration, textMateGrammar } from "../../grammar/highlight.ts";
import { type LexicalKind, lex } from "../../grammar/lex.ts";
import { programs } from "./invariants.ts";
import { scopesOf } from "./text-mate.ts";

const grammar = textMateGrammar();

const SCOPES: Readonly<Record<LexicalKind, RegExp>> = {
  comment: /^comment\.(line\.double|block)/,
  doc: /^comment\.line\.documentation/,
  keyword: /^(keyword|storage)\.(?!operator\.(arrow|flow))/,
  value: /^constant\.language/,
  number: /^constant\.numeric/,
  string: /^(string\.(?!regexp)|constant\.character)/,
  regex: /^string\.regexp/,
  timestamp: /^constant\.other\.timestamp/,
  operator: /^keyword\.operator/,
  punctuation: /^punctuation/,
  name: /^(variable|entity|support)/,
  type: /^(variable|entity|support)/,
  property: /^(variable|entity|support)/,
};

/** Fails where the colours of the TextMate grammar differ from what the parser says. */
function assertAgreement(text: string): void {
  const scopes = scopesOf(grammar, text);
  for (const { span, kind } of lex(text)) {
    const where = `${kind} in ${JSON.stringify(text.slice(Math.max(0, span.start - 30), span.end + 20))}`;
    assert.match(String(scopes[span.start]), SCOPES[kind], `${where}: \`${text.slice(span.start, span.end)}\``);
  }
}

for (const [name, text] of programs) {
  it(`${name} has the colours that the parser gives it`, () => assertAgreement(text));
}

const contextual: Readonly<Record<string, string>> = {
  "words as names of options and fields": "const a = f(test: 1, source: 2, from: 3, else: 4, topic: b.from(c).source)",
  "a regular expression and a division": "const a = b / c / d\nconst e = /b \\/ c/g\nfn f(a: int): float! = a / 2",
  "nested templates": "const a = `x ${b.map(c => `y ${{ d: c }.d} z`)} w` + 1",
  units: "const a = f(1_000, 15s, 64KiB, 1.5e3, @2026-01-01)",
};

for (const [name, text] of Object.entries(contextual)) {
  it(`${name}: the colours agree`, () => assertAgreement(text));
}

it("words are keywords only where the grammar takes them for such", () => {
  const text = "agent source { source sink = channel(topic: match) }";
  const kinds = lex(text).map(({ span, kind }) => `${text.slice(span.start, span.end)} ${kind}`);
  assert.deepEqual(
    kinds.filter((each) => /^\w/.test(each)),
    ["agent keyword", "source name", "source keyword", "sink name", "channel name", "topic property", "match name"],
  );
});

it("a text that does not parse has colours too", () => {
  assert.deepEqual(lex("^ a else // b"), [
    { span: { start: 2, end: 3 }, kind: "name" },
    { span: { start: 4, end: 8 }, kind: "keyword" },
    { span: { start: 9, end: 13 }, kind: "comment" },
  ]);
});

it("the configuration of the language is plain data", () => {
  assert.deepEqual(JSON.parse(JSON.stringify(languageConfiguration())), languageConfiguration());
  assert.deepEqual(JSON.parse(JSON.stringify(grammar)), grammar);
});
