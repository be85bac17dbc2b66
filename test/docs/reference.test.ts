/** The pages are written by `npm run generate`, whose `--check` keeps them fresh; here is what they must be. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "../../grammar/parse.ts";
import { root } from "../support/sluice.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const index = read("docs/reference/README.md");

describe("docs/reference", () => {
  it("has a heading and a line of the index for everything that the standard library declares", () => {
    const names = readdirSync(join(root, "stdlib"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".flow"))
      .flatMap((name) => {
        const { tree } = parse(read(`stdlib/${name}`), name);
        const folder = name.split(/[\\/]/)[0] ?? "";
        return tree.declarations.flatMap((decl) =>
          decl.kind !== "ImportDecl" && decl.pub ? [{ folder, name: decl.name.text }] : [],
        );
      });
    assert.ok(names.length > 100);
    for (const { folder, name } of names) {
      assert.match(read(`docs/reference/${folder}.md`), new RegExp(`^## \`(.*\\.)?${name}\`$`, "m"), name);
      assert.match(index, new RegExp(`^\\| \\[\`(.*\\.)?${name}\`\\]\\(${folder}\\.md#`, "m"), name);
    }
  });

  it("has functions by subject, and what a subject begins with first", () => {
    const sectionOf = (title: string) => index.split(`\n### ${title}\n`)[1]?.split("\n##")[0] ?? "";
    const names = (title: string) => [...sectionOf(title).matchAll(/^\| \[`(.*?)`\]/gm)].map(([, name]) => name);
    assert.equal(names("Arrays")[0], "T[].length");
    assert.ok(names("Arrays").includes("T[].groupBy"));
    assert.ok(names("Times, calendars and zones").includes("timestamp.startOf"));
    assert.ok(names("Text and regular expressions").every((name) => name?.startsWith("string.")));
  });

  it("has an index whose links lead somewhere", () => {
    for (const [, page = "", anchor = ""] of index.matchAll(/\]\(([\w-]+\.md)#([^)]+)\)/g)) {
      const headings = read(`docs/reference/${page}`).match(/^## .*$/gm) ?? [];
      // A heading's anchor has its letters and digits, in small.
      const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
      const found = headings.some((heading) => letters(heading) === letters(anchor.replace(/-\d+$/, "")));
      assert.ok(found, `${page}#${anchor}`);
    }
  });

  it("has no cell that a bar tears apart", () => {
    for (const page of readdirSync(join(root, "docs/reference"))) {
      let width = 0;
      for (const line of read(`docs/reference/${page}`).split("\n")) {
        if (!line.startsWith("|")) {
          width = 0;
          continue;
        }
        const cells = line.split(/(?<!\\)\|/).length;
        if (width !== 0) assert.equal(cells, width, `${page}: ${line}`);
        width = cells;
      }
    }
  });
});
