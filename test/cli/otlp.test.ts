import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { certificates } from "../support/certificates.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { type OtlpCollector, startCollector } from "../support/otlp-collector.ts";
import { startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = `topic numbers: string = embedded()

agent a {
  source r = seq(count: 1000)
  r.filter(e => e.body.length > 1) -> memory(capacity: 1000) -> numbers
}

stream s every 100ms {
  numbers.from("earliest").count() -> files("counts")
}
`;

const SECRET = "s3cret%20of%20mine";

describe("sluice run --otlp", function () {
  this.timeout(300_000);
  const folder = tempFolders();
  let collectors: OtlpCollector[] = [];

  afterEach(async () => {
    for (const collector of collectors) await collector.close();
    collectors = [];
  });

  async function collect(options?: Parameters<typeof startCollector>[0]): Promise<OtlpCollector> {
    const collector = await startCollector(options);
    collectors.push(collector);
    return collector;
  }

  function start(url: string, env: Readonly<Record<string, string>> = {}, ...more: string[]) {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), program);
    const own = { OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${SECRET}`, OTEL_METRIC_EXPORT_INTERVAL: "200" };
    return startSluice(["run", "a.flow", "--otlp", url, ...more], { cwd, env: { ...own, ...env } });
  }

  const figureOf = (collector: OtlpCollector, name: string, id: string) =>
    collector.points().find((point) => point.name === name && point.attributes["id"] === id)?.value;

  it("says which process of which service sends", async () => {
    const collector = await collect();
    const attributes = { OTEL_RESOURCE_ATTRIBUTES: "service.name=other,team=a", OTEL_SERVICE_NAME: "shop" };
    const running = [start(collector.url, attributes), start(collector.url, attributes)];
    const ids = new Set<unknown>();
    await eventually("both have sent", () => {
      for (const { resource } of collector.points()) {
        assert.equal(resource["service.name"], "shop");
        ids.add(resource["service.instance.id"]);
      }
      return ids.size === 2;
    });
    for (const id of ids) assert.match(String(id), /^[\da-f]{8}-[\da-f-]{27}$/);
    for (const one of running) await one.stop();
  });

  it("sends a collector the figures of each part, to the event, and a span for each batch", async () => {
    const collector = await collect();
    // Once too much, and once not there: what was refused comes again.
    collector.refuse(1, 429, { "retry-after": "1" });
    const running = start(collector.url, { OTEL_RESOURCE_ATTRIBUTES: "deployment.environment=test%2C1" });
    await eventually("all has come", () => figureOf(collector, "sluice.source.accepted", "s.numbers") === 990);
    await running.stop();
    const { status, stderr } = await running.ended;
    assert.equal(status, 0, stderr);
    assert.deepEqual(collector.faults, []);
    assert.equal(figureOf(collector, "sluice.source.accepted", "a.r"), 1000);
    assert.equal(figureOf(collector, "sluice.operator.out", "a.r.filter"), 990);
    assert.equal(figureOf(collector, "sluice.sink.written", "a.numbers"), 990);
    assert.equal(figureOf(collector, "sluice.channel.events", "a.memory"), 0);
    const [point] = collector.points();
    assert.equal(point?.resource["service.name"], "a");
    assert.equal(point?.resource["deployment.environment"], "test,1");
    const memory = collector.points().find(({ name }) => name === "process.memory.usage");
    assert.equal(memory?.unit, "By");
    assert.ok(memory.value > 1_000_000 && memory.start < memory.end);
    const counted = collector.spans.map(({ attributes }) => Number(attributes["batch.events"]));
    assert.equal(
      counted.reduce((sum, events) => sum + events, 0),
      990,
    );
    for (const { name, start, end, attributes } of collector.spans) {
      assert.equal(name, "s batch");
      assert.ok(start <= end && Number(attributes["batch.delay"]) >= 0);
      assert.match(String(attributes["place"]), /^a\.flow:8:/);
    }
    for (const { authorization } of collector.headers)
      assert.equal(authorization, `Bearer ${decodeURIComponent(SECRET)}`);
    assert.doesNotMatch(stderr, /s3cret|--otlp/);
  });

  it("tells once of a collector that is away, and once that it is back", async () => {
    const port = await freePort();
    const running = start(`http://127.0.0.1:${port}`);
    await running.sees(/WARN a\.flow --otlp: the collector does not take figures/, "stderr");
    const collector = await collect({ port });
    await running.sees(/INFO a\.flow the collector takes figures again/, "stderr");
    await eventually("the batches of before come, too", () => collector.spans.length > 0);
    const { status, stderr } = await running.stop();
    assert.equal(status, 0, stderr);
    assert.equal(stderr.match(/--otlp/g)?.length, 1, stderr);
    assert.doesNotMatch(stderr, /s3cret/);
    assert.deepEqual(collector.faults, []);
  });

  describe("over TLS", () => {
    const files = certificates();

    it("speaks to a collector whose certificate it trusts, and to no other", async () => {
      const { ca, serverKey, serverCert } = files();
      const tls = { key: readFileSync(serverKey, "utf8"), cert: readFileSync(serverCert, "utf8") };
      const collector = await collect({ tls });
      const trusting = start(collector.url, { OTEL_EXPORTER_OTLP_CERTIFICATE: ca });
      await eventually("figures have come", () => collector.points().length > 0);
      assert.equal((await trusting.stop()).status, 0);
      const careful = start(collector.url);
      await careful.sees(/--otlp: .*certificate/, "stderr");
      assert.equal((await careful.stop()).status, 0);
    });
  });

  it("refuses what makes no sense, and shows nothing of it", async () => {
    const url = await start("http://me:s3cret@localhost:4318").ended;
    assert.equal(url.status, 1);
    assert.match(url.stderr, /--otlp: it takes a URL such as http:\/\/localhost:4318/);
    const headers = await start("http://localhost:4318", { OTEL_EXPORTER_OTLP_HEADERS: "s3cret" }).ended;
    assert.equal(headers.status, 1);
    assert.match(headers.stderr, /OTEL_EXPORTER_OTLP_HEADERS has to be name=value/);
    for (const { stderr } of [url, headers]) assert.doesNotMatch(stderr, /s3cret/);
  });
});
