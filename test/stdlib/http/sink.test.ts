import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { RejectedEventError } from "../../../runtime/contract/errors.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import type { Schema } from "../../../runtime/contract/schema.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { secret } from "../../../runtime/contract/secret.ts";
import type { HttpOptions } from "../../../stdlib/http/http-sink.options.ts";
import { http } from "../../../stdlib/http/http-sink.ts";
import { certificates } from "../../support/certificates.ts";
import { eventually } from "../../support/eventually.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { contextFor } from "../support/context.ts";
import { declared } from "../support/one-agent.ts";

interface Got {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly text?: string;
}

describe("the sink http", () => {
  const servers: Server[] = [];
  const made = certificates();

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** A server that answers as `answer` says; null never does. */
  async function serving(answer: (got: Got) => Answer | null = () => ({ status: 200 }), tls: object | null = null) {
    const got: Got[] = [];
    const server = (tls === null ? createServer() : createSecureServer(tls)) as Server;
    server.on("request", async (request, response) => {
      const one = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: await buffer(request),
      };
      got.push(one);
      const said = answer(one);
      if (said !== null) response.writeHead(said.status, said.headers).end(said.text ?? "");
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    return { got, url: `${tls === null ? "http" : "https"}://localhost:${port}` };
  }

  async function opened<T = string>(
    options: HttpOptions<T>,
    { clock = manualClock(), element = t.string as Schema } = {},
  ) {
    const sink = http<T>(options, declared("k1", element));
    await sink.open(contextFor({ clock }));
    return sink;
  }

  it("sends a batch as one request, in each format", async () => {
    const { got, url } = await serving();
    const events = [event("a"), event("ž", new Map([["h", "1"]]))];
    for (const format of ["lines", "json", "flume", "whole"] as const) {
      const sink = await opened({ url: `${url}/in?x=1`, format });
      await sink.write(events);
      await sink.close();
    }
    assert.deepEqual(
      got.map(({ method, url: path, headers, body }) => [method, path, headers["content-type"], body.toString()]),
      [
        ["POST", "/in?x=1", "text/plain; charset=utf-8", "a\nž\n"],
        ["POST", "/in?x=1", "application/json", '["a","ž"]'],
        ["POST", "/in?x=1", "application/json", '[{"headers":{},"body":"a"},{"headers":{"h":"1"},"body":"ž"}]'],
        ["POST", "/in?x=1", "text/plain; charset=utf-8", "a"],
        ["POST", "/in?x=1", "text/plain; charset=utf-8", "ž"],
      ],
    );
  });

  it("sends records as JSON, packed, with its credentials and headers", async () => {
    const { got, url } = await serving();
    const element = t.record({ n: t.int });
    const token = secret("tk", "a.flow:1:1", () => "s3cr3t");
    const requestHeaders = new Map([["X-Source", "shop-%{h}"]]);
    const options = { url, method: "PUT", compression: "gzip", token, requestHeaders, contentType: "x/y" } as const;
    const sink = await opened<{ n: number }>(options, { element });
    await sink.write([event({ n: 1 }, new Map([["h", "7"]]))]);
    const [{ method, headers, body }] = got as [Got];
    assert.deepEqual([method, gunzipSync(body).toString()], ["PUT", '{"n":1}\n']);
    assert.deepEqual(
      [headers["content-type"], headers["content-encoding"], headers["x-source"], headers.authorization],
      ["x/y", "gzip", "shop-7", "Bearer s3cr3t"],
    );
    await sink.close();
  });

  it("fills the path from headers, and refuses an event without them", async () => {
    const { got, url } = await serving();
    const sink = await opened({
      url: `${url}/%{tenant}/in`,
      headers: (body) => new Map(body === "d" ? [["tenant", "t3"]] : []),
    });
    const of = (body: string, tenant: string): Event<string> => event(body, new Map([["tenant", tenant]]));
    await sink.write([of("a", "t1"), of("b", "../t 2"), of("c", "t1"), event("d")]);
    assert.deepEqual(
      got.map(({ url: path, body }) => [path, body.toString()]),
      [
        ["/t1/in", "a\nc\n"],
        ["/..%2Ft%202/in", "b\n"],
        ["/t3/in", "d\n"],
      ],
    );
    await assert.rejects(sink.write([of("a", "t1"), event("x")]), (error) => {
      assert.ok(error instanceof RejectedEventError);
      assert.deepEqual([error.indexes, error.message], [[1], "it has no header tenant, which its request needs"]);
      return true;
    });
    assert.equal(got.length, 3);
    await sink.close();
  });

  it("tells refused content from a server that is not well", async () => {
    let status = 0;
    const { url } = await serving(() => ({ status, text: "why\nnot" }));
    const sink = await opened({ url });
    for (status of [400, 413, 422]) {
      await assert.rejects(sink.write([event("a"), event("b")]), (error) => {
        assert.ok(error instanceof RejectedEventError);
        assert.match(error.message, new RegExp(`^localhost:\\d+ answered ${status}: why not$`));
        return true;
      });
    }
    for (status of [301, 401, 403, 404, 408, 429, 500, 503]) {
      await assert.rejects(sink.write([event("a")]), (error) => !(error instanceof RejectedEventError));
    }
    status = 204;
    await sink.write([event("a")]);
    await sink.close();
  });

  it("says which events are not written where one of several requests is refused", async () => {
    const { got, url } = await serving((one) => ({ status: one.url === "/bad" ? 400 : 200 }));
    const sink = await opened({ url: `${url}/%{to}` });
    const of = (to: string): Event<string> => event(to, new Map([["to", to]]));
    await assert.rejects(sink.write([of("a"), of("bad"), of("a"), of("c")]), (error) => {
      assert.ok(error instanceof RejectedEventError);
      assert.deepEqual([error.indexes, error.unwritten], [[1], [1, 3]]);
      return true;
    });
    assert.deepEqual(
      got.map((one) => one.url),
      ["/a", "/bad"],
    );
    await sink.close();
  });

  it("sends nothing before the time that Retry-After names", async () => {
    const clock = manualClock();
    let busy = true;
    const { got, url } = await serving(() =>
      busy ? { status: 503, headers: { "Retry-After": "7" } } : { status: 200 },
    );
    const sink = await opened({ url }, { clock });
    await assert.rejects(sink.write([event("a")]), /answered 503/);
    busy = false;
    await assert.rejects(sink.write([event("a")]), { message: "the server wants no request for 7 more seconds" });
    assert.equal(got.length, 1);
    await clock.advance(7000);
    await sink.write([event("a")]);
    assert.equal(got.length, 2);
    await sink.close();
  });

  it("waits for no answer longer than it may, and for no connection", async () => {
    const clock = manualClock();
    const { got, url } = await serving(() => null);
    const sink = await opened({ url, requestTimeout: 5000 }, { clock });
    const writing = assert.rejects(sink.write([event("a")]), { message: "no answer within 5000 ms" });
    await eventually("the request", () => got.length === 1);
    await clock.advance(5000);
    await writing;
    await sink.close();
    const refused = await opened({ url: "http://127.0.0.1:1/" });
    await assert.rejects(refused.write([event("a")]), /ECONNREFUSED/);
    await refused.close();
  });

  it("shows its certificate to a server that it trusts", async () => {
    const files = made();
    const read = (path: string) => readFileSync(path);
    const identity = { key: read(files.serverKey), cert: read(files.serverCert) };
    const { got, url } = await serving(undefined, {
      ...identity,
      ca: read(files.ca),
      requestCert: true,
      rejectUnauthorized: true,
    });
    const sink = await opened({ url, tlsCa: files.ca, tlsCert: files.clientCert, tlsKey: files.clientKey });
    await sink.write([event("a")]);
    await sink.close();
    assert.equal(got.length, 1);
    for (const options of [{ tlsCa: files.ca }, { tlsCert: files.clientCert, tlsKey: files.clientKey }]) {
      const other = await opened({ url, ...options });
      await assert.rejects(other.write([event("a")]));
      await other.close();
    }
    assert.equal(got.length, 1);
  });

  it("starts with no address that an event could change", async () => {
    for (const url of ["http://%{host}/", "ftp://a/", "http://a@b/", "/path"]) {
      await assert.rejects(opened({ url }), /url must be http/);
    }
  });
});
