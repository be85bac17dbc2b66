import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { createWebHdfs } from "./hdfs/web-hdfs.ts";
import { serverSuite } from "./server-suite.ts";
import { hdfsServer, kafkaServer } from "./shared-servers.ts";

serverSuite("kafka", "the Kafka server of the tests", (kafka) => {
  it("takes topics by Kafka's own tool", async () => {
    const created = await kafka().tool("kafka-topics", ["--create", "--topic", "servers.topics", "--partitions", "3"]);
    assert.equal(created.status, 0, created.stderr);
    const described = await kafka().tool("kafka-topics", ["--describe", "--topic", "servers.topics"]);
    assert.match(described.stdout, /PartitionCount: 3\s+ReplicationFactor: 1/);
  });

  it("gives the status and the message of a tool that fails", async () => {
    const { status, stdout, stderr } = await kafka().tool("kafka-topics", ["--describe", "--topic", "servers.absent"]);
    assert.equal(status, 1);
    assert.match(stdout + stderr, /Topic 'servers.absent' does not exist/);
  });

  it("keeps what was produced over a stop, a SIGKILL and their restarts", async () => {
    const topic = ["--topic", "servers.restart"];
    const consume = () =>
      kafka().tool("kafka-console-consumer", [
        ...topic,
        "--from-beginning",
        "--max-messages",
        "2",
        "--timeout-ms",
        "20000",
      ]);
    const produced = await kafka().tool("kafka-console-producer", topic, "one\ntwo\n");
    assert.equal(produced.status, 0, produced.stderr);
    const { brokers } = kafka();

    await kafka().stop();
    await assert.rejects(dial(brokers), { code: "ECONNREFUSED" });
    await kafka().restart();
    assert.equal(kafka().brokers, brokers);
    assert.equal((await consume()).stdout, "one\ntwo\n");

    await kafka().kill();
    assert.deepEqual(kafka().processIds(), []);
    await kafka().restart();
    assert.equal((await consume()).stdout, "one\ntwo\n");
  });

  it("wants the right credentials on its SASL listener", async () => {
    const { brokers, username, password } = kafka().sasl;
    assert.equal((await listAs(username, password)).status, 0);
    const refused = await listAs(username, "wrong");
    assert.notEqual(refused.status, 0);
    assert.match(refused.stdout + refused.stderr, /Authentication failed: Invalid username or password/);

    async function listAs(user: string, secret: string) {
      const directory = await mkdtemp(join(tmpdir(), "sluice-sasl-"));
      const settings = join(directory, "client.properties");
      const login = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${user}" password="${secret}";`;
      await writeFile(settings, `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=${login}\n`);
      try {
        return await kafka().tool("kafka-topics", [
          "--bootstrap-server",
          brokers,
          "--command-config",
          settings,
          "--list",
        ]);
      } finally {
        await rm(directory, { recursive: true });
      }
    }
  });

  it("shows its certificate on its TLS listener", async () => {
    const { brokers, certificate } = kafka().tls;
    const [host, port] = brokers.split(":");
    const socket = connectTls({ host, port: Number(port), ca: await readFile(certificate) });
    await once(socket, "secureConnect");
    assert.equal(socket.authorized, true);
    socket.destroy();
  });

  it("is one for all suites, and back for the next one when a test stopped it", async () => {
    await kafka().stop();
    assert.equal(await kafkaServer(), kafka());
    assert.equal(kafka().processIds().length, 1);
  });
});

serverSuite("hdfs", "the HDFS server of the tests", (hdfs) => {
  it("gives back over WebHDFS what was put", async () => {
    await createWebHdfs(hdfs().webhdfs).write("/servers/put/ä b%.txt", "hello");
    assert.deepEqual(await hdfs().list("/servers/put"), [{ name: "ä b%.txt", type: "FILE", length: 5 }]);
    assert.equal(String(await hdfs().read("/servers/put/ä b%.txt")), "hello");
    await assert.rejects(hdfs().read("/servers/absent"), /FileNotFoundException/);
  });

  it("refuses data while its DataNode is dead and has all of it after the return", async () => {
    const files = createWebHdfs(hdfs().webhdfs);
    await files.write("/servers/kill/before", "before");
    const [, killed] = hdfs().processIds();

    await hdfs().killDataNode();
    assert.equal(
      hdfs()
        .processIds()
        .includes(killed ?? 0),
      false,
    );
    await assert.rejects(files.write("/servers/kill/during", "during"), /ECONNREFUSED|Failed to find datanode/);
    await assert.rejects(hdfs().read("/servers/kill/before"));

    await hdfs().startDataNode();
    await files.write("/servers/kill/after", "after");
    assert.equal(String(await hdfs().read("/servers/kill/before")), "before");
    assert.equal(String(await hdfs().read("/servers/kill/after")), "after");
  });

  it("is one for all suites, and whole again for the next one when a test broke it", async () => {
    await hdfs().killDataNode();
    assert.equal(await hdfsServer(), hdfs());
    assert.equal(hdfs().processIds().length, 2);
  });
});

/** Connects to "HOST:PORT" and hangs up. */
async function dial(address: string): Promise<void> {
  const [host, port] = address.split(":");
  const socket = connect(Number(port), host);
  await once(socket, "connect");
  socket.destroy();
}
