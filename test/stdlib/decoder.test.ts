import assert from "node:assert/strict";
import { StringDecoder } from "node:string_decoder";
import fc from "fast-check";
import { createDecoder } from "../../stdlib/support/framing/decoder.ts";

describe("createDecoder", () => {
  /** Some of everything that bytes can be: ASCII, characters, parts of them, and what begins or follows none. */
  const bytes = fc
    .array(
      fc.oneof(
        fc.string({ unit: "binary-ascii" }).map((text) => Buffer.from(text)),
        fc.string({ unit: "grapheme" }).map((text) => Buffer.from(text)),
        fc.string({ unit: "grapheme", minLength: 1 }).map((text) => Buffer.from(text).subarray(0, -1)),
        fc.constantFrom(0x80, 0xc3, 0xe2, 0xf0, 0xff).map((byte) => Buffer.from([byte])),
        fc.constant(Buffer.alloc(0)),
      ),
    )
    .map((parts) => parts as Buffer[]);

  it("reads UTF-8 as Node's StringDecoder does, whatever it is cut into", () => {
    fc.assert(
      fc.property(bytes, (chunks) => {
        const ours = createDecoder("utf-8");
        const nodes = new StringDecoder("utf8");
        for (const chunk of chunks) assert.equal(ours.write(chunk), nodes.write(chunk));
        assert.equal(ours.end(), nodes.end());
      }),
      { numRuns: 1000 },
    );
  });

  it("puts a character together that ASCII does not follow", () => {
    const decoder = createDecoder("utf-8");
    assert.equal(decoder.write(Buffer.from([0x61, 0xe2])), "a");
    assert.equal(decoder.write(Buffer.from([0x82])), "");
    assert.equal(decoder.write(Buffer.from([0xac])), "€");
    assert.equal(decoder.write(Buffer.from("b")), "b");
    assert.equal(decoder.write(Buffer.from([0xe2])), "");
    assert.equal(decoder.write(Buffer.from("c")), "\uFFFDc");
    assert.equal(decoder.end(), "");
  });
});
