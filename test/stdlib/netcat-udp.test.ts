import assert from "node:assert/strict";
import type { NetcatUdpOptions } from "../../stdlib/netcat/netcat-udp.options.ts";
import { netcatUdp } from "../../stdlib/netcat/netcat-udp.ts";
import { eventually } from "../support/eventually.ts";
import { needs } from "../support/needs.ts";
import { start } from "../support/process.ts";
import { sendDatagrams } from "./support/datagrams.ts";
import { declared, type OneAgent, portOf, startOneAgent } from "./support/one-agent.ts";

describe("netcatUdp", () => {
  const running: OneAgent<string>[] = [];

  afterEach(async () => {
    for (const one of running.splice(0)) await one.drain();
  });

  async function listening(options: Partial<NetcatUdpOptions> = {}) {
    const agent = await startOneAgent(netcatUdp({ port: 0, ...options }, declared("r1")));
    running.push(agent);
    return { agent, port: portOf(agent) };
  }

  it("takes a datagram of a real nc", async function () {
    needs(this, "nc");
    const { agent, port } = await listening({ remoteAddress: "from" });
    const nc = start("nc", ["-u", "-w", "1", "127.0.0.1", String(port)], { input: "hello žluť\n" });
    await eventually("the event", () => agent.events.length === 1);
    const [event] = agent.events;
    assert.deepEqual([event?.body, event?.headers.get("from")], ["hello žluť", "127.0.0.1"]);
    await nc.ended;
  });

  it("takes all of a datagram, or a line each", async () => {
    const whole = await listening();
    await sendDatagrams(whole.port, ["a\nb\n", ""]);
    await eventually("the events", () => whole.agent.events.length === 2);
    assert.deepEqual(whole.agent.bodies(), ["a\nb", ""]);
    assert.equal(whole.agent.events[0]?.headers.size, 0);
    const lines = await listening({ lines: true });
    await sendDatagrams(lines.port, ["a\r\nb\n", "c"]);
    await eventually("the events", () => lines.agent.events.length === 3);
    assert.deepEqual(lines.agent.bodies(), ["a", "b", "c"]);
  });

  it("frees its port when the program drains, with all delivered that has arrived", async () => {
    const { agent, port } = await listening();
    await sendDatagrams(port, ["a"]);
    await eventually("the event", () => agent.events.length === 1);
    assert.equal(await agent.drain(), true);
    const again = await listening({ port });
    await sendDatagrams(port, ["b"]);
    await eventually("the event", () => again.agent.bodies().length === 1);
  });
});
