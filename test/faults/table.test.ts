import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";

/** A row whose last cell names tests: `test/x.test.ts`: "a title"; several are separated by `;`. */
const ROW = /^\| (?<entry>[a-z]+ \d+) \| [^|]+ \| (?<tests>[^|]+) \|$/gm;
const TEST = /`(?<file>test\/[^`]+)`(?:: "(?<title>[^"]+)")?/g;

describe("the table of faults", () => {
  const text = readFileSync("test/faults/README.md", "utf8");

  for (const { groups } of text.matchAll(ROW)) {
    const { entry, tests } = groups as { entry: string; tests: string };
    if (tests === "open") continue;
    it(`names tests that exist for ${entry}`, () => {
      const named = [...tests.matchAll(TEST)];
      assert.notEqual(named.length, 0, `${entry} names no test: ${tests}`);
      for (const { groups: test } of named) {
        const source = readFileSync(test!["file"]!, "utf8");
        if (test!["title"] !== undefined)
          assert.ok(source.includes(test!["title"]), `${test!["file"]} has no test "${test!["title"]}"`);
      }
    });
  }
});
