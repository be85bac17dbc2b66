import assert from "node:assert/strict";
import fc from "fast-check";
import { type Event, event, type HeaderEntry, t } from "../../../runtime/index.ts";
import { fromBytes, toBytes } from "../../../runtime/value/byte-text.ts";
import { originalOf, recordHeaders, withOriginal } from "../../../runtime/value/headers.ts";
import { eventCodec } from "../../../stdlib/kafka/channel/event-codec.ts";
import { RecordHeaders } from "../../../stdlib/kafka/record-headers.ts";
import { toRecord } from "../../../stdlib/kafka/records.ts";

const asItIs = { encode: (body: Uint8Array) => Buffer.from(body) };

/** What a topic gives of an event that it was given. */
function stored(one: Event<Uint8Array>): Event<Uint8Array> {
  const { key, value, headers } = toRecord(one, null, asItIs as never);
  const bytes = (data: string | Uint8Array | null) => (data === null ? null : Buffer.from(data as Uint8Array));
  const record = { key: bytes(key), headers: headers.map(([name, data]) => [name, bytes(data)] as const) };
  return event(value as Uint8Array, new RecordHeaders("t", "0", { ...record, offset: "7", timestamp: "1" } as never));
}

const bytes = fc.uint8Array({ maxLength: 6 }).map((one) => fromBytes(Buffer.from(one)));
const names: fc.Arbitrary<string> = fc.constantFrom("a", "b", "timestamp", "topic", "key");

describe("events of a channel on a broker", () => {
  /** As they come from a topic: some set by the reader, the others as the record has them. */
  const read = fc
    .record({
      entries: fc.array(fc.tuple(names, fc.option(bytes)), { maxLength: 5 }),
      key: fc.option(bytes),
    })
    .map(({ entries, key }) => {
      const all = new Map(entries.filter((one): one is [string, string] => one[1] !== null));
      all.delete("key");
      for (const name of ["topic", "timestamp"]) all.set(name, "1");
      if (key !== null) all.set("key", key);
      return withOriginal(all, originalOf(entries));
    });
  const plain = fc
    .dictionary(fc.oneof(names, fc.string()), bytes, { maxKeys: 4 })
    .map((all) => new Map(Object.entries(all)));

  for (const isFlumeEvent of [true, false]) {
    it(`have every header that they had, in the same bytes, ${isFlumeEvent ? "as events of Flume" : "as records"}`, () => {
      const codec = eventCodec<Uint8Array>({ name: "a.c", place: "", element: t.bytes }, isFlumeEvent);
      fc.assert(
        fc.property(fc.uint8Array(), fc.oneof(read, plain), (body, headers) => {
          const found = codec.decode(stored(codec.encode(event(body, headers)))) as Event<Uint8Array>;
          const shown = (of: Event<Uint8Array>["headers"]) =>
            [...of].map(([name, text]) => [name, Buffer.from(toBytes(text) as string).toString("hex")]).sort();
          assert.deepEqual(Buffer.from(found.body), Buffer.from(body));
          assert.deepEqual(shown(found.headers), shown(headers));
          const inOrder = (entries: readonly HeaderEntry[]) => entries.map(([name, value]) => [name, value]);
          assert.deepEqual(inOrder(recordHeaders(found.headers)), inOrder(recordHeaders(headers)));
        }),
        { numRuns: 500 },
      );
    });
  }
});
