import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type Event, event } from "../../../runtime/contract/event.ts";
import { readMetadata } from "../../../stdlib/avro/handshake.ts";
import { NettyFrames, nettyFrame } from "../../../stdlib/avro/netty-frames.ts";
import { PROTOCOL_HASH, PROTOCOL_TEXT, readEvents, speaksTheSame, writeBatch } from "../../../stdlib/avro/protocol.ts";
import { AvroFault, AvroReader } from "../../../stdlib/support/avro/avro-reader.ts";
import { AvroWriter } from "../../../stdlib/support/avro/avro-writer.ts";

const textOf = (bytes: Buffer) => bytes.toString();

function batchOf(events: readonly Event<string>[]): Buffer {
  const writer = new AvroWriter(1);
  writeBatch(writer, events, (body) => body);
  return writer.written();
}

function read(bytes: Buffer): Event<string>[] {
  const reader = new AvroReader(bytes);
  readMetadata(reader);
  return readEvents(reader, reader.string(), textOf);
}

describe("Avro's encoding of Flume's events", () => {
  it("writes numbers as the specification has them", () => {
    const cases: [number, string][] = [
      [0, "00"],
      [-1, "01"],
      [1, "02"],
      [-64, "7f"],
      [64, "8001"],
      [2 ** 31, "8080808010"],
      [-(2 ** 40), "ffffffffff3f"],
    ];
    for (const [value, bytes] of cases) {
      assert.equal(new AvroWriter().long(value).written().toString("hex"), bytes);
      assert.equal(new AvroReader(Buffer.from(bytes, "hex")).long(), value);
    }
  });

  it("reads what it writes", () => {
    const events = [
      event("a"),
      event("", new Map([["h", ""]])),
      event(
        "ž".repeat(5000),
        new Map([
          ["name", "value"],
          ["__proto__", "kept"],
        ]),
      ),
    ];
    assert.deepEqual(read(batchOf(events)), events);
    assert.deepEqual(read(batchOf([])), []);
  });

  it("reads blocks that say their size, and several of them", () => {
    const writer = new AvroWriter().long(0).string("appendBatch");
    // One event behind the size of its block, then two.
    writer.long(-1).long(4).long(0).string("a");
    writer.long(2).long(0).string("b").long(0).string("c").long(0);
    assert.deepEqual(
      read(writer.written()).map(({ body }) => body),
      ["a", "b", "c"],
    );
  });

  it("believes no count and no length that the message cannot hold", () => {
    const head = () => new AvroWriter().long(0).string("appendBatch");
    const messages = [
      head()
        .long(2 ** 40)
        .written(),
      head()
        .long(-(2 ** 40))
        .long(1)
        .written(),
      head()
        .long(1)
        .long(2 ** 30)
        .written(),
      head()
        .long(1)
        .long(0)
        .long(2 ** 30)
        .written(),
      head().long(1).long(0).long(-5).written(),
      Buffer.concat([head().written(), Buffer.alloc(20, 0xff)]),
      new AvroWriter().long(0).string("else").written(),
    ];
    for (const message of messages) assert.throws(() => read(message), AvroFault);
  });

  it("fails, and nothing else, at every cut and every changed byte of a message", () => {
    const whole = batchOf([event("body", new Map([["name", "value"]])), event("other")]);
    const attempt = (bytes: Buffer) => {
      try {
        read(bytes);
      } catch (error) {
        assert.ok(error instanceof AvroFault, String(error));
      }
    };
    for (let end = 0; end < whole.length; end++) assert.throws(() => read(whole.subarray(0, end)), AvroFault);
    for (let at = 0; at < whole.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        attempt(changed);
      }
    }
  });

  it("knows the protocol of a client by what it says of events, with Java's notes and comments or without", () => {
    assert.ok(PROTOCOL_HASH.equals(createHash("md5").update(PROTOCOL_TEXT).digest()));
    const javas = PROTOCOL_TEXT.replaceAll('"string"', '{"type":"string","avro.java.string":"String"}').replace(
      '"name":"AvroFlumeEvent"',
      '"name":"AvroFlumeEvent","doc":"licensed"',
    );
    assert.ok(speaksTheSame(PROTOCOL_TEXT));
    assert.ok(speaksTheSame(javas));
    for (const other of [
      "",
      "{}",
      "null",
      PROTOCOL_TEXT.replace('"bytes"', '"string"'),
      PROTOCOL_TEXT.replace("body", "text"),
    ]) {
      assert.ok(!speaksTheSame(other), other);
    }
  });
});

describe("frames of Netty", () => {
  const bodies = ["", "a", "x".repeat(300)].map((text) => Buffer.from(text));
  const severalBuffers = Buffer.concat([
    Buffer.from([0, 0, 0, 9, 0, 0, 0, 3]),
    ...["ab", "", "c"].flatMap((text) => [Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]),
  ]);
  const stream = Buffer.concat([...bodies.map((body, index) => nettyFrame(index, body)), severalBuffers]);
  const expected = [...bodies.map((body, index) => [index, body.toString()]), [9, "abc"]];

  it("come together wherever the bytes are divided", () => {
    for (let size = 1; size <= stream.length; size++) {
      const frames = new NettyFrames(1000);
      const found = [];
      for (let at = 0; at < stream.length; at += size) found.push(...frames.push(stream.subarray(at, at + size)));
      assert.deepEqual(
        found.map(({ serial, body }) => [serial, body.toString()]),
        expected,
        `pieces of ${size}`,
      );
    }
  });

  it("are refused where they are too large, or something else", () => {
    for (const bytes of [
      nettyFrame(1, Buffer.alloc(1000)),
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      Buffer.alloc(12, 0xff),
    ]) {
      assert.throws(() => new NettyFrames(1000).push(bytes), AvroFault);
    }
  });
});
