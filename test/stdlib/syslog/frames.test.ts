import assert from "node:assert/strict";
import { type SyslogFrame, SyslogFrames } from "../../../stdlib/syslog/frames.ts";

const shown = ({ bytes, isWhole }: SyslogFrame) => `${bytes.toString()}${isWhole ? "" : "…"}`;

function framesOf(chunks: readonly string[], maxLength = 20, broke = false): string[] {
  const frames = new SyslogFrames(maxLength);
  const all = chunks.flatMap((chunk) => frames.push(Buffer.from(chunk)));
  const last = frames.end(broke);
  return [...all, ...(last === null ? [] : [last])].map(shown);
}

describe("frames of syslog", () => {
  const stream = "<1>line\n8 <2>a\nb c<3>crlf\r\n5 <4>\n\n\n<5>\u0000\n13 2026 is none\n6 <6>žx1\n<7>last";
  const expected = ["<1>line", "<2>a\nb c", "<3>crlf", "<4>", "<5>", "13 2026 is none", "<6>žx", "1", "<7>last"];

  it("end where their length says, or with their line", () => {
    assert.deepEqual(framesOf([stream]), expected);
  });

  it("are the same wherever the bytes are divided", () => {
    const bytes = Buffer.from(stream);
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const frames = new SyslogFrames(20);
        const parts = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
        const all = [...parts.flatMap((part) => frames.push(part)), frames.end(false)];
        assert.deepEqual(
          all.flatMap((one) => (one === null ? [] : [shown(one)])),
          expected,
          `divided at ${first} and ${second}`,
        );
      }
    }
  });

  it("keep the beginning of what is too long, and go on behind its end", () => {
    const long = `<1>${"x".repeat(30)}`;
    const cut = `${long.slice(0, 20)}…`;
    const texts = [`${long}\n<2>a\n`, `33 ${long}5 <2>ab\n<3>c`];
    for (const [index, text] of texts.entries()) {
      const rest = index === 0 ? ["<2>a"] : ["<2>ab", "<3>c"];
      assert.deepEqual(framesOf([text]), [cut, ...rest]);
      for (let at = 1; at < text.length; at++)
        assert.deepEqual(framesOf([text.slice(0, at), text.slice(at)]), [cut, ...rest]);
    }
  });

  it("hold no more than a message of the longest length and a chunk", () => {
    const frames = new SyslogFrames(20);
    for (let round = 0; round < 1000; round++) frames.push(Buffer.alloc(1000, "x"));
    assert.equal(frames.end(false), null);
  });

  it("tell what was broken off", () => {
    assert.deepEqual(framesOf(["9 <1>ab"]), ["<1>ab…"]);
    assert.deepEqual(framesOf(["<1>ab"], 20, true), ["<1>ab…"]);
    assert.deepEqual(framesOf(["<1>ab"]), ["<1>ab"]);
  });
});
