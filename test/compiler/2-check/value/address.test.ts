import assert from "node:assert/strict";
import fc from "fast-check";
import { faultOfAddresses, faultOfUrl } from "../../../../compiler/2-check/value/address.ts";
import { connectionOf } from "../../../../stdlib/kafka/connection.ts";

describe("check: addresses", () => {
  const options = {
    clientId: null,
    tls: false,
    tlsCa: null,
    tlsCert: null,
    tlsKey: null,
    username: null,
    password: null,
    saslMechanism: "plain",
  } as const;

  it("refuses the brokers that a start refuses, and no others", async () => {
    const host = fc.constantFrom("h", "10.0.0.1", "[::1]", "::1", "kafka://h", "a b", "");
    const port = fc.constantFrom("", ":", ":0", ":1", ":9092", ":65535", ":65536", ":123456", ":x", ":1/a");
    const address = fc.tuple(host, port).map((parts) => parts.join(""));
    const list = fc.array(fc.oneof(address, fc.constant(" ")), { maxLength: 3 }).map((parts) => parts.join(","));
    await fc.assert(
      fc.asyncProperty(list, async (brokers) => {
        const declared = { name: "t", place: "a.flow:1:1" };
        const started = connectionOf({ ...options, brokers }, declared as never, "a.flow");
        const isRefused = await started.then(
          () => false,
          () => true,
        );
        assert.equal(faultOfAddresses(brokers) !== null, isRefused);
      }),
      { numRuns: 1000 },
    );
  });

  it("finds the port of a URL that nothing can listen on, and shows no password", () => {
    assert.equal(faultOfUrl("http://me:secret@h:70000/in")?.address, "http://h:70000/in");
    for (const url of ["http://h", "http://h:80/in:99999", "http://[::1]:8080", "https://h/?at=x:0"]) {
      assert.equal(faultOfUrl(url), null, url);
    }
  });
});
