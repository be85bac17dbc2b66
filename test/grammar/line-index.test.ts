import assert from "node:assert/strict";
import { indexLines } from "../../grammar/line-index.ts";

const text = "one\ntwo\r\n\rfour";

it("offsets and positions are each other's inverse", () => {
  const lines = indexLines(text);
  assert.equal(lines.lineCount, 4);
  const positions = [...Array(text.length + 1).keys()].map((offset) => lines.position(offset));
  for (const [offset, position] of positions.entries()) {
    const isInsideLineEnd = text[offset] === "\n" && text[offset - 1] === "\r";
    if (!isInsideLineEnd) assert.equal(lines.offset(position), offset);
  }
  assert.deepEqual(positions[0], { line: 1, column: 1 });
  assert.deepEqual(positions[4], { line: 2, column: 1 });
  assert.deepEqual(positions[9], { line: 3, column: 1 });
  assert.deepEqual(positions.at(-1), { line: 4, column: 5 });
});

it("places outside the text are moved into it", () => {
  const lines = indexLines(text);
  assert.deepEqual(lines.position(-1), { line: 1, column: 1 });
  assert.deepEqual(lines.position(99), { line: 4, column: 5 });
  assert.equal(lines.offset({ line: 1, column: 99 }), 3);
  assert.equal(lines.offset({ line: 0, column: 1 }), 0);
  assert.equal(lines.offset({ line: 9, column: 1 }), text.length);
});

it("lines come without their ends", () => {
  const lines = indexLines(text);
  assert.deepEqual([1, 2, 3, 4, 5].map(lines.lineText), ["one", "two", "", "four", ""]);
  assert.equal(indexLines("").lineCount, 1);
});
