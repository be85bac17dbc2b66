import assert from "node:assert/strict";
import { BlockList } from "node:net";
import fc from "fast-check";
import { Failure } from "../../runtime/contract/failure.ts";
import { parseAddress, writeAddress } from "../../stdlib/ip/address.ts";
import { inNetwork, isIp, isIpv4, isIpv6, isPrivateIp, networkAddress, normalizeIp } from "../../stdlib/ip/ip.ts";

describe("functions of IP addresses", () => {
  it("know an address", () => {
    for (const text of ["0.0.0.0", "255.255.255.255"]) assert.ok(isIp(text) && isIpv4(text) && !isIpv6(text), text);
    for (const text of ["::", "::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4"]) {
      assert.ok(isIp(text) && isIpv6(text) && !isIpv4(text), text);
    }
    for (const text of ["", "1.2.3", "256.1.1.1", "1.2.3.4 ", "01.2.3.4", "1::2::3", "fe80::1%eth0", "[::1]"]) {
      assert.ok(!isIp(text) && !isIpv4(text) && !isIpv6(text), text);
    }
  });

  it("place addresses of both versions in networks as Node does", () => {
    const v4 = fc.ipV4();
    const v6 = fc.ipV6().filter((text) => parseAddress(text)?.length === 16);
    const same = (address: string, network: string, bits: number, family: "ipv4" | "ipv6") => {
      const list = new BlockList();
      list.addSubnet(network, bits, family);
      assert.equal(inNetwork(address, `${network}/${bits}`), list.check(address, family));
    };
    fc.assert(fc.property(v4, v4, fc.integer({ min: 0, max: 32 }), (a, b, bits) => same(a, b, bits, "ipv4")));
    fc.assert(fc.property(v6, v6, fc.integer({ min: 0, max: 128 }), (a, b, bits) => same(a, b, bits, "ipv6")));
    fc.assert(fc.property(v4, fc.integer({ min: 0, max: 32 }), (a, bits) => same(a, a, bits, "ipv4")));
    fc.assert(fc.property(v6, fc.integer({ min: 0, max: 128 }), (a, bits) => same(a, a, bits, "ipv6")));
  });

  it("take mapped addresses for what they are, and keep the versions apart", () => {
    assert.equal(inNetwork("::ffff:10.1.2.3", "10.0.0.0/8"), true);
    assert.equal(inNetwork("10.1.2.3", "::ffff:10.0.0.0/104"), true);
    assert.equal(inNetwork("11.1.2.3", "::ffff:10.0.0.0/104"), false);
    assert.equal(inNetwork("10.1.2.3", "::/0"), false);
    assert.equal(inNetwork("::1", "0.0.0.0/0"), false);
  });

  it("fail on what is no address or no network", () => {
    const wrong: readonly [string, string][] = [
      ["localhost", "10.0.0.0/8"],
      ["10.0.0.1", "10.0.0.0"],
      ["10.0.0.1", "10.0.0.0/33"],
      ["::1", "::/129"],
      ["10.0.0.1", "10.0.0/8"],
      ["10.0.0.1", "10.0.0.0/-1"],
      ["10.0.0.1", "::ffff:10.0.0.0/95"],
      ["10.0.0.1", ""],
    ];
    for (const [address, network] of wrong) {
      assert.ok(inNetwork(address, network) instanceof Failure, `${address} in ${network}`);
    }
  });

  it("cut addresses down to their network", () => {
    assert.equal(networkAddress("203.0.113.77", 24), "203.0.113.0");
    assert.equal(networkAddress("203.0.113.77", 27), "203.0.113.64");
    assert.equal(networkAddress("203.0.113.77", 32), "203.0.113.77");
    assert.equal(networkAddress("203.0.113.77", 0), "0.0.0.0");
    assert.equal(networkAddress("::ffff:10.1.2.3", 16), "10.1.0.0");
    assert.equal(networkAddress("2001:db8:1:2:3::4", 48), "2001:db8:1::");
    assert.ok(networkAddress("10.0.0.1", 33) instanceof Failure);
    assert.ok(networkAddress("10.0.0.1", -1) instanceof Failure);
    assert.ok(networkAddress("x", 8) instanceof Failure);
  });

  it("write addresses as RFC 5952 says", () => {
    const written = {
      "2001:0DB8::0001": "2001:db8::1",
      "2001:db8:0:1:1:1:1:1": "2001:db8:0:1:1:1:1:1",
      "2001:db8:0:0:1:0:0:1": "2001:db8::1:0:0:1",
      "0:0:0:0:0:0:0:0": "::",
      "0:0:0:0:0:0:0:1": "::1",
      "1:0:0:0:0:0:0:0": "1::",
    };
    for (const [text, canonical] of Object.entries(written)) assert.equal(writeAddress(parseAddress(text)!), canonical);
  });

  it("know what stays inside", () => {
    const inside = [
      "10.0.0.0",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.1",
      "100.64.0.1",
      "fd00::1",
      "fe80::1",
      "::ffff:127.0.0.1",
    ];
    const outside = [
      "9.255.255.255",
      "11.0.0.0",
      "172.32.0.0",
      "100.128.0.0",
      "::2",
      "fec0::1",
      "2001:db8::1",
      "localhost",
      "",
    ];
    assert.deepEqual(
      inside.filter((text) => !isPrivateIp(text)),
      [],
    );
    assert.deepEqual(
      outside.filter((text) => isPrivateIp(text)),
      [],
    );
  });

  it("write an address one way", () => {
    assert.equal(normalizeIp("FE80:0:0:0:0:0:0:1"), "fe80::1");
    assert.equal(normalizeIp("1:0:0:2:0:0:0:3"), "1:0:0:2::3");
    assert.equal(normalizeIp("10.0.0.1"), "10.0.0.1");
    assert.ok(normalizeIp("10.0.0.256") instanceof Failure);
  });
});
