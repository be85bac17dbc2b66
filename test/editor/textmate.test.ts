/** The TextMate grammar in VS Code's own engine, against what the language server says of the same programs. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate, { type IGrammar } from "vscode-textmate";
import { semanticTokens, type TokenKind } from "../../editor/server/semantic-tokens.ts";
import { marked } from "../support/marked.ts";
import { root } from "../support/sluice.ts";

/** Scopes that say the same as a kind of the server. Names are left to the server: a grammar can but guess. */
const sameAs: Partial<Readonly<Record<TokenKind, RegExp>>> = {
  comment: /^comment\./,
  keyword: /^(keyword|storage|constant\.language)\./,
  string: /^string\./,
  number: /^constant\.(numeric|other\.timestamp)|^keyword\.other\.unit/,
  regexp: /^string\.regexp/,
};

let grammar: IGrammar;

before(async () => {
  const require = createRequire(import.meta.url);
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer as ArrayBuffer);
  const path = join(root, "editor/vscode/syntaxes/flow.tmLanguage.json");
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path, "utf8"), path),
  });
  const loaded = await registry.loadGrammar("source.flow");
  assert.ok(loaded !== null);
  grammar = loaded;
});

/** All scopes of each character of the text, by offset. */
function scopesOf(text: string): readonly (readonly string[])[] {
  const scopes: (readonly string[])[] = [];
  let stack = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (let column = 0; column <= line.length; column++) {
      scopes.push(tokens.findLast(({ startIndex }) => startIndex <= column)?.scopes ?? []);
    }
  }
  return scopes;
}

/** Tokens that both speak of, and that they do not agree on. */
function disagreements(source: string): string[] {
  const { analysis, text } = marked(`${source}┆`);
  const scopes = scopesOf(text);
  return semanticTokens(analysis).flatMap(({ start, length, kind }) => {
    const wanted = sameAs[kind];
    const all = scopes[start] ?? [];
    // What is put into a text is no text.
    const found = all.slice(all.findLastIndex((scope) => scope.startsWith("meta.embedded")) + 1);
    const agrees =
      wanted === undefined
        ? !found.some((scope) => /^(comment|string)\./.test(scope))
        : found.some((scope) => wanted.test(scope));
    return agrees ? [] : [`${text.slice(start, start + length)}: ${kind}, not ${found.join(" ")}`];
  });
}

const folders = ["samples", "stdlib"];
for (const folder of folders) {
  for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".flow")) continue;
    it(`colours ${folder}/${name} before the server has answered as the server does`, () => {
      assert.deepEqual(disagreements(readFileSync(join(root, folder, name), "utf8")), []);
    });
  }
}
