import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { event } from "../../../runtime/contract/event.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { freshName, probe, readBodies, textTopic } from "./probe.ts";

describe("the overrides of kafkajs", () => {
  it("are for the version that is installed, and no other can be", () => {
    const installed = createRequire(import.meta.url)("kafkajs/package.json") as { version: string };
    assert.equal(installed.version, "2.2.4");
    const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
    assert.equal(manifest.dependencies.kafkajs, "2.2.4");
  });
});

serverSuite("kafka", "kafkajs, overridden", (server) => {
  it("arms few timers while a reader has nothing to do", async () => {
    const topic = textTopic(freshName("idle"), { brokers: server().brokers });
    await topic.open(probe());
    await topic.append([event("a")]);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(probe());
    await readBodies(reader, 1);

    const original = globalThis.setTimeout;
    let armed = 0;
    globalThis.setTimeout = Object.assign((...args: Parameters<typeof original>) => {
      armed++;
      return original(...args);
    }, original) as typeof original;
    try {
      await sleep(2_000);
    } finally {
      globalThis.setTimeout = original;
    }
    // As it comes, kafkajs arms about 5,000 a second on each connection.
    assert.ok(armed / 2 < 50, `${armed / 2} timers a second`);
    await reader.close();
    await topic.close();
  });
});
