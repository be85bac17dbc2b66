import assert from "node:assert/strict";
import fc from "fast-check";
import { timePatternFault } from "../../../../compiler/2-check/value/time-pattern.ts";
import { piecesOf } from "../../../../stdlib/time/pattern.ts";

describe("check: time patterns", () => {
  it("refuses what the standard library refuses, and nothing else", () => {
    const patterns = fc.stringMatching(/^[a-zA-Z' :%-]{0,8}$/);
    fc.assert(
      fc.property(fc.oneof(patterns, fc.stringMatching(/^[yMdHhmsSaEZX']{0,8}$/)), (pattern) => {
        let refused = false;
        try {
          piecesOf(pattern);
        } catch {
          refused = true;
        }
        assert.equal(timePatternFault(pattern) !== null, refused);
      }),
      { numRuns: 2000 },
    );
  });

  it("knows what was meant", () => {
    const betterOf = (pattern: string) => timePatternFault(pattern)?.better;
    assert.equal(betterOf("YYYY-MM-DDTHH:mm:ss"), "yyyy-MM-dd'T'HH:mm:ss");
    assert.equal(betterOf("yyyy 'at"), null);
    assert.equal(betterOf("qq yyyy"), null);
    assert.equal(betterOf("yyyy-MM-dd"), undefined);
  });
});
