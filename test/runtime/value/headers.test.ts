import assert from "node:assert/strict";
import { NO_HEADERS } from "../../../runtime/contract/event.ts";
import {
  originalOf,
  recordHeaders,
  withHeaders,
  withOriginal,
  withoutHeaders,
} from "../../../runtime/value/headers.ts";

const entries = [
  ["trace", "1"],
  ["host", "web"],
  ["trace", "2"],
  ["empty", null],
  ["topic", "of the record"],
] as const;
const read = withOriginal(
  new Map([
    ["trace", "2"],
    ["host", "web"],
    ["topic", "t"],
    ["offset", "7"],
  ]),
  originalOf(entries),
);

describe("recordHeaders", () => {
  it("gives repeated headers and those without a value as they were, and none that a reader has set", () => {
    assert.deepEqual(recordHeaders(read), entries);
    assert.deepEqual(recordHeaders(new Map([...read])), [
      ["trace", "2"],
      ["host", "web"],
    ]);
    assert.deepEqual(recordHeaders(NO_HEADERS), []);
  });

  it("gives what was added, changed and removed on the way", () => {
    const added = withHeaders(read, [
      ["tenant", "a"],
      ["host", "db"],
    ]);
    assert.deepEqual(recordHeaders(added), [
      ["trace", "1"],
      ["host", "db"],
      ["trace", "2"],
      ["empty", null],
      ["topic", "of the record"],
      ["tenant", "a"],
    ]);
    assert.deepEqual(recordHeaders(withHeaders(read, [["trace", "3"]]))[0], ["trace", "3"]);
    const removed = withoutHeaders(read, (name) => name === "trace" || name === "empty");
    assert.deepEqual(recordHeaders(removed), [
      ["host", "web"],
      ["topic", "of the record"],
    ]);
    assert.equal(
      withoutHeaders(read, () => false),
      read,
    );
  });
});

describe("originalOf", () => {
  it("is needed only where a map does not do", () => {
    assert.equal(originalOf([]), undefined);
    assert.equal(
      originalOf([
        ["a", "1"],
        ["b", "1"],
      ]),
      undefined,
    );
  });
});
