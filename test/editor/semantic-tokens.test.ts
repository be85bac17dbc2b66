import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { semanticTokens } from "../../editor/server/semantic-tokens.ts";
import { marked } from "../support/marked.ts";
import { root } from "../support/sluice.ts";

/** `word:kind` of each token; modifiers behind a point. */
function colours(source: string): string {
  const { analysis, text } = marked(`${source}┆`);
  return semanticTokens(analysis)
    .map(
      ({ start, length, kind, modifiers }) => `${text.slice(start, start + length)}:${[kind, ...modifiers].join(".")}`,
    )
    .join(" ");
}

const cases: readonly (readonly [source: string, colours: string])[] = [
  ["const a = 1", "const:keyword a:variable.declaration.readonly 1:number"],
  [
    "agent a { source r = netcat(port: 1) }",
    "agent:keyword a:namespace.declaration source:keyword r:variable.declaration netcat:function.defaultLibrary port:parameter 1:number",
  ],
  // Words are names wherever the language takes them for names.
  [
    "agent source { source channel = netcat(port: 1) channel -> memory() }",
    "agent:keyword source:namespace.declaration source:keyword channel:variable.declaration netcat:function.defaultLibrary port:parameter 1:number channel:variable ->:operator memory:function.defaultLibrary",
  ],
  ["type test = { type: int }", "type:keyword test:type.declaration type:property.declaration int:type.defaultLibrary"],
  [
    "fn f<T>(x: T): bool = x.let else true",
    "fn:keyword f:function.declaration T:typeParameter.declaration x:parameter.declaration T:type.defaultLibrary bool:type.defaultLibrary x:parameter let:property else:keyword true:keyword",
  ],
  [
    'stream s every 1s { lines("a").map(x => x.length) }',
    'stream:keyword s:namespace.declaration every:keyword 1s:number lines:function.defaultLibrary "a":string map:method.defaultLibrary x:parameter.declaration =>:operator x:parameter length:property.defaultLibrary',
  ],
  [
    "agent a guarantees atLeastOnce {}",
    "agent:keyword a:namespace.declaration guarantees:keyword atLeastOnce:enumMember",
  ],
  [
    "/// Doc.\n// note\nconst a = /x/ /* b\nc */",
    "/// Doc.:comment.documentation // note:comment const:keyword a:variable.declaration.readonly /x/:regexp /* b:comment c */:comment",
  ],
  [
    "const a = `x ${1} y\nz`",
    "const:keyword a:variable.declaration.readonly `:string x :string 1:number  y:string z:string `:string",
  ],
];

for (const [source, wanted] of cases) {
  it(`colours ${source.replaceAll("\n", "⏎")}`, () => assert.equal(colours(source), wanted));
}

const samples = readdirSync(join(root, "samples"), { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".flow"),
);
for (const name of samples) {
  it(`leaves no word of ${name} without a colour, and none with two`, () => {
    const { analysis, text } = marked(`${readFileSync(join(root, "samples", name), "utf8")}┆`);
    let covered = 0;
    for (const { start, length } of semanticTokens(analysis)) {
      assert.ok(start >= covered);
      assert.doesNotMatch(text.slice(covered, start), /[\w"'`]/);
      covered = start + length;
    }
    assert.doesNotMatch(text.slice(covered), /\w/);
  });
}
