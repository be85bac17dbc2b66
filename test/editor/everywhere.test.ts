/** All features at many places of programs that are broken in many ways: none may stumble. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeActions } from "../../editor/server/code-actions.ts";
import { complete } from "../../editor/server/completion.ts";
import { definition } from "../../editor/server/definition.ts";
import { documentSymbols } from "../../editor/server/document-symbols.ts";
import { formatting } from "../../editor/server/formatting.ts";
import { hover } from "../../editor/server/hover.ts";
import { references } from "../../editor/server/references.ts";
import { semanticTokens } from "../../editor/server/semantic-tokens.ts";
import { scan } from "../../grammar/scan.ts";
import { marked } from "../support/marked.ts";
import { root } from "../support/sluice.ts";

function tryEverything(before: string, after: string): void {
  const { analysis, offset, text } = marked(`${before}┆${after}`);
  for (const at of [offset, offset + 1, Math.max(0, offset - 3)]) {
    hover(analysis, at);
    definition(analysis, at);
    references(analysis, at);
    complete(analysis, at);
  }
  codeActions(analysis, { start: 0, end: text.length });
  documentSymbols(analysis.checked.entry);
  semanticTokens(analysis);
  formatting(text);
}

/** Every so many tokens; the samples together have about a thousand. */
const STEP = 15;

for (const name of readdirSync(join(root, "samples"), { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".flow")) continue;
  const text = readFileSync(join(root, "samples", name), "utf8");
  const places = scan(text).tokens.filter((_, index) => index % STEP === 0);

  it(`works anywhere in ${name} where a word is missing`, () => {
    for (const { startOffset, image } of places) {
      tryEverything(text.slice(0, startOffset), text.slice(startOffset + image.length));
    }
  });

  it(`works anywhere in ${name} where the text ends`, () => {
    for (const { startOffset } of places) tryEverything(text.slice(0, startOffset), "");
  });

  it(`works anywhere in ${name} where a word is half typed`, () => {
    for (const { startOffset, image } of places) {
      const half = startOffset + Math.ceil(image.length / 2);
      tryEverything(text.slice(0, half), text.slice(startOffset + image.length));
    }
  });
}
