import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ComponentError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import type { Topic } from "../../../runtime/contract/topic.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { eventually } from "../../support/eventually.ts";
import { start } from "../../support/process.ts";
import { freshName, probe, readBodies, textTopic } from "./probe.ts";

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => String(from + n));
const sorted = (bodies: Iterable<string>) => [...new Set(bodies)].sort((a, b) => Number(a) - Number(b));

/** Appends until it is acknowledged, as a sink's runner would. Gives the errors on the way. */
async function appendSurely(topic: Topic<string>, bodies: readonly string[]): Promise<Error[]> {
  const errors: Error[] = [];
  for (;;) {
    try {
      await topic.append(bodies.map((body) => event(body)));
      return errors;
    } catch (error) {
      errors.push(error as Error);
      if (errors.length > 20) throw error;
    }
  }
}

serverSuite("kafka", "kafka topics and crashes", (server) => {
  it("lose nothing when a reading process is killed", async () => {
    const name = freshName("killed");
    const topic = textTopic(name, { brokers: server().brokers, partitions: 2 });
    await topic.open(probe());
    for (let from = 0; from < 1_000; from += 100) await topic.append(numbered(from, from + 100).map((n) => event(n)));
    const script = fileURLToPath(new URL("reading-process.ts", import.meta.url));
    const group = freshName("g");
    const run = () => start(process.execPath, ["--import", "tsx", script, server().brokers, name, group]);

    const first = run();
    await first.sees(/(.*\n){200}/);
    const killed = await first.stop("SIGKILL");
    const second = run();
    const seen = () => [...killed.stdout.split("\n"), ...second.stdout().split("\n")].filter((line) => line !== "");
    await eventually("everything was read", () => new Set(seen()).size === 1_000, 40_000);
    await second.stop("SIGKILL");
    assert.deepEqual(sorted(seen()), numbered(0, 1_000));
    // What the killed one had committed does not come again.
    assert.ok(seen().length <= 1_000 + 40, `${seen().length} were read in all`);
    await topic.close();
  });

  it("get over a broker that goes away and comes back, writing and reading", async () => {
    const name = freshName("restart");
    const context = probe();
    const topic = textTopic(name, { brokers: server().brokers, partitions: 2 });
    await topic.open(context);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    await appendSurely(topic, numbered(0, 100));
    const seen = await readBodies(reader, 100);

    await server().stop();
    const writing = appendSurely(topic, numbered(100, 200));
    // With nothing listening the reader gives up after a while and says why; the one who reads tries again.
    await assert.rejects(reader.read(10, AbortSignal.timeout(40_000)), (error: unknown) => {
      assert.ok(error instanceof ComponentError);
      assert.match(error.message, /^no Kafka broker answers at .*connection refused/);
      return true;
    });
    await assert.rejects(reader.read(10, AbortSignal.timeout(40_000)), ComponentError);
    await server().restart();
    for (const error of await writing) assert.match(error.message, /^no Kafka broker answers/);
    await appendSurely(topic, numbered(200, 300));

    while (new Set(seen).size < 300) {
      try {
        seen.push(...(await readBodies(reader, 1)));
      } catch (error) {
        assert.ok(error instanceof ComponentError, String(error));
      }
    }
    assert.deepEqual(sorted(seen), numbered(0, 300));
    await reader.close();
    await topic.close();
  });

  it("get over a broker that is killed while they are at it", async () => {
    const name = freshName("busy");
    const context = probe();
    const topic = textTopic(name, { brokers: server().brokers, partitions: 2 });
    await topic.open(context);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    const seen = new Set<string>();
    let stop = false;
    const reading = (async () => {
      while (!stop) {
        try {
          const batch = await reader.read(100, AbortSignal.timeout(500));
          if (batch === null) continue;
          // The work comes first: a commit may be done and its answer lost.
          for (const { body } of batch.events) seen.add(body);
          await reader.commit(batch.positions);
        } catch (error) {
          assert.ok(error instanceof ComponentError, String(error));
          await reader.rewind().catch(() => {});
        }
      }
    })();
    let written = 0;
    const writing = (async () => {
      while (!stop) {
        await appendSurely(topic, numbered(written, written + 50));
        written += 50;
        await sleep(5);
      }
    })();
    await eventually("it flows", () => seen.size > 500, 30_000);
    await server().kill();
    await server().restart();
    const before = written;
    await eventually("it flows again", () => written > before + 500 && seen.size > before, 40_000);
    stop = true;
    await writing;
    await reading;
    while (seen.size < written) for (const body of await readBodies(reader, 1)) seen.add(body);
    assert.deepEqual(sorted(seen), numbered(0, written));
    await reader.close();
    await topic.close();
  });
});
