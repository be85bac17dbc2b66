import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { event } from "../../../runtime/contract/event.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import type { AvroOptions } from "../../../stdlib/avro/avro.options.ts";
import { avro } from "../../../stdlib/avro/avro.ts";
import type { AvroOptions as SinkOptions } from "../../../stdlib/avro/avro-sink.options.ts";
import { avro as avroSink } from "../../../stdlib/avro/avro-sink.ts";
import { nettyFrame } from "../../../stdlib/avro/netty-frames.ts";
import { PROTOCOL_HASH, PROTOCOL_TEXT } from "../../../stdlib/avro/protocol.ts";
import { AvroWriter } from "../../../stdlib/support/avro/avro-writer.ts";
import { certificates } from "../../support/certificates.ts";
import { eventually } from "../../support/eventually.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { contextFor } from "../support/context.ts";
import { declared, type OneAgent, type OneAgentOptions, portOf, startOneAgent } from "../support/one-agent.ts";
import { connectTo } from "../support/peer.ts";

describe("avro", () => {
  const made = certificates();
  const running: OneAgent<string>[] = [];
  const sinks: Sink<string>[] = [];

  afterEach(async () => {
    for (const sink of sinks.splice(0)) await sink.close();
    for (const one of running.splice(0)) await one.drain();
  });

  async function listening(options: Partial<AvroOptions> = {}, agentOptions: OneAgentOptions<string> = {}) {
    const agent = await startOneAgent(avro({ port: 0, ...options }, declared("r1")), agentOptions);
    running.push(agent);
    return { agent, port: portOf(agent) };
  }

  async function sendingTo(port: number, options: Partial<SinkOptions> = {}, clock = manualClock()) {
    const sink = avroSink<string>({ host: "localhost", port, ...options }, declared("k1"));
    await sink.open(contextFor({ clock }));
    sinks.push(sink);
    return sink;
  }

  /** The whole of a call with its handshake. */
  function call(message: string, protocol: string | null = PROTOCOL_TEXT): Buffer {
    const writer = new AvroWriter().fixed(PROTOCOL_HASH);
    if (protocol === null) writer.long(0);
    else writer.long(1).string(protocol);
    writer.fixed(PROTOCOL_HASH).long(0);
    writer.long(0).string(message);
    // One event without headers.
    if (message === "append") writer.long(0).string("a");
    return nettyFrame(7, writer.written());
  }

  for (const outermost of ["deflate", "tls"] as const) {
    it(`brings events over deflate and TLS, ${outermost} outermost`, async () => {
      const { serverCert, serverKey, ca, clientCert, clientKey } = made();
      const packed = { compression: "deflate", outermost } as const;
      const { agent, port } = await listening({ ...packed, tlsCert: serverCert, tlsKey: serverKey, tlsCa: ca });
      const identity = { tls: true, tlsCa: ca, tlsCert: clientCert, tlsKey: clientKey };
      const sink = await sendingTo(port, { ...packed, ...identity, compressionLevel: 1 });
      const bodies = Array.from({ length: 1000 }, (_, index) => `${index} ${"ž".repeat(300)}`);
      for (let at = 0; at < 1000; at += 100) await sink.write(bodies.slice(at, at + 100).map((body) => event(body)));
      await eventually("the events", () => agent.events.length === 1000);
      assert.deepEqual(agent.bodies(), bodies);
      const stranger = await sendingTo(port, { ...packed, tls: true, tlsCa: ca });
      await assert.rejects(stranger.write([event("x")]));
      assert.equal(await agent.drain(), true);
    });
  }

  it("takes a single event, and answers a client that is asked what it speaks", async () => {
    const { agent, port } = await listening();
    const peer = await connectTo(port);
    peer.send(call("append", null));
    const none = await eventually("an answer", () => peer.text() !== "" && peer.text());
    // NONE, with what this side speaks.
    assert.equal(none.charCodeAt(12), 4);
    assert.match(none, /AvroSourceProtocol/);
    peer.send(call("append"));
    await eventually("the event", () => agent.events.length === 1);
    await eventually("the answer", () => peer.text().length > none.length);
    assert.deepEqual(agent.bodies(), ["a"]);
  });

  it("answers a handshake alone, as a client makes one to see whether anybody is there", async () => {
    const { port } = await listening();
    const peer = await connectTo(port);
    peer.send(call(""));
    await eventually("an answer", () => peer.text().length === 12 + 4);
  });

  it("closes connections that speak something else, and says why", async () => {
    const { agent, port } = await listening({ maxCallSize: 10_000 });
    const odd: (string | Buffer)[] = [
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
      call("append", "{}"),
      call("other"),
      nettyFrame(1, Buffer.alloc(20_000)),
      nettyFrame(1, Buffer.from("nonsense")),
    ];
    for (const bytes of odd) {
      const peer = await connectTo(port);
      peer.send(bytes);
      await peer.closed;
    }
    assert.equal(agent.counted("brokenCalls"), odd.length);
    assert.match(agent.logs.join("\n"), /speaks another protocol than AvroSourceProtocol/);
    const sink = await sendingTo(port);
    await sink.write([event("still here")]);
    await eventually("the event", () => agent.events.length === 1);
  });

  it("answers FAILED while the channel is full, and OK when it has room", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { agent, port } = await listening({}, { capacity: 1, keepAlive: 20, onWrite: () => held });
    const sink = await sendingTo(port);
    await sink.write([event("a")]);
    const failed = await eventually("a full channel", () =>
      sink.write([event("b")]).then(
        () => null,
        (error: Error) => error,
      ),
    );
    assert.match(failed.message, /^localhost:\d+ answered FAILED$/);
    release();
    await eventually("room", () =>
      sink.write([event("c")]).then(
        () => true,
        () => false,
      ),
    );
    await eventually("the event", () => agent.bodies().includes("c"));
  });

  it("connects again after a connection was closed, or no answer came", async () => {
    const clock = manualClock();
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.resume();
      sockets.push(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const sink = await sendingTo(port, { requestTimeout: 1000 }, clock);
    const first = assert.rejects(sink.write([event("a")]), {
      message: `no answer of localhost:${port} within 1000 ms`,
    });
    await eventually("a connection", () => sockets.length === 1);
    await eventually("the call", () => (sockets[0]?.bytesRead ?? 0) > 0);
    await clock.advance(1000);
    await first;
    const second = assert.rejects(sink.write([event("a")]), /^Error: no answer of localhost:\d+: /);
    await eventually("another connection", () => sockets.length === 2);
    sockets[1]?.destroy();
    await second;
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(sink.write([event("a")]), /ECONNREFUSED/);
    // Of a server that comes back, nobody has to be told.
    const { agent } = await listening({ port });
    await sink.write([event("b")]);
    await eventually("the event", () => agent.events.length === 1);
  });
});
