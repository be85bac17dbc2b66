/** Events on their way through a real agent of Flume 1.11, in each combination of compression and encryption. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { event } from "../../../runtime/contract/event.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import { avro } from "../../../stdlib/avro/avro.ts";
import { avro as avroSink } from "../../../stdlib/avro/avro-sink.ts";
import { freePorts } from "../../servers/free-ports.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { certificates } from "../../support/certificates.ts";
import { eventually } from "../../support/eventually.ts";
import { sampleSize } from "../../support/sample-size.ts";
import { contextFor } from "../support/context.ts";
import { declared, type OneAgent, portOf, startOneAgent } from "../support/one-agent.ts";

const combinations = [
  { deflate: false, tls: false },
  { deflate: true, tls: false },
  { deflate: false, tls: true },
  { deflate: true, tls: true },
] as const;

type Combination = (typeof combinations)[number];

const titleOf = ({ deflate, tls }: Combination) =>
  `${deflate ? "with" : "without"} deflate and ${tls ? "with" : "without"} TLS`;

serverSuite("flume", "avro with a real agent of Flume", (flume) => {
  const made = certificates();
  const count = sampleSize(5000, 100_000);
  const running: OneAgent<string>[] = [];
  const sinks: Sink<string>[] = [];
  let keystore = "";
  let folder = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sluice-keystore-"));
    keystore = join(folder, "server.p12");
    const { serverCert, serverKey } = made();
    const files = ["-in", serverCert, "-inkey", serverKey, "-out", keystore];
    execFileSync("openssl", ["pkcs12", "-export", "-passout", "pass:sluice-test", ...files]);
  });

  after(() => rmSync(folder, { recursive: true }));

  afterEach(async () => {
    for (const one of running.splice(0)) await one.drain();
    for (const sink of sinks.splice(0)) await sink.close();
  });

  /** Avro source, channel, avro sink: what we send to the one comes back from the other. */
  function relay({ deflate, tls }: Combination, from: number, to: number): string {
    const compression = `compression-type = ${deflate ? "deflate" : "none"}`;
    const source = ["type = avro", "bind = 127.0.0.1", `port = ${from}`, "channels = c1", compression];
    const sink = [
      "type = avro",
      "hostname = localhost",
      `port = ${to}`,
      "channel = c1",
      "batch-size = 500",
      compression,
    ];
    if (tls) {
      source.push("ssl = true", `keystore = ${keystore}`, "keystore-password = sluice-test", "keystore-type = PKCS12");
      sink.push("ssl = true", "trust-all-certs = true");
    }
    return [
      "a1.sources = r1",
      "a1.channels = c1",
      "a1.sinks = k1",
      ...source.map((line) => `a1.sources.r1.${line}`),
      ...["type = memory", "capacity = 200000", "transactionCapacity = 2000"].map((line) => `a1.channels.c1.${line}`),
      ...sink.map((line) => `a1.sinks.k1.${line}`),
    ].join("\n");
  }

  async function listening({ deflate, tls }: Combination, port = 0) {
    const { serverCert, serverKey } = made();
    const options = {
      port,
      compression: deflate ? "deflate" : "none",
      ...(tls ? { tlsCert: serverCert, tlsKey: serverKey } : {}),
    } as const;
    const agent = await startOneAgent(avro(options, declared("r1")), { capacity: 10_000 });
    running.push(agent);
    return { agent, port: portOf(agent) };
  }

  async function sendingTo(port: number, { deflate, tls }: Combination): Promise<Sink<string>> {
    const encrypted = tls ? { tls: true, tlsCa: made().ca } : {};
    const compression = deflate ? "deflate" : "none";
    const sink = avroSink<string>(
      { host: "localhost", port, batchSize: 500, compression, ...encrypted },
      declared("k1"),
    );
    await sink.open(contextFor({}));
    sinks.push(sink);
    return sink;
  }

  const numbers = Array.from({ length: count }, (_, index) => `${index} žluť`);
  const eventOf = (body: string) => event(body, new Map([["n", body.split(" ")[0]!]]));

  for (const one of combinations) {
    it(`brings events there and back ${titleOf(one)}`, async function () {
      this.timeout(300_000);
      const { agent, port } = await listening(one);
      const [entry = 0] = await freePorts(1);
      const relaying = await flume().start(relay(one, entry, port), [entry]);
      const sink = await sendingTo(entry, one);
      for (let at = 0; at < numbers.length; at += 500) await sink.write(numbers.slice(at, at + 500).map(eventOf));
      await eventually("all events", () => agent.events.length >= count, 120_000);
      assert.deepEqual(agent.bodies(), numbers);
      assert.equal(agent.events[7]?.headers.get("n"), "7");
      await relaying.stop();
    });
  }

  // The one with both in `npm test`, all of them in the long run.
  for (const one of combinations.slice(-sampleSize(1, combinations.length))) {
    it(`loses nothing ${titleOf(one)} when the agent between is killed, or the program that it sends to`, async function () {
      this.timeout(600_000);
      const first = await listening(one);
      const [entry = 0] = await freePorts(1);
      const start = () => flume().start(relay(one, entry, first.port), [entry]);
      let relaying = await start();
      const sink = await sendingTo(entry, one);
      /** As the runtime does it: again until it works. */
      const send = async (bodies: readonly string[]) => {
        await eventually(
          "an answer",
          () =>
            sink.write(bodies.map(eventOf)).then(
              () => true,
              () => false,
            ),
          60_000,
        );
      };
      await send(numbers.slice(0, 500));
      await eventually("the first events", () => first.agent.events.length >= 500, 60_000);
      await relaying.kill();
      await assert.rejects(sink.write([eventOf("0 lost")]));
      relaying = await start();
      await send(numbers.slice(500, 1000));
      await eventually("the next events", () => first.agent.events.length >= 1000, 60_000);
      // The program goes away while the agent holds events for it, and is back on the same port.
      await first.agent.drain();
      running.splice(0);
      await send(numbers.slice(1000, 1500));
      const second = await listening(one, first.port);
      await eventually("the last events", () => second.agent.events.length >= 500, 60_000);
      assert.deepEqual([...first.agent.bodies(), ...second.agent.bodies()], numbers.slice(0, 1500));
      await relaying.kill();
    });
  }
});
