import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../runtime/contract/failure.ts";
import { fromBase64, fromHex, toBase64, toBase64Url, toBytes, toHex, toText } from "../../stdlib/encoding/encoding.ts";

const failed = (value: unknown) => value instanceof Failure;

describe("functions of encoding", () => {
  it("write and read any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
        assert.deepEqual(fromBase64(toBase64Url(bytes)), bytes);
        assert.deepEqual(fromHex(toHex(bytes)), bytes);
        assert.deepEqual(fromHex(toHex(bytes).toUpperCase()), bytes);
      }),
    );
  });

  it("write and read any text", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => assert.equal(toText(toBytes(text)), text)));
    assert.equal(toText(toBytes("\uFEFFa")), "\uFEFFa");
  });

  it("give the examples of RFC 4648", () => {
    const words = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
    assert.deepEqual(words.map(toBase64), ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    assert.deepEqual(words.map(toHex), ["", "66", "666f", "666f6f", "666f6f62", "666f6f6261", "666f6f626172"]);
    assert.equal(toBase64(Uint8Array.of(0xfb, 0xff)), "+/8=");
    assert.equal(toBase64Url(Uint8Array.of(0xfb, 0xff)), "-_8");
  });

  it("take base64 without padding, and fail on what is none", () => {
    assert.deepEqual(fromBase64("Zg"), toBytes("f"));
    for (const wrong of ["Z", "Zg=", "Z===", "Zm9v=", "Zm9v\n", "Zm 9v", "Zg==Zg==", "+_8=", "Zm9vé"]) {
      assert.ok(failed(fromBase64(wrong)), JSON.stringify(wrong));
    }
  });

  it("fail on what is not hexadecimal, and on bytes that are not UTF-8", () => {
    for (const wrong of ["6", "6g", "66 6f", "0x66"]) assert.ok(failed(fromHex(wrong)), wrong);
    for (const wrong of [[0xff], [0xc3], [0xed, 0xa0, 0x80]]) assert.ok(failed(toText(Uint8Array.from(wrong))));
  });
});
