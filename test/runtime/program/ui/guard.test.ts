import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isLoopback, refusalOf, tokenOf } from "../../../../runtime/program/ui/guard.ts";
import type { IncomingMessage } from "../../../../runtime/system/network.ts";
import { tempFolders } from "../../../support/temp-folder.ts";

describe("who may ask for a page", () => {
  const folder = tempFolders();
  const status = (token: string | null, method: string, headers: Record<string, string>) =>
    refusalOf({ method, headers } as unknown as IncomingMessage, { token })?.status ?? null;

  it("knows which addresses only this machine reaches", () => {
    for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "::1"]) assert.ok(isLoopback(host), host);
    for (const host of ["0.0.0.0", "::", "10.0.0.1", "localhost.evil.example"]) assert.ok(!isLoopback(host), host);
  });

  it("answers on the loopback only under the names of this machine", () => {
    for (const host of ["localhost:4040", "127.0.0.1:1", "[::1]:80", "LOCALHOST"]) {
      assert.equal(status(null, "GET", { host }), null, host);
    }
    for (const host of ["", "evil.example:4040", "localhost.evil.example", "127.0.0.1.evil.example"]) {
      assert.equal(status(null, "GET", { host }), 403, host);
    }
  });

  it("does nothing for pages of other origins", () => {
    const host = "localhost:4040";
    assert.equal(status(null, "POST", { host }), 403);
    assert.equal(status(null, "POST", { host, "x-sluice": "page" }), null);
    assert.equal(status(null, "POST", { host, "x-sluice": "page", origin: "http://localhost:4040" }), null);
    assert.equal(status(null, "POST", { host, "x-sluice": "page", origin: "http://localhost:4041" }), 403);
    assert.equal(status(null, "POST", { host, "x-sluice": "page", origin: "null" }), 403);
    assert.equal(status(null, "GET", { host, "sec-fetch-site": "cross-site" }), 403);
    assert.equal(status(null, "GET", { host, "sec-fetch-site": "same-site" }), 403);
    assert.equal(status(null, "GET", { host, "sec-fetch-site": "none" }), null);
  });

  it("wants the token where others reach it", () => {
    const host = "10.0.0.1:4040";
    assert.equal(status("secret", "GET", { host }), 401);
    assert.equal(status("secret", "GET", { host, authorization: "Bearer secre" }), 401);
    assert.equal(status("secret", "GET", { host, authorization: "Bearer Secret" }), 401);
    assert.equal(status("secret", "GET", { host, authorization: "Bearer secret" }), null);
    assert.equal(status("secret", "POST", { host, authorization: "Bearer secret" }), 403);
  });

  it("keeps the token for the next start, for its user alone", async () => {
    const data = folder();
    const token = await tokenOf("access", data);
    assert.match(token, /^[\w-]{32}$/);
    assert.equal(await tokenOf("access", data), token);
    assert.notEqual(await tokenOf("other", data), token);
    assert.equal(statSync(join(data, "run", "access.token")).mode & 0o777, 0o600);
    writeFileSync(join(data, "run", "access.token"), "short\n");
    assert.notEqual(await tokenOf("access", data), "short");
  });
});
