import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, type RequestOptions, request } from "node:http";
import { request as requestSecurely } from "node:https";
import { text } from "node:stream/consumers";
import { deflateSync, gzipSync } from "node:zlib";
import { secret } from "../../../runtime/contract/secret.ts";
import type { HttpOptions } from "../../../stdlib/http/http.options.ts";
import { http } from "../../../stdlib/http/http.ts";
import { certificates } from "../../support/certificates.ts";
import { eventually } from "../../support/eventually.ts";
import { needs } from "../../support/needs.ts";
import { start } from "../../support/process.ts";
import { declared, type OneAgent, type OneAgentOptions, portOf, startOneAgent } from "../support/one-agent.ts";
import { connectTo } from "../support/peer.ts";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function send(
  port: number,
  body: string | Buffer,
  options: RequestOptions = {},
  secure = false,
): Promise<Answer> {
  const make = secure ? requestSecurely : request;
  return new Promise((resolve, reject) => {
    const sent = make({ host: "127.0.0.1", port, method: "POST", agent: false, ...options }, async (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("the source http", () => {
  const running: OneAgent<string>[] = [];
  const made = certificates();

  afterEach(async () => {
    for (const one of running.splice(0)) await one.drain();
  });

  async function listening(options: Partial<HttpOptions> = {}, agentOptions: OneAgentOptions<string> = {}) {
    const agent = await startOneAgent(http({ port: 0, ...options }, declared("r1")), agentOptions);
    running.push(agent);
    return { agent, port: portOf(agent) };
  }

  const flume = (...bodies: string[]) => JSON.stringify(bodies.map((body) => ({ headers: { n: "1" }, body })));

  it("takes Flume's JSON of a real curl", async function () {
    needs(this, "curl");
    const { agent, port } = await listening();
    const url = `http://127.0.0.1:${port}/`;
    const curl = start("curl", ["-s", "-w", "%{http_code}", "-d", flume("hello", "žluť"), url]);
    assert.equal((await curl.ended).stdout, "200");
    await eventually("the events", () => agent.events.length === 2);
    assert.deepEqual(agent.bodies(), ["hello", "žluť"]);
    assert.equal(agent.events[0]?.headers.get("n"), "1");
    // More than a MiB: curl asks with `Expect: 100-continue` before it sends that.
    const long = start("curl", ["-s", "-w", "%{http_code}", "--data-binary", "@-", url], {
      input: flume("x".repeat(2_000_000)),
    });
    assert.equal((await long.ended).stdout, "200");
    await eventually("the event", () => agent.events.length === 3);
  });

  it("takes lines and whole bodies, packed or not, in other encodings", async () => {
    const lines = await listening({ format: "lines", requestHeaders: ["X-Tenant", "X-None"], clientIPHeader: "from" });
    const text = '{"a":1}\r\n\n{"b":"ž"}\n';
    const bodies: [string | Buffer, Record<string, string>][] = [
      [text, { "X-Tenant": "t1" }],
      [gzipSync(text), { "Content-Encoding": "gzip" }],
      [deflateSync(text), { "Content-Encoding": "deflate" }],
      [Buffer.from(text, "utf16le"), { "Content-Type": 'application/x-ndjson; charset="utf-16le"' }],
    ];
    for (const [body, headers] of bodies) assert.equal((await send(lines.port, body, { headers })).status, 200);
    await eventually("the events", () => lines.agent.events.length === 8);
    assert.deepEqual(
      lines.agent.bodies(),
      bodies.flatMap(() => ['{"a":1}', '{"b":"ž"}']),
    );
    const first = Object.fromEntries(lines.agent.events[0]!.headers);
    assert.deepEqual(first, { "X-Tenant": "t1", from: "127.0.0.1" });
    const whole = await listening({ format: "whole" });
    assert.equal((await send(whole.port, text, { method: "PUT" })).status, 200);
    await eventually("the event", () => whole.agent.events.length === 1);
    assert.deepEqual(whole.agent.bodies(), [text]);
  });

  it("says what is wrong with a request, and takes nothing of it", async () => {
    const { agent, port } = await listening({ path: "/in", maxBodySize: 100 });
    const answer = async (body: string | Buffer, options: RequestOptions = {}) => {
      const { status, body: said } = await send(port, body, { path: "/in?a=b", ...options });
      return `${status} ${said.trim()}`;
    };
    const packed = { headers: { "Content-Encoding": "gzip" } };
    const cases: [Promise<string>, string][] = [
      [answer("x"), '400 the body is not JSON, and `format` is "flume": an array of events'],
      [answer("{}"), '400 the body is not an array of events, and `format` is "flume"; others are "lines" and "whole"'],
      [answer('[{"body":"a"},{"headers":{}}]'), "400 event 1 has no body that is text"],
      [answer('[{"body":"a","headers":[]}]'), "400 the headers of event 0 are not an object"],
      [answer('[{"body":"a","headers":{"h":null}}]'), '400 the header "h" of event 0 is not text'],
      [answer(Buffer.from([0xff])), "400 the body is not utf-8"],
      [answer("x", packed), "400 the body is not gzip"],
      [answer("x".repeat(101)), "413 the body is larger than 100 bytes"],
      [answer(gzipSync("x".repeat(100_000)).subarray(0, 100), packed), "413 the body is larger than 100 bytes"],
      [answer("x", { headers: { "Content-Encoding": "br" } }), "415 the content encoding br is not supported"],
      [answer("x", { headers: { "Content-Type": "text/plain; charset=no" } }), "415 the charset no is not known"],
      [answer("x", { path: "/other" }), "404 there is nothing at this path"],
      [answer("", { method: "GET" }), "405 only POST and PUT bring events"],
    ];
    for (const [given, expected] of cases) assert.equal(await given, expected);
    assert.equal(agent.counted("refusedRequests"), cases.length);
    assert.equal((await send(port, '[{"body":"good"}]', { path: "/in" })).status, 200);
    await eventually("the event", () => agent.events.length === 1);
    assert.deepEqual(agent.bodies(), ["good"]);
  });

  it("answers 413 to a body of unknown length, however long it is", async () => {
    const { port } = await listening({ maxBodySize: 1000 });
    const peer = await connectTo(port);
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (let index = 0; index < 50; index++) peer.send(`3e8\r\n${"x".repeat(1000)}\r\n`);
    await eventually("an answer", () => peer.text() !== "");
    assert.match(peer.text(), /^HTTP\/1\.1 413 /);
    await peer.closed;
  });

  it("answers 503 while the channel is full, and 200 when it has room", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { agent, port } = await listening({}, { capacity: 1, keepAlive: 20, onWrite: () => held });
    assert.equal((await send(port, flume("a"))).status, 200);
    const refused = await eventually("a full channel", async () => {
      const answer = await send(port, flume("b"));
      return answer.status === 503 && answer;
    });
    assert.equal(refused.headers["retry-after"], "1");
    assert.match(refused.body, /^channel a1\.c1 has had no room for 20 ms/);
    release();
    await eventually("room", async () => (await send(port, flume("c"))).status === 200);
    await eventually("the event", () => agent.bodies().includes("c"));
  });

  it("answers 500 when a step throws, without its words", async () => {
    const step = () => {
      throw new Error("inner words");
    };
    const { agent, port } = await listening({}, { step });
    const { status, body } = await send(port, flume("a"));
    assert.equal(status, 500);
    assert.doesNotMatch(body, /inner/);
    assert.equal(agent.counted("failedRequests"), 1);
  });

  it("asks for a password or a token, and never shows them", async () => {
    const password = secret("pw", "a.flow:1:1", () => "s3cr3t-password");
    const token = secret("tk", "a.flow:1:1", () => "s3cr3t-token");
    const { agent, port } = await listening({ username: "eve", password, token });
    const status = async (authorization?: string) =>
      (await send(port, flume("a"), authorization === undefined ? {} : { headers: { authorization } })).status;
    const basic = (user: string, word: string) => `Basic ${Buffer.from(`${user}:${word}`).toString("base64")}`;
    assert.equal(await status(), 401);
    assert.equal(await status(basic("eve", "wrong")), 401);
    assert.equal(await status(basic("bob", "s3cr3t-password")), 401);
    assert.equal(await status("Bearer s3cr3t"), 401);
    assert.equal(await status("Bearer s3cr3t-token"), 200);
    assert.equal(await status(basic("eve", "s3cr3t-password").replace("Basic", "basic")), 200);
    const { headers } = await send(port, flume("a"));
    assert.match(headers["www-authenticate"] ?? "", /^Basic realm=/);
    assert.doesNotMatch(agent.logs.join("\n"), /s3cr3t/);
    await assert.rejects(listening({ username: "eve" }), { message: "username is given, but no password" });
  });

  it("answers over TLS", async () => {
    const { ca, serverCert, serverKey } = made();
    const { agent, port } = await listening({ tlsCert: serverCert, tlsKey: serverKey });
    const { status } = await send(port, flume("a"), { ca: readFileSync(ca) } as RequestOptions, true);
    assert.equal(status, 200);
    await eventually("the event", () => agent.events.length === 1);
  });

  it("takes several requests of one connection, and closes it when it is idle or too slow", async () => {
    const { agent, port } = await listening({ idleTimeout: 300, requestTimeout: 100 });
    const head = (length: number) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`;
    const kept = await connectTo(port);
    for (const body of ["a", "b"]) {
      kept.send(`${head(flume(body).length)}${flume(body)}`);
      await eventually("the event", () => agent.bodies().includes(body));
    }
    assert.equal((await kept.closed).match(/HTTP\/1\.1 200/g)?.length, 2);
    const slow = await connectTo(port);
    slow.send(`${head(1000)}[`);
    await slow.closed;
    const headless = await connectTo(port);
    headless.send("POST / HTTP/1.1\r\nHost: ");
    await headless.closed;
    assert.equal(agent.counted("idleConnections"), 3);
    const other = await connectTo(port);
    other.send("hello\r\n\r\n");
    assert.match(await other.closed, /^HTTP\/1\.1 400 /);
  });

  it("bounds what all requests together have here", async () => {
    const { agent, port } = await listening({ maxBodySize: 1000, maxWaiting: 1000 });
    const slow = await connectTo(port);
    slow.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n${"x".repeat(800)}`);
    const refused = await eventually("no room", async () => {
      const answer = await send(port, flume("y".repeat(500)));
      return answer.status === 503 && answer;
    });
    assert.match(refused.body, /too many requests wait/);
    slow.socket.destroy();
    await eventually("room", async () => (await send(port, flume("y".repeat(500)))).status === 200);
    assert.ok(agent.counted("brokenConnections") >= 1);
  });

  it("finishes what it is delivering when the program drains, and takes nothing more", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let puts = 0;
    const onPut = () => void puts++;
    const { agent, port } = await listening({}, { capacity: 1, keepAlive: 10_000, onWrite: () => held, onPut });
    const idle = await connectTo(port);
    assert.equal((await send(port, flume("a"))).status, 200);
    const answers = Promise.all([send(port, flume("b")), send(port, flume("c"))]);
    await eventually("waiting requests", () => puts === 3);
    const drained = agent.drain();
    await idle.closed;
    release();
    for (const { status } of await answers) assert.equal(status, 200);
    assert.equal(await drained, true);
  });
});
