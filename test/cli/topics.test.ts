import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverSuite } from "../servers/server-suite.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const declared = `type Hit = { ip: string, n: int }

param brokers: string = "localhost:9092"

topic hits: Hit = embedded(partitions: 2, key: h => h.ip)
topic far: string = kafka(brokers: brokers, topic: "far-away")

stream count every 1s {
  hits.count() -> print()
  far.count() -> print()
}
`;

describe("topics, produce and consume on embedded topics", () => {
  const folder = tempFolders();

  it("say what Kafka's own options are called here", async () => {
    for (const option of ["--zookeeper", "--broker-list", "--bootstrap-server"]) {
      const { status, stderr } = await sluice(["consume", "words", option, "localhost:2181"]);
      assert.equal(status, 2);
      assert.match(stderr, new RegExp(`unknown option '${option}'; here that is '--brokers HOST:PORT'`));
    }
  });

  it("create, list, describe and delete", async () => {
    const cwd = folder();
    const created = await sluice(["topics", "create", "words", "--partitions", "2"], { cwd });
    assert.deepEqual([created.status, created.stdout], [0, "created topic words: 2 partitions\n"]);
    assert.equal((await sluice(["topics", "list"], { cwd })).stdout, "words\n");
    await sluice(["produce", "words"], { cwd, input: "a\nb\n" });
    const { stdout } = await sluice(["topics", "describe", "words", "--json"], { cwd });
    const [state] = JSON.parse(stdout) as [{ partitions: { next: string }[] }];
    assert.equal(
      state.partitions.reduce((sum, { next }) => sum + Number(next), 0),
      2,
    );
    const again = await sluice(["topics", "create", "words"], { cwd });
    assert.deepEqual([again.status, again.stderr], [1, "sluice: topic words exists already\n"]);
    assert.equal((await sluice(["topics", "create", "words", "--if-not-exists"], { cwd })).status, 0);
    assert.equal((await sluice(["topics", "delete", "words"], { cwd })).stdout, "deleted topic words\n");
    const gone = await sluice(["topics", "delete", "words"], { cwd });
    assert.deepEqual([gone.status, gone.stderr], [1, "sluice: there is no topic words\n"]);
    assert.equal((await sluice(["topics", "delete", "words", "--if-exists"], { cwd })).status, 0);
  });

  it("print keys, places and headers as Kafka's console does", async () => {
    const cwd = folder();
    await sluice(["topics", "create", "t"], { cwd });
    const produce = ["produce", "t", "--parse-headers", "--key-separator", "|"];
    await sluice(produce, { cwd, input: "host:web1,zone:a\tk1|one\n\tk2|two\n" });
    const print = ["partition", "offset", "headers", "key"].map((part) => `--print-${part}`);
    const all = ["consume", "t", "--from-beginning", "--timeout", "300ms"];
    const { stdout, stderr } = await sluice([...all, ...print], { cwd });
    assert.equal(
      stdout,
      "Partition:0\tOffset:0\thost:web1,zone:a\tk1\tone\nPartition:0\tOffset:1\tNO_HEADERS\tk2\ttwo\n",
    );
    assert.equal(stderr, "2 records\n");
    const json = await sluice([...all, "--json", "--max-messages", "1"], { cwd });
    const { timestamp, ...record } = JSON.parse(json.stdout);
    assert.match(timestamp, /^\d{13}$/);
    assert.deepEqual(record, {
      topic: "t",
      partition: 0,
      offset: "0",
      key: "k1",
      value: "one",
      headers: { host: "web1", zone: "a" },
    });
    const part = await sluice(["consume", "t", "--partition", "0", "--offset", "1", "--max-messages", "1"], { cwd });
    assert.equal(part.stdout, "two\n");
  });

  it("read on where the group has committed", async () => {
    const cwd = folder();
    await sluice(["topics", "create", "t"], { cwd });
    await sluice(["produce", "t"], { cwd, input: "1\n2\n3\n" });
    const consume = (...more: string[]) =>
      sluice(["consume", "t", "--group", "g", "--from-beginning", "--timeout", "300ms", ...more], { cwd });
    assert.equal((await consume("--max-messages", "2")).stdout, "1\n2\n");
    assert.equal((await consume()).stdout, "3\n");
    assert.equal((await consume()).stdout, "");
  });

  it("follow what comes until Ctrl-C", async () => {
    const cwd = folder();
    await sluice(["topics", "create", "t"], { cwd });
    await sluice(["produce", "t"], { cwd, input: "before\n" });
    const consuming = startSluice(["consume", "t", "--from-beginning"], { cwd });
    await consuming.sees(/before\n/);
    await sluice(["produce", "t"], { cwd, input: "after\n" });
    await consuming.sees(/after\n/);
    const { status, stderr } = await consuming.stop();
    assert.deepEqual([status, stderr], [0, "2 records\n"]);
  });

  it("write what is typed without waiting for more", async () => {
    const cwd = folder();
    await sluice(["topics", "create", "t"], { cwd });
    const producing = startSluice(["produce", "t"], { cwd });
    const consuming = startSluice(["consume", "t", "--from-beginning"], { cwd });
    producing.child.stdin.write("typed\n");
    await consuming.sees(/typed\n/);
    await consuming.stop();
    const { status, stderr } = await producing.stop();
    assert.deepEqual([status, stderr], [0, "1 record\n"]);
  });

  it("know the topics that a .flow file declares, with their types and keys", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), declared);
    assert.equal((await sluice(["topics", "list", "a.flow"], { cwd })).stdout, "hits\nfar\n");
    assert.equal(
      (await sluice(["topics", "create", "a.flow", "hits"], { cwd })).stdout,
      "created topic hits: 2 partitions\n",
    );
    const input = '{"ip":"a","n":1}\n{"ip":"b"}\n{"ip":"c","n":3}\n';
    const strict = await sluice(["produce", "a.flow", "hits"], { cwd, input });
    assert.equal(strict.status, 1);
    assert.match(strict.stderr, /^sluice: line 2: expected an int.* at \.n; the 1 before it are written\n$/);
    const lenient = await sluice(["produce", "a.flow", "hits", "--ignore-error"], { cwd, input });
    assert.deepEqual([lenient.status, lenient.stderr.split("\n").at(-2)], [0, "2 records"]);
    const read = ["consume", "a.flow", "hits", "--from-beginning", "--print-key", "--timeout", "300ms"];
    const { stdout } = await sluice(read, { cwd });
    const expected = ['a\t{"ip":"a","n":1}', 'a\t{"ip":"a","n":1}', 'c\t{"ip":"c","n":3}'];
    assert.deepEqual(stdout.trim().split("\n").sort(), expected);
    const unknown = await sluice(["consume", "a.flow", "hit"], { cwd });
    assert.deepEqual([unknown.status, unknown.stderr], [1, "sluice: the program has no topic hit; it has hits, far\n"]);
  });

  it("say where a topic is declared whose cluster does not answer", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), declared);
    const args = ["produce", "a.flow", "far", "--set", "brokers=127.0.0.1:1"];
    const { status, stderr } = await sluice(args, { cwd, input: "a\n" });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^sluice: a\.flow:6:7: topic far: no Kafka broker answers at 127\.0\.0\.1:1 \(connection refused\)\n$/,
    );
  });

  const wrong: readonly (readonly [args: string, message: RegExp])[] = [
    ["topics", /say what to do: create, list, describe, delete/],
    ["topics alter t", /unknown action "alter": create, list/],
    ["topics create", /a TOPIC is missing/],
    ["topics create t --partitions 0", /--partitions takes a whole number of at least 1, not "0"/],
    ["topics create t --config retention", /--config takes name=value/],
    ["topics list t", /list takes no TOPIC/],
    ["consume", /a TOPIC is missing/],
    ["consume a b", /"b" is one too many/],
    ["consume t --offset 5", /--offset needs --partition/],
    ["consume t --partition 0 --offset five", /--offset takes an offset, earliest or latest/],
    ["consume t --timeout 5", /--timeout takes a duration such as 5s/],
    ["consume t --group g --partition 0", /--group .* excludes --partition/],
    ["produce t --acks 1", /--acks is one of all, leader, not "1"/],
    ["produce t --set a=1", /there is no FILE/],
    ["consume a.flow t --brokers localhost:1", /leave --brokers out/],
    ["consume t --brokers a:1 --sasl-mechanism gssapi", /--sasl-mechanism is one of/],
  ];
  it("say that a file comes before the topics", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), "topic t: string = embedded()\n");
    const { status, stderr } = await sluice(["topics", "create", "t", "a.flow"], { cwd });
    assert.equal(status, 2);
    assert.match(stderr, /a\.flow is a file, not a topic: write it first/);
  });

  for (const [args, message] of wrong) {
    it(`do not take \`${args}\``, async () => {
      const { status, stderr } = await sluice(args.split(" "), { cwd: folder() });
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});

