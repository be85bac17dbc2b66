import assert from "node:assert/strict";
import { createServer } from "node:net";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { NetcatOptions } from "../../stdlib/netcat/netcat.options.ts";
import { netcat } from "../../stdlib/netcat/netcat.ts";
import { eventually } from "../support/eventually.ts";
import { manualClock } from "../support/manual-clock.ts";
import { needs } from "../support/needs.ts";
import { start } from "../support/process.ts";
import { declared, type OneAgent, type OneAgentOptions, portOf, startOneAgent } from "./support/one-agent.ts";
import { connectTo } from "./support/peer.ts";

describe("netcat", () => {
  const running: OneAgent<string>[] = [];

  afterEach(async () => {
    for (const one of running.splice(0)) await one.drain();
  });

  async function listening(options: Partial<NetcatOptions> = {}, agentOptions: OneAgentOptions<string> = {}) {
    const source = netcat({ bind: "localhost", port: 0, ...options }, declared("r1"));
    const agent = await startOneAgent(source, agentOptions);
    running.push(agent);
    return { agent, port: portOf(agent) };
  }

  it("answers a real nc OK and delivers its line", async function () {
    needs(this, "nc");
    const { agent, port } = await listening();
    const nc = start("nc", ["-N", "localhost", String(port)], { input: "hello\n" });
    const { stdout, status } = await nc.ended;
    assert.equal(stdout, "OK\n");
    assert.equal(status, 0);
    assert.deepEqual(agent.bodies(), ["hello"]);
  });

  it("keeps carriage returns and empty lines", async () => {
    const { agent, port } = await listening();
    const peer = await connectTo(port);
    peer.send("a\r\n\nb\n");
    await eventually("three answers", () => peer.text() === "OK\nOK\nOK\n");
    assert.deepEqual(agent.bodies(), ["a\r", "", "b"]);
  });

  it("says nothing of a line when acknowledgements are off", async () => {
    const { agent, port } = await listening({ ackEveryEvent: false });
    const peer = await connectTo(port);
    peer.send("a\nb\n");
    await eventually("two events", () => agent.bodies().length === 2);
    peer.socket.end();
    assert.equal(await peer.closed, "");
  });

  it("refuses a line of 600 bytes as Flume does, and goes on with others", async () => {
    const { agent, port } = await listening();
    const other = await connectTo(port);
    const peer = await connectTo(port);
    peer.send(`before\n${"x".repeat(600)}\nafter\n`);
    const said = await peer.closed;
    assert.equal(said, "OK\nFAILED: Event exceeds the maximum length (512 chars, including newline)\n");
    other.send("still here\n");
    await eventually("an answer", () => other.text() === "OK\n");
    assert.deepEqual(agent.bodies(), ["before", "still here"]);
    assert.equal(agent.counted("longLines"), 1);
  });

  it("counts the newline as part of the longest line", async () => {
    const { agent, port } = await listening({ maxLineLength: 4 });
    const fits = await connectTo(port);
    fits.send("abc\n");
    await eventually("an answer", () => fits.text() === "OK\n");
    const tooLong = await connectTo(port);
    tooLong.send("abcd");
    assert.match(await tooLong.closed, /^FAILED: /);
    assert.deepEqual(agent.bodies(), ["abc"]);
  });

  it("closes on a megabyte without a newline", async () => {
    const { agent, port } = await listening();
    const peer = await connectTo(port);
    peer.send("x".repeat(1_048_576));
    assert.match(await peer.closed, /^FAILED: Event exceeds/);
    assert.equal(agent.counted("longLines"), 1);
    assert.equal(agent.logs.filter((line) => line.includes("too long")).length, 1);
  });

  it("drops half a line at the end of a connection, and counts it", async () => {
    const { agent, port } = await listening();
    const peer = await connectTo(port);
    peer.socket.end("whole\nhal");
    assert.equal(await peer.closed, "OK\n");
    assert.deepEqual(agent.bodies(), ["whole"]);
    assert.equal(agent.counted("halfLines"), 1);
  });

  it("decodes what is no UTF-8 with replacement characters, and tells it once", async () => {
    const { agent, port } = await listening();
    const peer = await connectTo(port);
    peer.send(Buffer.from([0x61, 0xff, 0x0a, 0xc3, 0x0a]));
    await eventually("two answers", () => peer.text() === "OK\nOK\n");
    assert.deepEqual(agent.bodies(), ["a\uFFFD", "\uFFFD"]);
    assert.equal(agent.counted("invalidCharacters"), 2);
    assert.equal(agent.logs.filter((line) => line.includes("U+FFFD")).length, 1);
  });

  it("puts characters together that are split between packets, in other encodings too", async () => {
    const { agent, port } = await listening({ encoding: "utf-16le" });
    const peer = await connectTo(port);
    const bytes = Buffer.from("žluť\n", "utf16le");
    peer.send(bytes.subarray(0, 3));
    peer.send(bytes.subarray(3));
    await eventually("an answer", () => peer.text() === "OK\n");
    assert.deepEqual(agent.bodies(), ["žluť"]);
  });

  it("answers FAILED with the reason when the channel stays full, and recovers", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { agent, port } = await listening({}, { capacity: 2, keepAlive: 20, onWrite: () => held });
    const peer = await connectTo(port);
    peer.send("1\n2\n");
    await eventually("two answers", () => peer.text() === "OK\nOK\n");
    peer.send("3\n");
    await eventually("a failure", () => /FAILED: channel a1\.c1 has had no room for 20 ms\n$/.test(peer.text()));
    release();
    await eventually("room", () => agent.bodies().length === 2);
    peer.send("4\n");
    await eventually("an answer", () => peer.text().endsWith("OK\n"));
    await eventually("the event", () => agent.bodies().includes("4"));
    assert.deepEqual(agent.bodies(), ["1", "2", "4"]);
  });

  it("fails only the line on which a step of the wire throws", async () => {
    const step: OneAgentOptions<string>["step"] = (event) => {
      if (event.body === "bad") throw new Error("cannot do that");
      return event;
    };
    const { agent, port } = await listening({}, { step });
    const peer = await connectTo(port);
    peer.send("a\nbad\nb\n");
    await eventually("three answers", () => peer.text() === "OK\nFAILED: cannot do that\nOK\n");
    await eventually("two events", () => agent.bodies().length === 2);
    assert.deepEqual(agent.bodies(), ["a", "b"]);
  });

  it("delivers each of many lines once, in order, over several connections", async () => {
    const { agent, port } = await listening();
    const send = async (name: string) => {
      const peer = await connectTo(port);
      peer.socket.end(Array.from({ length: 5000 }, (_, index) => `${name} ${index}\n`).join(""));
      assert.equal(await peer.closed, "OK\n".repeat(5000));
    };
    await Promise.all([send("a"), send("b"), send("c")]);
    for (const name of ["a", "b", "c"]) {
      const own = agent.bodies().filter((body) => body.startsWith(name));
      assert.deepEqual(
        own,
        Array.from({ length: 5000 }, (_, index) => `${name} ${index}`),
      );
    }
  });

  it("holds a sender back that does not read its answers", async () => {
    const total = 20_000;
    let tried = 0;
    const answer = "no".repeat(500);
    const step = () => {
      tried += 1;
      throw new Error(answer);
    };
    const { port } = await listening({}, { step });
    const peer = await connectTo(port);
    peer.socket.pause();
    peer.send("x\n".repeat(total));
    let [before, unchanged] = [0, 0];
    await eventually("standstill", () => {
      unchanged = tried > 0 && tried === before ? unchanged + 1 : 0;
      before = tried;
      return unchanged > 20;
    });
    assert.ok(tried < total, `${tried} of ${total} lines were answered into nowhere`);
    peer.socket.resume();
    await eventually("all answers", () => peer.text().length === total * `FAILED: ${answer}\n`.length);
  });

  it("refuses connections beyond the limit", async () => {
    const { agent, port } = await listening({ maxConnections: 1 });
    const first = await connectTo(port);
    const second = await connectTo(port).catch(() => null);
    if (second !== null) assert.equal(await second.closed, "");
    first.send("a\n");
    await eventually("an answer", () => first.text() === "OK\n");
    assert.equal(agent.counted("refusedConnections"), 1);
  });

  it("gives a new connection the place of one that says nothing, and not of one that does", async () => {
    const clock = manualClock();
    const { agent, port } = await listening({ maxConnections: 3 }, { clock });
    const silent = [await connectTo(port), await connectTo(port)];
    const busy = await connectTo(port);
    await clock.advance(5000);
    busy.send("a\n");
    await eventually("an answer", () => busy.text() === "OK\n");
    const fresh = [await connectTo(port), await connectTo(port)];
    for (const peer of fresh) peer.send("b\n");
    for (const peer of fresh) await eventually("an answer", () => peer.text() === "OK\n");
    for (const peer of silent) assert.equal(await peer.closed, "");
    busy.send("c\n");
    await eventually("an answer", () => busy.text() === "OK\nOK\n");
    assert.equal(agent.counted("idleConnections"), 2);
    assert.equal(agent.counted("refusedConnections"), 0);
  });

  it("closes a connection that stays silent for the idle time", async () => {
    const { agent, port } = await listening({ idleTimeout: 50 });
    const peer = await connectTo(port);
    peer.send("a\n");
    assert.equal(await peer.closed, "OK\n");
    assert.equal(agent.counted("idleConnections"), 1);
  });

  it("survives a connection that is reset", async () => {
    const { agent, port } = await listening();
    const peer = await connectTo(port);
    peer.send("a\n");
    await eventually("an answer", () => peer.text() === "OK\n");
    peer.socket.resetAndDestroy();
    await eventually("the break", () => agent.counted("brokenConnections") === 1);
    const other = await connectTo(port);
    other.send("b\n");
    await eventually("an answer", () => other.text() === "OK\n");
  });

  it("closes its connections and frees its port when the program drains", async () => {
    const { agent, port } = await listening();
    const peer = await connectTo(port);
    peer.send("a\n");
    await eventually("an answer", () => peer.text() === "OK\n");
    assert.equal(await agent.drain(), true);
    await peer.closed;
    await assert.rejects(connectTo(port));
  });

  it("says so when the port is in use", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const opening = startOneAgent(netcat({ bind: "127.0.0.1", port }, declared("r1")));
    await assert.rejects(opening, (error) => {
      assert.ok(error instanceof ComponentError);
      assert.equal(error.message, `port ${port} on 127.0.0.1 is in use by another program`);
      return true;
    });
    server.close();
  });

  it("says so when the address is none of this machine, and when the encoding does not exist", async () => {
    const elsewhere = startOneAgent(netcat({ bind: "192.0.2.1", port: 0 }, declared("r1")));
    await assert.rejects(elsewhere, { message: "192.0.2.1 is not an address of this machine" });
    const unreadable = startOneAgent(netcat({ port: 0, encoding: "utf-9" }, declared("r1")));
    await assert.rejects(unreadable, { message: 'there is no character encoding "utf-9"' });
  });
});
