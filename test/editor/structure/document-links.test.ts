import assert from "node:assert/strict";
import { documentLinks } from "../../../editor/server/structure/document-links.ts";
import { marked } from "../../support/marked.ts";

it("links imports and TypeScript to their files, and packages to nothing", () => {
  const source = [
    'import { a } from "./lib/a.flow"',
    'extern fn string.b(): string from "../b.ts"',
    'extern fn string.c(): string from "package"',
  ].join("\n");
  const { analysis, text } = marked(`┆${source}`);
  assert.deepEqual(
    documentLinks(analysis.checked.entry).map(({ span, file }) => [text.slice(span.start, span.end), file]),
    [
      ['"./lib/a.flow"', "/lib/a.flow"],
      ['"../b.ts"', "/b.ts"],
    ],
  );
});