serverSuite("kafka", "topics, produce and consume on Kafka", (server) => {
  const lines = (text: string) => text.trim().split("\n").sort();
  const on = () => ["--brokers", server().brokers];

  it("go hand in hand with Kafka's own tools", async () => {
    const topic = `console-${process.pid}`;
    const created = await sluice([
      "topics",
      "create",
      topic,
      "--partitions",
      "3",
      ...on(),
      "--config",
      "retention.ms=86400000",
    ]);
    assert.equal(created.status, 0, created.stderr);
    const theirs = await server().tool("kafka-topics", ["--describe", "--topic", topic]);
    assert.match(theirs.stdout, /PartitionCount: 3\s+ReplicationFactor: 1\s+Configs: .*retention\.ms=86400000/);
    assert.ok(lines((await server().tool("kafka-topics", ["--list"])).stdout).includes(topic));
    assert.ok(lines((await sluice(["topics", "list", ...on()])).stdout).includes(topic));

    await sluice(["produce", topic, "--key-separator", "|", ...on()], { input: "k1|ours 1\nk2|ours 2\n" });
    const parse = ["--reader-property", "parse.key=true", "--reader-property", "key.separator=|"];
    await server().tool("kafka-console-producer", ["--topic", topic, ...parse], "k1|theirs 1\nk3|theirs 2\n");
    const print = ["partition", "offset", "headers", "key"];
    const ours = await sluice([
      ...["consume", topic, "--from-beginning", "--max-messages", "4", ...on()],
      ...print.map((part) => `--print-${part}`),
    ]);
    const same = await server().tool("kafka-console-consumer", [
      ...["--topic", topic, "--from-beginning", "--max-messages", "4", "--timeout-ms", "20000"],
      ...print.flatMap((part) => ["--formatter-property", `print.${part}=true`]),
    ]);
    assert.equal(lines(ours.stdout).length, 4);
    assert.deepEqual(lines(ours.stdout), lines(same.stdout));

    const described = await sluice(["topics", "describe", topic, ...on()]);
    assert.match(described.stdout, /: 3 partitions\n {2}retention\.ms = 86400000\n/);
    await sluice(["topics", "delete", topic, ...on()]);
    assert.ok(!lines((await server().tool("kafka-topics", ["--list"])).stdout).includes(topic));
  });

  it("share the groups of Kafka", async () => {
    const topic = `console-group-${process.pid}`;
    await sluice(["topics", "create", topic, ...on()]);
    await sluice(["produce", topic, ...on(), "--compression", "gzip"], { input: "1\n2\n3\n" });
    const group = ["consume", topic, "--group", topic, "--from-beginning", "--max-messages"];
    assert.equal((await sluice([...group, "2", ...on()])).stdout, "1\n2\n");
    const { stdout } = await server().tool("kafka-consumer-groups", ["--describe", "--group", topic]);
    assert.match(stdout, new RegExp(`${topic}\\s+${topic}\\s+0\\s+2\\s+3\\s+1\\s`));
    assert.equal((await sluice([...group, "1", ...on()])).stdout, "3\n");
  });

  it("show records without a value, and say when there is no such topic", async () => {
    const topic = `console-null-${process.pid}`;
    const missing = await sluice(["consume", topic, ...on()]);
    assert.deepEqual([missing.status, missing.stderr], [1, `sluice: there is no topic ${topic}\n`]);
    await sluice(["topics", "create", topic, ...on()]);
    await sluice(["produce", topic, "--parse-key", "--null-marker", "NIL", ...on()], { input: "k\tNIL\n" });
    const { stdout } = await sluice(["consume", topic, "--from-beginning", "--max-messages", "1", "--json", ...on()]);
    assert.equal(JSON.parse(stdout).value, null);
  });

  it("log in with a password that is not on the command line", async () => {
    const { brokers, username, password } = server().sasl;
    const login = ["topics", "list", "--brokers", brokers, "--username", username, "--password-env", "PASS"];
    assert.equal((await sluice(login, { env: { PASS: password } })).status, 0);
    const refused = await sluice(login, { env: { PASS: "wrong-one" } });
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /refuses to let sluice in/);
    assert.doesNotMatch(refused.stderr, /wrong-one/);
    const unset = await sluice(login, { env: { PASS: undefined } });
    assert.match(unset.stderr, /secret PASS has no value; set \$PASS/);
  });
});
