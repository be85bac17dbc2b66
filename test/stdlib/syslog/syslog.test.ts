import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import type { Event } from "../../../runtime/contract/event.ts";
import type { SyslogOptions } from "../../../stdlib/syslog/syslog.options.ts";
import { syslog } from "../../../stdlib/syslog/syslog.ts";
import type { SyslogUdpOptions } from "../../../stdlib/syslog/syslog-udp.options.ts";
import { syslogUdp } from "../../../stdlib/syslog/syslog-udp.ts";
import { eventually } from "../../support/eventually.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { needs } from "../../support/needs.ts";
import { start } from "../../support/process.ts";
import { declared, type OneAgent, type OneAgentOptions, portOf, startOneAgent } from "../support/one-agent.ts";
import { connectTo, peerOf } from "../support/peer.ts";

const headersOf = ({ headers }: Event<string>) => Object.fromEntries(headers);

describe("syslog", () => {
  const running: OneAgent<string>[] = [];

  afterEach(async () => {
    for (const one of running.splice(0)) await one.drain();
  });

  async function listening(options: Partial<SyslogOptions> = {}, agentOptions: OneAgentOptions<string> = {}) {
    const source = syslog({ port: 0, timeZone: "UTC", ...options }, declared("r1"));
    const agent = await startOneAgent(source, agentOptions);
    running.push(agent);
    return { agent, port: portOf(agent) };
  }

  async function listeningByUdp(options: Partial<SyslogUdpOptions> = {}, agentOptions: OneAgentOptions<string> = {}) {
    const agent = await startOneAgent(
      syslogUdp({ port: 0, timeZone: "UTC", ...options }, declared("r1")),
      agentOptions,
    );
    running.push(agent);
    return { agent, port: portOf(agent) };
  }

  /** What becomes of messages. */
  async function eventsOf(text: string, count: number, options: Partial<SyslogOptions> = {}) {
    const { agent, port } = await listening(options);
    const peer = await connectTo(port);
    peer.socket.end(text);
    await eventually("the events", () => agent.events.length >= count);
    return agent.events;
  }

  for (const [title, args] of [
    ["by line", ["--rfc3164"]],
    ["with their length", ["--rfc5424", "--octet-count"]],
  ] as const) {
    it(`takes messages of a real logger ${title}`, async function () {
      needs(this, "logger");
      const { agent, port } = await listening({ clientIPHeader: "from", portHeader: "port" });
      const to = ["-n", "127.0.0.1", "-P", String(port), "-T", "-p", "local3.warning", "-t", "shop"];
      assert.equal((await start("logger", [...to, ...args, "paid žluť"]).ended).status, 0);
      await eventually("the event", () => agent.events.length === 1);
      const [event] = agent.events;
      assert.match(event!.body, /^shop(:| - - \[timeQuality .*\]) paid žluť$/);
      const { timestamp, host, version, ...headers } = headersOf(event!);
      const expected = { Facility: "19", Severity: "4", priority: "156", from: "127.0.0.1", port: String(port) };
      assert.deepEqual(headers, expected);
      assert.ok(Math.abs(Number(timestamp) - Date.now()) < 25 * 3_600_000, timestamp);
      assert.ok(host !== undefined && host !== "");
      assert.equal(version, title === "by line" ? undefined : "1");
    });
  }

  it("gives the headers of Flume, and the body behind the host", async () => {
    const events = await eventsOf(
      [
        '<165>1 2026-10-11T22:14:15.003Z web1 shop 42 ID47 [ctx user="eve"] paid',
        "<34>Oct 11 2026 22:14:15 web1 su[230]: 'su root' failed",
        "<34>1 - - - - - -",
        "<13>just words\n",
      ].join("\n"),
      4,
    );
    const at = String(Date.UTC(2026, 9, 11, 22, 14, 15));
    assert.deepEqual(
      events.map((event) => [event.body, headersOf(event)]),
      [
        [
          'shop 42 ID47 [ctx user="eve"] paid',
          {
            Facility: "20",
            Severity: "5",
            priority: "165",
            version: "1",
            timestamp: String(Number(at) + 3),
            host: "web1",
          },
        ],
        ["su[230]: 'su root' failed", { Facility: "4", Severity: "2", priority: "34", timestamp: at, host: "web1" }],
        ["- - - -", { Facility: "4", Severity: "2", priority: "34", version: "1" }],
        ["just words", { Facility: "1", Severity: "5", priority: "13" }],
      ],
    );
  });

  it("takes the year that the clock says for a time without one", async () => {
    const clock = manualClock();
    const { agent, port } = await listening({}, { clock });
    const now = new Date(clock.now());
    const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
      now.getUTCMonth()
    ];
    const peer = await connectTo(port);
    const time = `${month} ${String(now.getUTCDate()).padStart(2)} 00:00:00`;
    peer.socket.end(`<34>${time} web1 a: b\n<34>${time} web2 a: c\n`);
    await eventually("the events", () => agent.events.length === 2);
    const expected = String(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
    assert.deepEqual(
      agent.events.map(({ headers, body }) => [headers.get("timestamp"), headers.get("host"), body]),
      [
        [expected, "web1", "a: b"],
        [expected, "web2", "a: c"],
      ],
    );
  });

  it("keeps what is no message, marked, and what is too long, cut and marked", async () => {
    const { agent, port } = await listening({ eventSize: 20 });
    const peer = await connectTo(port);
    peer.socket.end(`no priority\n<200>too high\n<34>1 when where who\n<13>${"x".repeat(50)}\n<13>after\n30 <13>half`);
    await eventually("the events", () => agent.events.length === 6);
    assert.deepEqual(
      agent.events.map(({ body, headers }) => [body, headers.get("flume.syslog.status") ?? ""]),
      [
        ["no priority", "Invalid"],
        ["<200>too high", "Invalid"],
        ["<34>1 when where who", "Invalid"],
        ["x".repeat(16), "Incomplete"],
        ["after", ""],
        ["half", "Incomplete"],
      ],
    );
    assert.equal(agent.counted("invalidMessages"), 3);
    assert.equal(agent.counted("longMessages"), 2);
  });

  it("keeps the fields that it is asked to keep", async () => {
    const message = "<165>1 2026-10-11T22:14:15.003Z web1 shop 42 - - paid";
    const bodyWith = async (options: Partial<SyslogOptions>) => (await eventsOf(message, 1, options))[0]?.body;
    assert.equal(await bodyWith({ keepFields: ["all"] }), message);
    assert.equal(await bodyWith({ keepFields: ["priority", "version", "timestamp", "hostname"] }), message);
    assert.equal(await bodyWith({ keepFields: ["hostname"] }), "web1 shop 42 - - paid");
    const [bare] = await eventsOf(message, 1, { parse: false });
    assert.deepEqual([bare?.body, bare?.headers.size], [message, 0]);
  });

  it("listens on several ports", async () => {
    const { agent } = await listening({ morePorts: [0, 0], portHeader: "port" });
    const ports = [...agent.logs.join("\n").matchAll(/port=(\d+)/g)].map(([, port]) => port!);
    assert.equal(new Set(ports).size, 3);
    for (const port of ports) (await connectTo(Number(port))).send(`<13>to ${port}\n`);
    await eventually("the events", () => agent.events.length === 3);
    assert.deepEqual(agent.bodies().sort(), ports.map((port) => `to ${port}`).sort());
    for (const { body, headers } of agent.events) assert.equal(body, `to ${headers.get("port")}`);
  });

  it("holds senders back while the channel is full, and loses nothing of many", async () => {
    let isHeld = true;
    const onWrite = () => {
      if (isHeld) throw new Error("not now");
    };
    const { agent, port } = await listening({}, { capacity: 10, keepAlive: 5, onWrite });
    const send = async (name: string) => {
      const peer = await connectTo(port);
      peer.socket.end(Array.from({ length: 3000 }, (_, index) => `<13>${name} ${index}\n`).join(""));
      await peer.closed;
    };
    const sent = Promise.all([send("a"), send("b")]);
    await eventually("a full channel", () => agent.counted("channelFull") > 0);
    isHeld = false;
    await sent;
    await eventually("all events", () => agent.events.length === 6000);
    for (const name of ["a", "b"]) {
      assert.deepEqual(
        agent.bodies().filter((body) => body.startsWith(name)),
        Array.from({ length: 3000 }, (_, index) => `${name} ${index}`),
      );
    }
  });

  it("leaves out only the message at which a step of the wire throws", async () => {
    const step: OneAgentOptions<string>["step"] = (event) => {
      if (event.body === "bad") throw new Error("cannot do that");
      return event;
    };
    const { agent, port } = await listening({}, { step });
    const peer = await connectTo(port);
    peer.send("<13>a\n<13>bad\n<13>b\n");
    await eventually("two events", () => agent.events.length === 2);
    assert.deepEqual(agent.bodies(), ["a", "b"]);
    assert.equal(agent.counted("poisonedEvents"), 1);
    assert.match(agent.logs.join("\n"), /cannot do that/);
  });

  it("hears senders out when the program drains", async () => {
    const { agent, port } = await listening();
    const peer = peerOf(connect({ host: "127.0.0.1", port, allowHalfOpen: true }));
    peer.send("<13>before\n");
    await eventually("an event", () => agent.events.length === 1);
    const drained = agent.drain();
    // Our end is closed: a sender sees that, and says the rest.
    await new Promise((resolve) => peer.socket.once("end", resolve));
    peer.socket.end("<13>the last\n");
    assert.equal(await drained, true);
    assert.deepEqual(agent.bodies(), ["before", "the last"]);
  });

  it("takes datagrams of a real logger", async function () {
    needs(this, "logger");
    const { agent, port } = await listeningByUdp({ clientIPHeader: "from" });
    const to = ["-n", "127.0.0.1", "-P", String(port), "-d", "-p", "user.err", "-t", "shop", "--rfc5424"];
    assert.equal((await start("logger", [...to, "paid"]).ended).status, 0);
    await eventually("the event", () => agent.events.length === 1);
    const [event] = agent.events;
    assert.match(event!.body, /^shop - - \[timeQuality .*\] paid$/);
    const { Facility, Severity, from } = headersOf(event!);
    assert.deepEqual({ Facility, Severity, from }, { Facility: "1", Severity: "3", from: "127.0.0.1" });
  });

  it("counts datagrams that have no room, those of strangers, and what is cut", async () => {
    const socket = createSocket("udp4");
    const send = (text: string, port: number) =>
      new Promise<void>((resolve) => socket.send(text, port, "127.0.0.1", () => resolve()));
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const full = await listeningByUdp({ maxWaiting: 1000 }, { capacity: 1, onWrite: () => held });
    for (let index = 0; index < 50; index++) await send(`<13>number ${index}\n`, full.port);
    await eventually("losses", () => full.agent.counted("lostDatagrams") > 0);
    release();
    await eventually("the rest", () => full.agent.events.length + full.agent.counted("lostDatagrams") === 50);
    const numbers = full.agent.bodies().map((body) => Number(body.slice("number ".length)));
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );

    const closed = await listeningByUdp({ allow: ["10.0.0.0/8"] });
    await send("<13>a", closed.port);
    await eventually("the stranger", () => closed.agent.counted("forbiddenDatagrams") === 1);

    const short = await listeningByUdp({ eventSize: 10 });
    await send("<13>1234567890", short.port);
    await eventually("the event", () => short.agent.events.length === 1);
    assert.deepEqual(short.agent.bodies(), ["123456"]);
    assert.equal(short.agent.events[0]?.headers.get("flume.syslog.status"), "Incomplete");
    socket.close();
  });

  it("says so when its port is in use, or its encoding does not exist", async () => {
    const { port } = await listeningByUdp();
    await assert.rejects(startOneAgent(syslogUdp({ port }, declared("r1"))), {
      message: `port ${port} on localhost is in use by another program`,
    });
    await assert.rejects(startOneAgent(syslog({ port: 0, charset: "utf-9" }, declared("r1"))), {
      message: 'there is no character encoding "utf-9"',
    });
  });
});
