import assert from "node:assert/strict";
import fc from "fast-check";
import { readEscapes } from "../../../../compiler/2-check/value/escapes.ts";
import { parseTemplate } from "../../../../stdlib/support/rolling/names/template.ts";
import { timeEscapes } from "../../../../stdlib/support/rolling/names/time-escapes.ts";

describe("check: escapes", () => {
  const hosts = { localhost: "l", ip: "i", fqdn: "f" };

  it("are those that the standard library fills, and no others are refused", () => {
    const piece = fc.constantFrom(
      "%",
      "%%",
      "%{a}",
      "%{a b}",
      "%[IP]",
      "%[x]",
      "{",
      "}",
      "ä",
      "a",
      " ",
      "%Y",
      "%q",
      "/",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        const text = pieces.join("");
        const { found, fault } = readEscapes(text);
        let filled: string[] | null = null;
        try {
          filled = parseTemplate(text, hosts).flatMap((one) =>
            one.kind === "header" ? [one.name] : one.kind === "time" ? [one.letter] : [],
          );
        } catch {
          // Refused.
        }
        assert.equal(fault !== null, filled === null, text);
        if (filled !== null)
          assert.deepEqual(
            found.map(({ name }) => name),
            filled,
            text,
          );
      }),
      { numRuns: 2000 },
    );
  });

  it("have a letter for each part of the time", () => {
    for (let code = 33; code < 127; code++) {
      const letter = String.fromCharCode(code);
      const isTime = readEscapes(`%${letter}`).found.length === 1;
      assert.equal(isTime, Object.hasOwn(timeEscapes, letter), letter);
    }
  });
});
