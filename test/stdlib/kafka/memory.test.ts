import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { event } from "../../../runtime/contract/event.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { eventually } from "../../support/eventually.ts";
import { start } from "../../support/process.ts";
import { freshName, probe, textTopic } from "./probe.ts";

serverSuite("kafka", "the memory of a reader of a kafka topic", (server) => {
  it("is bounded in bytes while nobody takes what it has fetched", async () => {
    const name = freshName("memory");
    const topic = textTopic(name, { brokers: server().brokers });
    await topic.open(probe());
    const large = "x".repeat(1_000_000);
    for (let count = 0; count < 500; count += 20) {
      await topic.append(Array.from({ length: 20 }, () => event(large)));
    }
    const script = fileURLToPath(new URL("idle-process.ts", import.meta.url));
    const reading = start(process.execPath, ["--import", "tsx", script, server().brokers, name]);
    const sizes = () => [...reading.stdout().matchAll(/^(\d+) MB$/gm)].map((found) => Number(found[1]));
    // It has fetched all that it wants when it has not grown for some seconds.
    const isAtRest = () => sizes().length > 10 && Math.max(...sizes().slice(-8)) <= Math.max(...sizes().slice(0, -8));
    await eventually("it fetches no more", isAtRest, 50_000);
    await reading.stop("SIGKILL");
    assert.ok(Math.max(...sizes()) < 400, `${sizes().join(", ")} MB for 500 MB of records`);
    await topic.close();
  });
});
