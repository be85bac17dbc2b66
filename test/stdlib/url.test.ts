import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../runtime/contract/failure.ts";
import { decodeUrlComponent, encodeUrlComponent, parseUrl, queryParameters, toQuery } from "../../stdlib/url/url.ts";

describe("functions of URLs", () => {
  it("take a URL apart", () => {
    assert.deepEqual(parseUrl("https://Example.org:8443/a%20b/?q=1&r=2#top"), {
      scheme: "https",
      user: null,
      host: "example.org",
      port: 8443,
      path: "/a%20b/",
      query: "q=1&r=2",
      fragment: "top",
    });
    assert.deepEqual(parseUrl("http://[2001:DB8::1]:80"), {
      scheme: "http",
      user: null,
      host: "2001:db8::1",
      port: null,
      path: "/",
      query: null,
      fragment: null,
    });
  });

  it("leave the password out, also where they fail", () => {
    const url = parseUrl("ftp://e%40ve:secret@host/x");
    assert.ok(!(url instanceof Failure));
    assert.equal(url.user, "e@ve");
    assert.ok(!JSON.stringify(url).includes("secret"));
    const failure = parseUrl("ftp://eve:secret@ho st/x");
    assert.ok(failure instanceof Failure);
    assert.ok(!failure.reason.includes("secret"), failure.reason);
  });

  it("fail on what is not an absolute URL", () => {
    for (const wrong of ["", "/a", "example.org", "http://", "http://a:99999/"]) {
      assert.ok(parseUrl(wrong) instanceof Failure, wrong);
    }
  });

  it("read queries, of URLs and paths too", () => {
    const pairs = (text: string) => [...queryParameters(text)];
    assert.deepEqual(pairs("a=1&b=%26&a=2&c"), [
      ["a", "1"],
      ["b", "&"],
      ["c", ""],
    ]);
    assert.deepEqual(pairs("https://h/p?to=/x?y=1#z=2"), [["to", "/x?y=1"]]);
    assert.deepEqual(pairs("?a=+%2B"), [["a", " +"]]);
    assert.deepEqual(pairs("next=/home"), [["next", "/home"]]);
    assert.deepEqual(pairs("a=%zz"), [["a", "%zz"]]);
    for (const none of ["", "?", "/a/b", "/a=b", "https://h/p", "#a=1"]) assert.deepEqual(pairs(none), [], none);
  });

  it("encode and decode any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        assert.equal(decodeUrlComponent(encodeUrlComponent(text)), text);
      }),
    );
    assert.equal(encodeUrlComponent("a\ud800b"), "a%EF%BF%BDb");
    for (const wrong of ["%", "%4", "%ff"]) assert.ok(decodeUrlComponent(wrong) instanceof Failure, wrong);
  });

  it("write queries that they read", () => {
    const parameters = fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string())).map((pairs) => new Map(pairs));
    fc.assert(fc.property(parameters, (map) => assert.deepEqual(queryParameters(`?${toQuery(map)}`), map)));
  });
});
