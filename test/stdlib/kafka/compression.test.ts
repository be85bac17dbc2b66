import assert from "node:assert/strict";
import fc from "fast-check";
import { event } from "../../../runtime/contract/event.ts";
import { codecOf, compressionTypes } from "../../../stdlib/kafka/codecs.ts";
import type { Codec } from "../../../stdlib/support/compression/codec.ts";
import { portableZstd } from "../../../stdlib/support/compression/zstd.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { freshName, probe, readBodies, textTopic } from "./probe.ts";

const names = ["gzip", "snappy", "lz4", "zstd"] as const;

describe("compression of batches", () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(2_000)).map(([part, times]) => {
      return Buffer.concat(Array.from({ length: times }, () => part));
    }),
  );
  const bytes = fc.array(pieces, { maxLength: 5 }).map((parts) => Buffer.concat(parts));

  const codecs: readonly (readonly [string, () => Promise<Codec>])[] = [
    ...names.map((name) => [name, () => codecOf(compressionTypes[name])!] as const),
    ["zstd where Node has none", portableZstd],
  ];
  for (const [name, load] of codecs) {
    it(`gives back what it was given: ${name}`, async () => {
      const codec = await load();
      await fc.assert(
        fc.asyncProperty(bytes, async (given) => {
          assert.deepEqual(await codec.decompress(await codec.compress(given)), given);
        }),
        { numRuns: 40 },
      );
      const long = Buffer.from(Array.from({ length: 900_000 }, (_, n) => `${n % 1000} `).join(""));
      const packed = await codec.compress(long);
      assert.ok(packed.length < long.length / 2, `${packed.length} of ${long.length}`);
      assert.deepEqual(await codec.decompress(packed), long);
    });
  }

  for (const [name, load] of codecs) {
    it(`unpacks no more than it may: ${name}`, async () => {
      const codec = await load();
      const bomb = await codec.compress(Buffer.alloc(20_000_000));
      assert.ok(bomb.length < 1_500_000, `${bomb.length}`);
      assert.equal((await codec.decompress(bomb, 20_000_000)).length, 20_000_000);
      await assert.rejects(codec.decompress(bomb, 10_000_000), /unpacks to more than 10000000 bytes/);
    });
  }

  it("reads Snappy without the frames of Java clients, too", async () => {
    const codec = await codecOf(compressionTypes.snappy)!;
    // 5 bytes, one literal of 5: "hello".
    assert.equal(String(await codec.decompress(Buffer.from("051068656c6c6f", "hex"))), "hello");
  });
});

serverSuite("kafka", "compression of kafka topics", (server) => {
  const lines = Array.from({ length: 500 }, (_, n) => `line ${n} ${"x".repeat(n % 90)} ${n * 7919}`);

  for (const compression of names) {
    it(`is read by Kafka's own consumer and written by its own producer: ${compression}`, async () => {
      const name = freshName(compression);
      const context = probe();
      const topic = textTopic(name, { brokers: server().brokers, compression });
      await topic.open(context);
      await topic.append(lines.map((line) => event(line)));
      const end = ["--from-beginning", "--max-messages", String(lines.length), "--timeout-ms", "20000"];
      const { stdout } = await server().tool("kafka-console-consumer", ["--topic", name, ...end]);
      assert.deepEqual(stdout.trim().split("\n"), lines);

      const theirs = lines.map((line) => `their ${line}`);
      const { status, stderr } = await server().tool(
        "kafka-console-producer",
        ["--topic", name, "--compression-codec", compression],
        theirs.map((line) => `${line}\n`).join(""),
      );
      assert.equal(status, 0, stderr);
      const reader = topic.reader(freshName("g"), "earliest");
      await reader.open(context);
      assert.deepEqual(await readBodies(reader, 2 * lines.length), [...lines, ...theirs]);
      await reader.close();
      await topic.close();
    });

    it(`may be the topic's own: ${compression}`, async () => {
      const name = freshName(`own-${compression}`);
      const context = probe();
      const { status, stderr } = await server().tool("kafka-topics", [
        ...["--create", "--topic", name, "--partitions", "1", "--config", `compression.type=${compression}`],
      ]);
      assert.equal(status, 0, stderr);
      const topic = textTopic(name, { brokers: server().brokers });
      await topic.open(context);
      await topic.append(lines.map((line) => event(line)));
      const reader = topic.reader(freshName("g"), "earliest");
      await reader.open(context);
      assert.deepEqual(await readBodies(reader, lines.length), lines);
      await reader.close();
      await topic.close();
    });
  }
});
