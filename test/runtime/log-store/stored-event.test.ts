import assert from "node:assert/strict";
import { RecordWriter } from "../../../runtime/log-store/record-writer.ts";
import { readEvent, type StoredEvent, writeEvent } from "../../../runtime/log-store/stored-event.ts";
import { withOriginal } from "../../../runtime/value/headers.ts";

/** Without the length before it. */
function written(event: StoredEvent): Buffer {
  const writer = new RecordWriter();
  writeEvent(writer, event, (to, body) => to.utf8(body));
  return writer.finish().subarray(4);
}

const plain = { timestamp: 1, key: "k", headers: new Map([["h", "ä"]]), body: "b" };

describe("a stored event", () => {
  it("is laid out as it always was, so that what older programs wrote can be read", () => {
    const bytes = `${"000000000000f03f"}${"01000000"}6b${"01000000"}${"01000000"}68${"02000000"}c3a462`;
    assert.equal(written(plain).toString("hex"), bytes);
    assert.deepEqual(readEvent(Buffer.from(bytes, "hex")), plain);
  });

  it("keeps what a map of headers does not hold", () => {
    const headers = withOriginal(new Map([["h", "2"]]), [
      ["h", "1"],
      ["h", "\udcff"],
      ["none", null],
    ]);
    const found = readEvent(written({ ...plain, key: "\udc80", headers }));
    assert.deepEqual(
      [found.key, [...found.headers], found.headers.original],
      ["\udc80", [...headers], headers.original],
    );
  });
});
