import assert from "node:assert/strict";
import { ownText } from "../../../runtime/value/own-text.ts";

describe("a text of its own", () => {
  it("is the same text, whatever is in it", () => {
    const line = "GET /shop/items/1234 HTTP/1.1 äöü €uro 😀😀😀😀😀😀😀 and so on";
    for (const text of ["", "short", line, line.slice(4, 20), line.slice(30), `${line}${line.length}`])
      assert.equal(ownText(text), text);
    const half = `${"x".repeat(20)}\ud83d`;
    assert.equal(ownText(half), half);
  });
});
