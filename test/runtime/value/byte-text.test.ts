import assert from "node:assert/strict";
import fc from "fast-check";
import { fromBytes, toBytes } from "../../../runtime/value/byte-text.ts";

describe("fromBytes and toBytes", () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
    fc.constantFrom("ä€😀", "\ufffd", "\uffff", "").map((text) => Buffer.from(text)),
    // Cut off, too long for what it says, a surrogate, above U+10FFFF.
    fc.constantFrom("f09f98", "c080", "edb280", "f4908080", "80", "ff").map((hex) => Buffer.from(hex, "hex")),
  );
  const bytes = fc.array(piece, { maxLength: 6 }).map((pieces) => Buffer.concat(pieces));

  it("give back the bytes, whatever they are", () => {
    fc.assert(
      fc.property(bytes, (given) => {
        assert.deepEqual(Buffer.from(toBytes(fromBytes(given)) as string), given);
      }),
      { numRuns: 2_000 },
    );
  });

  it("read UTF-8 as the text that it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.equal(fromBytes(Buffer.from(text)), text.toWellFormed());
        assert.equal(toBytes(text.toWellFormed()), text.toWellFormed());
      }),
    );
  });
});
