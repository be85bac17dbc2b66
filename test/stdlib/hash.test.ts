import assert from "node:assert/strict";
import { secret } from "../../runtime/contract/secret.ts";
import { bucket, crc32, hmacSha256, md5, murmur2, sha1, sha256 } from "../../stdlib/hash/hash.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("functions of hashing", () => {
  it("give the digests of the standards", () => {
    // FIPS 180-4, RFC 1321: the empty message and "abc".
    assert.equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert.equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert.equal(sha1("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert.equal(md5(""), "d41d8cd98f00b204e9800998ecf8427e");
    assert.equal(md5("abc"), "900150983cd24fb0d6963f7d28e17f72");
    // The check value of the catalogue of CRCs.
    assert.equal(crc32("123456789"), 0xcbf43926);
  });

  it("give Kafka's MurmurHash2", () => {
    // The expected values of `UtilsTest.testMurmur2` of Apache Kafka.
    const expected = {
      "21": -973932308,
      foobar: -790332482,
      "a-little-bit-long-string": -985981536,
      "a-little-bit-longer-string": -1486304829,
      lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
      abc: 479470107,
    };
    for (const [text, hash] of Object.entries(expected)) assert.equal(murmur2(text), hash, text);
  });

  it("take a secret as the key of a pseudonym, and do not show it", () => {
    const key = secret("pepper", "p.flow:1:8", () => "Jefe");
    // RFC 4231, test case 2.
    const expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert.equal(hmacSha256("what do ya want for nothing?", key), expected);
    assert.equal(hmacSha256("what do ya want for nothing?", "Jefe"), expected);
    const missing = secret("pepper", "p.flow:1:8", () => null);
    assert.throws(() => hmacSha256("eve", missing), /secret pepper has no value/);
  });

  it("take a text as its UTF-8 bytes", () => {
    for (const hash of [sha256, sha1, md5, crc32, murmur2]) assert.equal(hash("naïve ☕"), hash(utf8("naïve ☕")));
  });

  it("share texts out evenly, and always alike", () => {
    const counts = new Array<number>(10).fill(0);
    for (let n = 0; n < 10_000; n++) counts[bucket(`user-${n}`, 10)]!++;
    assert.ok(
      counts.every((n) => n > 850 && n < 1150),
      counts.join(),
    );
    assert.equal(bucket("eve", 100), bucket("eve", 100));
    assert.equal(bucket("eve", 1), 0);
    assert.throws(() => bucket("eve", 0), RangeError);
  });
});
