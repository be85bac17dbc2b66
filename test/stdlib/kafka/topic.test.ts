import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { ComponentError, RejectedEventError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { secret } from "../../../runtime/contract/secret.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { freePort } from "../../support/free-port.ts";
import { keepingSink } from "../../support/memory-endpoints.ts";
import { needs } from "../../support/needs.ts";
import { freshName, probe, readBodies, textTopic, topicOf } from "./probe.ts";

/** Rejections at the start: the topic's declaration, and one line that says this. */
function saying(name: string, pattern: RegExp) {
  return (error: unknown): true => {
    assert.ok(error instanceof ComponentError, String(error));
    assert.equal(error.declared.name, name);
    assert.equal(error.declared.place, "test.flow:1:1");
    assert.match(error.message, pattern);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };
}

serverSuite("kafka", "a kafka topic", (server) => {
  it("gives back what was appended, with keys and headers", async () => {
    type Hit = { readonly ip: string; readonly n: number };
    const name = freshName("round-trip");
    const context = probe();
    const element = t.record({ ip: t.string, n: t.int });
    const topic = topicOf<Hit>(name, element, { brokers: server().brokers, partitions: 3, key: (hit) => hit.ip });
    await topic.open(context);
    const hits = Array.from({ length: 200 }, (_, n) => ({ ip: `10.0.0.${n % 7}`, n }));
    await topic.append(
      hits.map((hit) =>
        event(
          hit,
          new Map([
            ["host", "web1"],
            ["timestamp", "1700000000000"],
          ]),
        ),
      ),
    );

    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    const byKey = new Map<string, number[]>();
    const partitions = new Map<string, Set<string>>();
    for (let count = 0; count < hits.length; ) {
      const batch = await reader.read(64, AbortSignal.timeout(20_000));
      assert.ok(batch !== null && batch.events.length <= 64);
      for (const { body, headers } of batch.events) {
        byKey.set(body.ip, [...(byKey.get(body.ip) ?? []), body.n]);
        partitions.set(body.ip, (partitions.get(body.ip) ?? new Set()).add(headers.get("partition")!));
        assert.deepEqual([headers.get("key"), headers.get("host"), headers.get("topic")], [body.ip, "web1", name]);
        assert.equal(headers.get("timestamp"), "1700000000000");
      }
      count += batch.events.length;
      await reader.commit(batch.positions);
    }
    for (const [ip, numbers] of byKey) {
      const sent = hits.filter((hit) => hit.ip === ip).map(({ n }) => n);
      assert.deepEqual(numbers, sent, `order of key ${ip}`);
      assert.equal(partitions.get(ip)?.size, 1);
    }
    assert.equal([...byKey.values()].flat().length, 200);
    await reader.close();
    await topic.close();
  });

  it("puts keys where Kafka's own producer puts them", async () => {
    const keys = Array.from({ length: 40 }, (_, n) => `${"ключ".slice(0, n % 5)}key-${n}`);
    const [theirs, ours] = [freshName("keys-theirs"), freshName("keys-ours")];
    const both = { brokers: server().brokers, partitions: 5, key: (body: string) => body };
    const topics = [textTopic(theirs, both), textTopic(ours, both)];
    for (const topic of topics) await topic.open(probe());
    await topics[1]!.append(keys.map((key) => event(key)));
    const parse = ["--reader-property", "parse.key=true", "--reader-property", "key.separator=|"];
    const lines = keys.map((key) => `${key}|${key}\n`).join("");
    const { status, stderr } = await server().tool("kafka-console-producer", ["--topic", theirs, ...parse], lines);
    assert.equal(status, 0, stderr);

    const placed = async (topic: string) => {
      const print = ["partition", "key"].flatMap((what) => ["--formatter-property", `print.${what}=true`]);
      const end = ["--from-beginning", "--max-messages", String(keys.length), "--timeout-ms", "20000"];
      const { stdout } = await server().tool("kafka-console-consumer", ["--topic", topic, ...print, ...end]);
      return stdout.trim().split("\n").sort();
    };
    const found = await placed(ours);
    assert.equal(found.length, keys.length);
    assert.deepEqual(found, await placed(theirs));
    for (const topic of topics) await topic.close();
  });

  it("spreads events without a key over the partitions, a batch to each", async () => {
    const name = freshName("keyless");
    const topic = textTopic(name, { brokers: server().brokers, partitions: 3, batchSize: 10 });
    await topic.open(probe());
    await topic.append(Array.from({ length: 30 }, (_, n) => event(String(n))));
    const { stdout } = await server().tool("kafka-get-offsets", ["--topic", name]);
    assert.deepEqual(
      stdout.trim().split("\n").sort(),
      [0, 1, 2].map((partition) => `${name}:${partition}:10`),
    );
    await topic.close();
  });

  it("writes gzip that Kafka's own consumer reads, and reads it itself", async () => {
    const name = freshName("gzip");
    const context = probe();
    const topic = textTopic(name, { brokers: server().brokers, compression: "gzip" });
    await topic.open(context);
    const lines = Array.from({ length: 300 }, (_, n) => `line ${n} ${"x".repeat(50)}`);
    await topic.append(lines.map((line) => event(line)));
    const end = ["--from-beginning", "--max-messages", "300", "--timeout-ms", "20000"];
    const { stdout } = await server().tool("kafka-console-consumer", ["--topic", name, ...end]);
    assert.deepEqual(stdout.trim().split("\n"), lines);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    assert.deepEqual(await readBodies(reader, 300), lines);
    await reader.close();
    await topic.close();
  });

  it("writes more than one request may carry", async () => {
    const name = freshName("large");
    const context = probe();
    const topic = textTopic(name, { brokers: server().brokers });
    await topic.open(context);
    const lines = Array.from({ length: 60 }, (_, n) => `${n} ${"x".repeat(100_000)}`);
    await topic.append(lines.map((line) => event(line)));
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    assert.deepEqual(await readBodies(reader, 60), lines);
    await reader.close();
    const refused = (error: unknown) => {
      return error instanceof RejectedEventError && error.message.includes(name) && /larger than/.test(error.message);
    };
    await assert.rejects(topic.append([event("x".repeat(2_000_000))]), refused);
    await topic.append([event("small")]);
    await topic.close();
  });

  it("passes over what does not decode, counts it and tells each reason once", async () => {
    const name = freshName("undecodable");
    const context = probe();
    const topic = topicOf<number>(name, t.int, { brokers: server().brokers });
    await topic.open(context);
    await server().tool("kafka-console-producer", ["--topic", name], "1\noops\nnope\n2.5\n2\n");
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    assert.deepEqual(await readBodies(reader, 2), [1, 2]);
    assert.equal(context.counts.get("undecodable"), 3);
    const told = context.lines.filter((line) => line.includes("is not of the topic's type"));
    assert.ok(
      told.some((line) => line.includes(`topic=${name} partition=0 offset=1 `)),
      told.join("\n"),
    );
    for (const line of told) assert.match(line, / place=test\.flow:1:1$/);
    await reader.close();
    await topic.close();
  });

  it("hands over what does not decode, as it is, before it reads on", async () => {
    const name = freshName("raw");
    const context = probe();
    const raw = keepingSink<Uint8Array>();
    const topic = topicOf<number>(name, t.int, { brokers: server().brokers, undecodable: raw });
    await topic.open(context);
    const binary = topicOf<Uint8Array>(name, t.bytes, { brokers: server().brokers });
    await binary.open(context);
    const values = [
      Buffer.from("1"),
      Buffer.from([0xff, 0, 0x80]),
      Buffer.from("2"),
      Buffer.from("x"),
      Buffer.from("3"),
    ];
    for (const [at, value] of values.entries()) await binary.append([event(value, new Map([["key", `k${at}`]]))]);
    raw.refuse(1);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    assert.deepEqual(await readBodies(reader, 3), [1, 2, 3]);
    assert.deepEqual(
      raw.writes.flat().map(({ body, headers }) => [[...body], headers.get("from.offset"), headers.get("key")]),
      [
        [[0xff, 0, 0x80], "1", "k1"],
        [[...Buffer.from("x")], "3", "k3"],
      ],
    );
    for (const { headers } of raw.writes.flat()) assert.match(headers.get("reason")!, /JSON/);
    assert.equal(context.counts.get("failed"), 1);
    await reader.close();
    await binary.close();
    await topic.close();
  });

  describe("at the start", () => {
    it("is made with its partitions, and taken as it is when nothing is said of them", async () => {
      const name = freshName("made");
      const context = probe();
      const topic = textTopic(name, { brokers: server().brokers, partitions: 4 });
      await topic.open(context);
      await topic.close();
      const { stdout } = await server().tool("kafka-topics", ["--describe", "--topic", name]);
      assert.match(stdout, /PartitionCount: 4\s+ReplicationFactor: 1/);
      const again = textTopic(name, { brokers: server().brokers });
      await again.open(context);
      await again.append([event("a")]);
      await again.close();
    });

    it("may have another name in the cluster", async () => {
      const name = freshName("other");
      const topic = textTopic("declared", { brokers: server().brokers, topic: name });
      await topic.open(probe());
      await topic.append([event("a")]);
      await topic.close();
      const { stdout } = await server().tool("kafka-get-offsets", ["--topic", name]);
      assert.equal(stdout.trim(), `${name}:0:1`);
    });

    it("refuses a topic that has other partitions than declared, with both numbers", async () => {
      const name = freshName("mismatch");
      const two = textTopic(name, { brokers: server().brokers, partitions: 2 });
      await two.open(probe());
      await two.close();
      const three = textTopic(name, { brokers: server().brokers, partitions: 3 });
      await assert.rejects(three.open(probe()), saying(name, /has 2 partitions .* declaration says 3/));
    });

    it("refuses more copies than there are brokers", async () => {
      const name = freshName("copies");
      const topic = textTopic(name, { brokers: server().brokers, replicationFactor: 2 });
      await assert.rejects(
        topic.open(probe()),
        saying(name, /replicationFactor 2 is more than the cluster has \(1 broker\)/),
      );
    });

    it("refuses a name that Kafka does not take", async () => {
      const topic = textTopic("a b", { brokers: server().brokers });
      await assert.rejects(topic.open(probe()), saying("a b", /topic a b/));
    });

    it("says within ten seconds that no broker is there", async () => {
      const port = await freePort();
      const context = probe();
      const start = performance.now();
      const topic = textTopic("nobody", { brokers: `127.0.0.1:${port}` });
      await assert.rejects(
        topic.open(context),
        saying("nobody", new RegExp(`no Kafka broker answers at 127.0.0.1:${port} \\(.*connection refused\\)`)),
      );
      assert.ok(performance.now() - start < 10_500);
      assert.deepEqual(context.lines, []);
    });

    it("says within ten seconds that what is there does not answer", async () => {
      const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
      const sockets: Socket[] = [];
      await once(silent, "listening");
      const { port } = silent.address() as AddressInfo;
      const start = performance.now();
      const topic = textTopic("silent", { brokers: `127.0.0.1:${port}` });
      await assert.rejects(topic.open(probe()), saying("silent", /no Kafka broker answers .*not ready within 10 s/));
      assert.ok(performance.now() - start < 11_000);
      for (const socket of sockets) socket.destroy();
      silent.close();
    });

    it("says what is odd about the address", async () => {
      const topic = textTopic("odd", { brokers: "localhost" });
      await assert.rejects(topic.open(probe()), saying("odd", /host:port.*"localhost"/));
    });

    it("logs in, and says when it may not, without the password", async () => {
      const name = freshName("sasl");
      const { brokers, username, password } = server().sasl;
      const given = (value: string) => secret("pass", "test.flow:2:1", () => value);
      const right = textTopic(name, { brokers, username, password: given(password) });
      const context = probe();
      await right.open(context);
      await right.append([event("a")]);
      const reader = right.reader(freshName("g"), "earliest");
      await reader.open(context);
      assert.deepEqual(await readBodies(reader, 1), ["a"]);
      await reader.close();
      await right.close();

      const wrong = textTopic(name, { brokers, username, password: given("guess-me-not") });
      const start = performance.now();
      await assert.rejects(wrong.open(context), (error: Error) => {
        saying(name, /refuses to let sluice in with plain/)(error);
        assert.doesNotMatch(error.message, /guess-me-not/);
        return true;
      });
      assert.ok(performance.now() - start < 10_500);
      assert.doesNotMatch(context.lines.join("\n"), /guess-me-not/);
    });

    for (const saslMechanism of ["scram-sha-256", "scram-sha-512"] as const) {
      it(`logs in with ${saslMechanism}`, async () => {
        const name = freshName("scram");
        const { brokers, username, password } = server().sasl;
        const given = (value: string) => secret("pass", "test.flow:2:1", () => value);
        const right = textTopic(name, { brokers, username, password: given(password), saslMechanism });
        await right.open(probe());
        await right.append([event("a")]);
        await right.close();
        const wrong = textTopic(name, { brokers, username, password: given("guess-me-not"), saslMechanism });
        await assert.rejects(wrong.open(probe()), saying(name, /refuses to let sluice in with scram-sha-/));
      });
    }

    it("shows a certificate of its own where the broker wants one", async function () {
      needs(this, "openssl");
      const name = freshName("mutual");
      const { brokers, identity } = server().mutualTls;
      const tlsKey = `${identity.keyStore}.key.pem`;
      const source = ["-in", identity.keyStore, "-passin", `pass:${identity.password}`];
      const made = spawnSync("openssl", ["pkcs12", ...source, "-nocerts", "-nodes", "-out", tlsKey]);
      assert.equal(made.status, 0, String(made.stderr));
      const tls = { brokers, tls: true, tlsCa: identity.pem };
      const topic = textTopic(name, { ...tls, tlsCert: identity.pem, tlsKey });
      await topic.open(probe());
      await topic.append([event("a")]);
      await topic.close();
      await assert.rejects(
        textTopic(name, tls).open(probe()),
        saying(name, /refuses the connection \(TLS: [\w/ ]*alert \w+ certificate\); .*tlsCert and tlsKey\?/),
      );
    });

    it("encrypts, with the authority that it is told to trust", async () => {
      const name = freshName("tls");
      const { brokers, certificate } = server().tls;
      const topic = textTopic(name, { brokers, tls: true, tlsCa: certificate });
      await topic.open(probe());
      await topic.append([event("a")]);
      await topic.close();
      await assert.rejects(
        textTopic(name, { brokers, tls: true }).open(probe()),
        saying(name, /refuses the connection \(TLS: .*self-signed certificate/),
      );
      await assert.rejects(
        textTopic(name, { brokers, tls: true, tlsCa: "/no/such.pem" }).open(probe()),
        saying(name, /tlsCa cannot be read/),
      );
      await assert.rejects(
        textTopic(name, { brokers, tlsCa: certificate }).open(probe()),
        saying(name, /without tls: true/),
      );
    });

    it("guesses that a broker that hangs up wants TLS", async () => {
      const topic = textTopic("plain", { brokers: server().tls.brokers });
      await assert.rejects(topic.open(probe()), saying("plain", /no Kafka broker answers.*does it want tls: true\b/));
    });
  });
});
