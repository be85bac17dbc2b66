import assert from "node:assert/strict";
import type { Declared } from "../../../runtime/contract/context.ts";
import { ComponentError } from "../../../runtime/contract/errors.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { type GroupHandler, type GroupMember, type Kafka, KafkaError } from "../../../stdlib/kafka/port.ts";
import { KafkaReader } from "../../../stdlib/kafka/reader.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { testContext } from "../../support/test-context.ts";

const declared: Declared = { name: "s.hits", place: "a.flow:2:7", element: t.string };

/** A reader of a cluster whose coordinator answers a join by these errors, one after the other, and then takes it in. */
function readerOf(refusals: KafkaError[]) {
  let joins = 0;
  const member: GroupMember = { id: null, seek() {}, async commit() {}, async commitFor() {}, async close() {} };
  const kafka = {
    async join(_: unknown, handler: GroupHandler) {
      joins += 1;
      const refusal = refusals.shift();
      queueMicrotask(() => (refusal === undefined ? handler.assigned([], false, false) : handler.stopped(refusal)));
      return member;
    },
  } as Partial<Kafka> as Kafka;
  const reader = new KafkaReader<string>({
    declared,
    topic: "hits",
    group: "g",
    formerGroup: null,
    exclusive: false,
    startAt: "earliest",
    commitInterval: 0,
    metadataMaxAge: 10_000,
    sessionTimeout: 10_000,
    kafka: () => kafka,
    decode: () => assert.fail("nothing is fetched"),
    toError: (error) => new ComponentError(declared, (error as Error).message, { cause: error }),
  });
  return { reader, joins: () => joins };
}

// No real broker can be told to load for as long as a test wants.
describe("a reader whose coordinator has just come up", () => {
  const loading = () => new KafkaError("transient", "The coordinator is loading");

  it("asks again while the coordinator loads", async () => {
    const clock = manualClock(0);
    const { reader, joins } = readerOf([loading(), loading()]);
    const opening = reader.open(testContext({ clock }));
    await clock.settle();
    assert.equal(joins(), 1);
    await clock.advance(1000);
    await opening;
    assert.equal(joins(), 3);
    await reader.close();
  });

  it("does not ask again where asking is of no use", async () => {
    const { reader, joins } = readerOf([new KafkaError("denied", "not allowed")]);
    await assert.rejects(reader.open(testContext()), /not allowed/);
    assert.equal(joins(), 1);
  });

  it("gives up when that has gone on for too long", async () => {
    const clock = manualClock(0);
    const { reader } = readerOf(Array.from({ length: 1000 }, loading));
    const opening = assert.rejects(reader.open(testContext({ clock })), /loading/);
    await clock.advance(60_000);
    await opening;
  });
});
