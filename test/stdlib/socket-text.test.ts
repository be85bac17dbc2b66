import assert from "node:assert/strict";
import { socketText } from "../../stdlib/socket-text/socket-text.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { needs } from "../support/needs.ts";
import { start } from "../support/process.ts";
import { declared, type OneAgent, type OneAgentOptions, startOneAgent } from "./support/one-agent.ts";
import { listenOn, type TestServer } from "./support/peer.ts";

describe("socketText", () => {
  const running: { drain?(): Promise<unknown>; close?(): Promise<unknown> }[] = [];

  afterEach(async () => {
    for (const one of running.splice(0).reverse()) await (one.drain ?? one.close)?.call(one);
  });

  async function reading(
    port: number,
    options: OneAgentOptions<string> & { maxLineLength?: number } = {},
  ): Promise<OneAgent<string>> {
    const { maxLineLength, ...agentOptions } = options;
    const limit = maxLineLength === undefined ? {} : { maxLineLength };
    const source = socketText({ host: "127.0.0.1", port, reconnectDelay: 10, ...limit }, declared("r1"));
    const agent = await startOneAgent(source, agentOptions);
    running.push(agent);
    return agent;
  }

  async function serving(port?: number): Promise<TestServer> {
    const server = await listenOn(port);
    running.push(server);
    return server;
  }

  it("reads what is typed into a real nc -lk", async function () {
    needs(this, "nc");
    const port = await freePort();
    const nc = start("nc", ["-lk", "127.0.0.1", String(port)]);
    const agent = await reading(port);
    await eventually("a connection", () => agent.counted("connections") === 1);
    nc.child.stdin.write("hello world\r\nhello\n");
    await eventually("two lines", () => agent.bodies().length === 2);
    assert.deepEqual(agent.bodies(), ["hello world", "hello"]);
    await nc.stop();
  });

  it("waits for a server that is not there yet, and says so once", async () => {
    const port = await freePort();
    const agent = await reading(port);
    await eventually("three attempts", () => agent.counted("failedConnections") >= 3);
    assert.equal(agent.logs.filter((line) => line.includes("cannot connect")).length, 1);
    const server = await serving(port);
    (await server.peer(0)).send("here\n");
    await eventually("the line", () => agent.bodies().length === 1);
  });

  it("connects again when the server goes away, and drops half a line", async () => {
    const server = await serving();
    const agent = await reading(server.port);
    const first = await server.peer(0);
    first.socket.end("whole\nhal");
    const second = await server.peer(1);
    second.send("next\n");
    await eventually("two lines", () => agent.bodies().length === 2);
    assert.deepEqual(agent.bodies(), ["whole", "next"]);
    assert.equal(agent.counted("halfLines"), 1);
    assert.equal(agent.counted("connections"), 2);
  });

  it("survives a connection that is reset", async () => {
    const server = await serving();
    const agent = await reading(server.port);
    (await server.peer(0)).socket.resetAndDestroy();
    (await server.peer(1)).send("after\n");
    await eventually("the line", () => agent.bodies().length === 1);
  });

  it("puts characters together that are split, and replaces what is no UTF-8", async () => {
    const server = await serving();
    const agent = await reading(server.port);
    const peer = await server.peer(0);
    const bytes = Buffer.from("žluť\n");
    peer.send(bytes.subarray(0, 1));
    await eventually("the first half", () => peer.socket.writableLength === 0);
    peer.send(bytes.subarray(1));
    peer.send(Buffer.from([0xff, 0x0a]));
    await eventually("two lines", () => agent.bodies().length === 2);
    assert.deepEqual(agent.bodies(), ["žluť", "\uFFFD"]);
    assert.equal(agent.counted("invalidCharacters"), 1);
  });

  it("cuts a megabyte without a newline up", async () => {
    const server = await serving();
    const agent = await reading(server.port, { maxLineLength: 400_000 });
    (await server.peer(0)).send(`${"x".repeat(1_000_000)}\nshort\n`);
    await eventually("all", () => agent.bodies().includes("short"));
    assert.deepEqual(
      agent.bodies().map((body) => body.length),
      [400_000, 400_000, 200_000, 5],
    );
    assert.equal(agent.counted("longLines"), 1);
  });

  it("holds a fast server back while the channel is full, and loses nothing", async () => {
    const server = await serving();
    let held = true;
    const onWrite = async () => void (await eventually("release", () => !held));
    const agent = await reading(server.port, { capacity: 100, keepAlive: 5, onWrite });
    const peer = await server.peer(0);
    const lines = Array.from({ length: 300_000 }, (_, index) => `${index} ${"x".repeat(50)}`);
    peer.send(`${lines.join("\n")}\n`);
    await eventually("a full channel", () => agent.counted("channelFull") > 2);
    assert.ok(peer.socket.writableLength > 0);
    held = false;
    await eventually("all lines", () => agent.bodies().length === lines.length);
    assert.deepEqual(agent.bodies(), lines);
  });

  it("goes on with the same lines after the channel has failed", async () => {
    const server = await serving();
    let failures = 0;
    const onTake: OneAgentOptions<string>["onTake"] = () => {
      if (failures++ === 0) throw new Error("not now");
    };
    const agent = await reading(server.port, { onTake });
    (await server.peer(0)).send("1\n2\n");
    await eventually("two lines", () => agent.bodies().length === 2);
    assert.deepEqual(agent.bodies(), ["1", "2"]);
  });

  it("ends at once when the program drains, connected or not", async () => {
    const server = await serving();
    const connected = await reading(server.port);
    const peer = await server.peer(0);
    await eventually("a connection", () => connected.counted("connections") === 1);
    assert.equal(await connected.drain(), true);
    await peer.closed;
    const waiting = await reading(await freePort());
    await eventually("an attempt", () => waiting.counted("failedConnections") > 0);
    assert.equal(await waiting.drain(), true);
  });

  it("refuses a port that is none", async () => {
    const opening = startOneAgent(socketText({ host: "localhost", port: 0 }, declared("r1")));
    await assert.rejects(opening, { name: "ComponentError", message: "0 is not a port: ports go from 1 to 65535" });
  });
});
