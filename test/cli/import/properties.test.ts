import assert from "node:assert/strict";
import { readProperties } from "../../../cli/import/flume/read/properties.ts";

describe("a Java properties file", () => {
  const read = (text: string) => readProperties(Buffer.from(text, "latin1"), "f");
  const pairs = (text: string) => read(text).entries.map(({ key, value }) => [key, value]);

  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    [
      "divides at the first =, : or blank",
      "a=1=2\nb:3:4\nc 5 6\nd\t=\t7\ne : 8",
      { a: "1=2", b: "3:4", c: "5 6", d: "7", e: "8" },
    ],
    ["takes escaped separators into the key", "a\\ b\\=c\\:d=1", { "a b=c:d": "1" }],
    ["ends lines at CR, LF and both", "a=1\rb=2\r\nc=3\n", { a: "1", b: "2", c: "3" }],
    ["continues lines after an odd number of backslashes", "a=1\\\n   2\\\\\nb=3", { a: "12\\", b: "3" }],
    ["continues over an empty line", "a=1\\\n\nb=2", { a: "1", b: "2" }],
    ["does not continue comments", "# a \\\nb=2", { b: "2" }],
    ["takes a mark behind a value for a part of it", "a=1 # no comment\nb=!x", { a: "1 # no comment", b: "!x" }],
    ["takes # within a continued line for text", "a=1\\\n#2", { a: "1#2" }],
    ["resolves escapes", "a=\\t\\n\\u0041\\q\\\\d", { a: "Aq\\d" }],
    ["has keys without values", "a\nb=\nc:", { a: "", b: "", c: "" }],
    ["reads ISO-8859-1", "a=\xe9", { a: "é" }],
    ["ends in a continuation", "a=1\\", { a: "1" }],
  ];

  for (const [title, text, expected] of cases) it(title, () => assert.deepEqual(pairs(text), Object.entries(expected)));

  it("keeps comments, lines and duplicates", () => {
    const { entries, trailing } = read("# one\n! two\n\na=1\\\n  2\na=3\n#end");
    assert.deepEqual(
      entries.map(({ line, comments }) => [line, comments]),
      [
        [4, ["one", "two"]],
        [6, []],
      ],
    );
    assert.deepEqual(trailing, ["end"]);
  });

  it("says which backslashes are lost, and which lines Java refuses", () => {
    const { entries, broken } = read("a=\\d\\\\w\\:\\.\nb=\\u12\nc=\\\\u12");
    const lost = entries.map(({ lostBackslashes }) => lostBackslashes);
    assert.deepEqual(lost, [["d", "."], []]);
    const reason = "`\\u` wants four hexadecimal digits; Java refuses the whole file";
    assert.deepEqual(broken, [{ file: "f", line: 2, reason }]);
  });
});
