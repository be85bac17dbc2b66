import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createCache } from "../../compiler/compile.ts";
import { format } from "../../grammar/format.ts";
import { type ExecutedPage, filesOf, framesOf, type PageBlock, readPages } from "../support/executed-page.ts";
import { root, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** Folders and pages of `docs/` that are executed. */
const EXECUTED = [
  "docs/language",
  "docs/recipes",
  "docs/from-spark.md",
  "docs/from-kafka-tools.md",
  "docs/language-on-one-page.md",
];

/**
 * The guide is executed: each program compiles, in the one layout; a program marked `error` gets the frames that stand
 * below it; commands print what stands below them; and all `test` blocks pass. `UPDATE=1` writes layouts, frames and
 * output into the pages: read the difference before committing it.
 */
describe("the guide", function () {
  this.timeout(120_000);
  const folder = tempFolders();
  const cache = createCache();
  const pages = EXECUTED.flatMap(readPages);
  const update = Boolean(process.env["UPDATE"]);

  for (const page of pages) {
    it(page.path, async () => {
      const files = filesOf(page);
      const edits: { readonly block: PageBlock; readonly text: string }[] = [];
      const cwd = folder();
      for (const [name, text] of files) writeFileSync(join(cwd, name), text);
      for (const [index, block] of page.blocks.entries()) {
        const shown = page.blocks[index + 1];
        const expect = (actual: string) => {
          assert.ok(shown?.kind === "text", `nothing says what comes of\n${block.text}`);
          if (update) edits.push({ block: shown, text: actual });
          else assert.equal(actual, shown.text);
        };
        if (block.kind === "flow" && block.rest === "error") {
          const frames = framesOf(new Map([...files, ["wrong.flow", block.text]]), "wrong.flow", cache);
          assert.notEqual(frames, "", `this is not wrong:\n${block.text}`);
          expect(frames.replace(/ +$/gm, ""));
        } else if (block.kind === "flow") {
          const name = block.rest === "" ? `${index + 1}.flow` : block.rest;
          assert.equal(framesOf(files, name, cache), "", block.text);
          const laidOut = format(block.text);
          assert.ok("text" in laidOut);
          if (update) edits.push({ block, text: laidOut.text });
          else assert.equal(block.text, laidOut.text);
        } else if (block.kind === "sh" && block.text.startsWith("$ sluice ")) {
          const [, ...args] = words(block.text.slice(2).trim());
          const { stdout, stderr } = await sluice(args, { cwd });
          expect(stdout + stderr);
        }
      }
      if (update) writeFileSync(join(root, page.path), edited(page, edits));
    });
  }

  it("passes its tests", async () => {
    const cwd = folder();
    const names = pages.flatMap((page) =>
      [...filesOf(page)].map(([name, text]) => {
        const file = `${page.path.replaceAll("/", "-")}-${name}`;
        if (!/^test "/m.test(text) || /^(import|extern) /m.test(text)) return [];
        writeFileSync(join(cwd, file), text);
        return [file];
      }),
    );
    const { status, stdout, stderr } = await sluice(["test", ...names.flat()], { cwd });
    assert.equal(status, 0, stdout + stderr);
  });

  it("links to files that are there", () => {
    for (const { path, text } of pages) {
      for (const [, link = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        assert.ok(existsSync(join(root, dirname(path), link)), `${path}: ${link}`);
      }
    }
  });
});

/** The words of a command; those between quotes are one. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

function edited(page: ExecutedPage, edits: readonly { readonly block: PageBlock; readonly text: string }[]): string {
  let text = page.text;
  for (const { block, text: inner } of [...edits].sort((a, b) => b.block.start - a.block.start)) {
    text = text.slice(0, block.start) + inner + text.slice(block.start + block.text.length);
  }
  return text;
}

describe("docs/language-on-one-page.md", () => {
  it("fits into 8,000 tokens, of which one has three characters or more", () => {
    const [page] = readPages("docs/language-on-one-page.md");
    assert.ok((page?.text.length ?? 0) < 8000 * 3);
  });
});
