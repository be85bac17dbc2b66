import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/sluice.ts";

/** The table of contents of `docs/design.md`: one row a section, in order, with the days of its decisions. */
describe("docs/design.md", () => {
  const page = readFileSync(join(root, "docs/design.md"), "utf8");
  const rows = [...page.matchAll(/^\| (\[.*\]\(.*\)) \| (\S+) \| (\S+) \|$/gm)];

  it("lists its sections", () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
    assert.ok(headings.length > 20);
    assert.deepEqual(
      rows.map(([, link]) => link),
      headings.map((heading) => `[${heading}](#${anchorOf(heading)})`),
    );
  });

  it("dates them", () => {
    for (const [row, , first = "", last = ""] of rows) {
      for (const date of [first, last]) {
        assert.match(date, /^\d{4}-\d\d-\d\d$/, row);
        assert.equal(new Date(date).toISOString().slice(0, 10), date, row);
      }
      assert.ok(first <= last, row);
    }
  });
});

/** What a heading is called in links, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}
