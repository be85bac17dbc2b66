import assert from "node:assert/strict";
import { event } from "../../../runtime/contract/event.ts";
import type { Failure } from "../../../runtime/contract/failure.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import { bodyCodec } from "../../../stdlib/kafka/body-codec.ts";
import type { StoredRecord } from "../../../stdlib/kafka/port.ts";
import { toChunk, toRecord } from "../../../stdlib/kafka/records.ts";

const text = bodyCodec<string>(t.string, "auto")!;
const headers = (entries: Record<string, string>) => new Map(Object.entries(entries));

describe("toRecord", () => {
  it("writes headers, but not those that say where an event came from", () => {
    const came = { topic: "t", partition: "3", offset: "9", key: "k", timestamp: "1700000000000", host: "h" };
    assert.deepEqual(toRecord(event("a", headers(came)), null, text), {
      key: "k",
      value: "a",
      headers: [["host", "h"]],
      timestamp: "1700000000000",
    });
  });

  it("prefers the declared key to the header, and leaves a time out that is none", () => {
    const record = toRecord(event("a", headers({ key: "old", timestamp: "yesterday" })), "new", text);
    assert.deepEqual(record, { key: "new", value: "a", headers: [] });
  });
});

const bytes = (name: string, value: string) => [name, Buffer.from(value)] as const;

describe("toChunk", () => {
  const stored = (offset: string, more: Partial<StoredRecord> = {}): StoredRecord => ({
    offset,
    timestamp: "1700000000000",
    key: null,
    value: Buffer.from("a"),
    headers: [],
    ...more,
  });
  const chunkOf = (...records: StoredRecord[]) =>
    toChunk("t", { partition: 2, from: "5", records, next: "9", highWatermark: "9" }, text).chunk;

  it("gives each event its place and the headers of its record", () => {
    const { events } = chunkOf(
      stored("5", { key: Buffer.from("k"), headers: [bytes("host", "ä"), bytes("many", "1"), bytes("many", "2")] }),
    );
    const found = events[0]!.headers;
    const expected = {
      host: "ä",
      many: "2",
      topic: "t",
      partition: "2",
      offset: "5",
      timestamp: "1700000000000",
      key: "k",
    };
    assert.deepEqual(Object.fromEntries(found), expected);
    assert.deepEqual([...new Map(found).keys()], [...found.keys()]);
    assert.equal(found.size, 7);
    assert.equal(found.has("key"), true);
    assert.equal(found.get("none"), undefined);
    const seen: string[] = [];
    found.forEach((_, name) => {
      seen.push(name);
    });
    assert.deepEqual(seen, Object.keys(expected));
  });

  it("does not let a record's header pass for its place", () => {
    const { events } = chunkOf(stored("5", { headers: [bytes("offset", "77"), bytes("key", "other")] }));
    assert.equal(events[0]?.headers.get("offset"), "5");
    assert.equal(events[0]?.headers.has("key"), false);
  });

  it("leaves out what does not decode, and gives it as it is", () => {
    const codec = bodyCodec<number>(t.int, "json")!;
    const records = [
      stored("5", { value: Buffer.from("1") }),
      stored("6"),
      stored("7", { value: null }),
      stored("8", { value: Buffer.from("2") }),
    ];
    const batch = { partition: 2, from: "5", records, next: "9", highWatermark: "9" };
    const { chunk, undecodable } = toChunk("t", batch, codec);
    assert.deepEqual(
      chunk.events.map(({ body }) => body),
      [1, 2],
    );
    assert.deepEqual(chunk.offsets, ["5", "8"]);
    assert.equal(chunk.next, "9");
    assert.deepEqual(
      undecodable.map(({ partition, offset, value }) => `${partition}:${offset}:${Buffer.from(value)}`),
      ["2:6:a", "2:7:"],
    );
    assert.equal(undecodable[0]!.headers.get("offset"), "6");
    assert.match(undecodable[1]!.reason, /no value/);
  });
});

describe("bodyCodec", () => {
  const both = (schema: Schema, name: "auto" | "json" | "text", body: unknown, value: string | null) => {
    const codec = bodyCodec<unknown>(schema, name)!;
    const encoded = codec.encode(body);
    assert.equal(encoded === null ? null : String(encoded), value);
    assert.deepEqual(codec.decode(value === null ? null : Buffer.from(value)), body);
  };

  it("takes text for strings and JSON for the rest, unless told otherwise", () => {
    both(t.string, "auto", "a b", "a b");
    both(t.string, "json", "a b", '"a b"');
    both(t.int, "auto", 7, "7");
    both(t.record({ a: t.int }), "auto", { a: 1 }, '{"a":1}');
    both(t.timestamp, "text", 0, "1970-01-01T00:00:00.000Z");
  });

  it("writes bytes as they are", () => {
    const codec = bodyCodec<Uint8Array>(t.bytes, "auto")!;
    const encoded = codec.encode(new Uint8Array([0, 255]));
    assert.deepEqual(encoded, Buffer.from([0, 255]));
    assert.deepEqual(codec.decode(Buffer.from([1, 254])), Buffer.from([1, 254]));
  });

  it("takes a null for a tombstone, and a tombstone for nothing else", () => {
    both(t.nullable(t.record({ a: t.int })), "auto", null, null);
    both(t.nullable(t.string), "auto", "", "");
    assert.match((text.decode(null) as Failure).reason, /tombstone/);
  });

  it("is not there for a record as text", () => {
    assert.equal(bodyCodec(t.record({}), "text"), null);
  });
});
