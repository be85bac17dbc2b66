import assert from "node:assert/strict";
import { wholeCharacters } from "../../../compiler/4-emit/expression/whole-characters.ts";
import { firstMatch, replaceMatches, splitMatches } from "../../../stdlib/text/regex.ts";

const emitted = (pattern: string, flags = ""): RegExp => new RegExp(pattern, wholeCharacters(pattern, flags));

describe("emit: regular expressions", () => {
  it("take characters whole, also those of two units", () => {
    assert.equal(replaceMatches("a😀b", emitted("."), "x"), "xxx");
    assert.equal(firstMatch("😀b", emitted("^.")), "😀");
    assert.equal(firstMatch("😀😀😀", emitted("^[^a]{2}")), "😀😀");
    assert.equal(replaceMatches("😀", emitted("\\W"), "x"), "x");
    assert.equal(firstMatch("😀b", emitted("\\S+?")), "😀");
    assert.equal(replaceMatches("😁", emitted("[😀]"), "x"), "😁");
    assert.equal(replaceMatches("😀😀", emitted("😀+"), "x"), "x");
    assert.deepEqual(splitMatches("a😀b", emitted("")), ["a", "😀", "b"]);
    assert.equal(replaceMatches("a😀", emitted("b*"), "-"), "-a-😀-");
  });

  it("stay as they are written where nothing can be cut, and where they would not parse", () => {
    for (const pattern of ["^\\S+ (?<at>[^\\]]+)$", '"[^"]*"', "\\d{4}", "a.*b", "[a-z]\\.", "\\\\.{2,}x"]) {
      assert.equal(wholeCharacters(pattern, "i"), "i", pattern);
    }
    assert.equal(wholeCharacters(".\\-", ""), "");
    assert.equal(wholeCharacters(".", "v"), "v");
  });
});
