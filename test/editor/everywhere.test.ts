/** All features at many places of programs that are broken in many ways: none may stumble. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extractions } from "../../editor/server/actions/extract.ts";
import { codeActions, fixAll } from "../../editor/server/actions/fixes.ts";
import { rewrites } from "../../editor/server/actions/rewrite.ts";
import { complete } from "../../editor/server/completion.ts";
import { definition, typeDefinition } from "../../editor/server/definition.ts";
import { documentSymbols } from "../../editor/server/document-symbols.ts";
import { formatting, formattingOfClosed, formattingWithin } from "../../editor/server/formatting.ts";
import { inlayHints } from "../../editor/server/hints/inlay-hints.ts";
import { signatureHelp } from "../../editor/server/hints/signature-help.ts";
import { hover } from "../../editor/server/hover.ts";
import { namedAt, referencesTo } from "../../editor/server/references.ts";
import { semanticTokens } from "../../editor/server/semantic-tokens.ts";
import { codeLenses } from "../../editor/server/structure/code-lenses.ts";
import { documentLinks } from "../../editor/server/structure/document-links.ts";
import { folds } from "../../editor/server/structure/folding.ts";
import { selections } from "../../editor/server/structure/selection.ts";
import { workspaceSymbols } from "../../editor/server/structure/workspace-symbols.ts";
import { scan } from "../../grammar/scan/scan.ts";
import { marked } from "../support/marked.ts";
import { root } from "../support/sluice.ts";

function tryEverything(before: string, after: string): void {
  const { analysis, offset, text } = marked(`${before}┆${after}`);
  for (const at of [offset, offset + 1, Math.max(0, offset - 3)]) {
    hover(analysis, at);
    definition(analysis, at);
    typeDefinition(analysis, at);
    const named = namedAt(analysis, at);
    if (named !== null) referencesTo(analysis, named);
    signatureHelp(analysis, at);
    selections(analysis, at);
    formattingOfClosed(analysis, at);
    complete(analysis, at);
    extractions(analysis, { start: at, end: at + 7 });
    rewrites(analysis, { start: at, end: at });
  }
  codeActions(analysis, { start: 0, end: text.length });
  documentSymbols(analysis.checked.entry);
  fixAll(analysis);
  inlayHints(analysis, { start: 0, end: text.length }, { types: true, guarantees: true });
  workspaceSymbols([analysis.checked.entry], "a");
  documentLinks(analysis.checked.entry);
  codeLenses(analysis.checked.entry);
  folds(analysis.checked.entry);
  semanticTokens(analysis);
  formatting(text);
  formattingWithin(text, { start: offset, end: offset + 100 });
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
