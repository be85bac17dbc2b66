import assert from "node:assert/strict";
import { bodyOf, layFrame, readDamagedFrame, readFrame } from "../../../runtime/log-store/frame.ts";
import { bytesOfMarks, marksOf } from "../../../runtime/log-store/marks.ts";
import { RecordWriter } from "../../../runtime/log-store/record-writer.ts";
import { seeded } from "../../compiler/random/choices.ts";
import { firstSeed, sampleSize } from "../../support/sample-size.ts";

const BLOCK = 16_384;

/** A frame of these records and of a mark. */
function laid(texts: readonly string[]): Buffer {
  const writer = new RecordWriter();
  for (const text of texts) {
    writer.begin();
    writer.utf8(text);
    writer.end();
  }
  const frame = { base: 70, count: texts.length, time: 5, durable: 0 };
  return Buffer.concat(layFrame(frame, { records: writer.finish(), marks: bytesOfMarks(new Map([["w", "7"]])) }));
}

/** The records of `bytes`, each as text. */
function textsIn(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at);
    texts.push(bytes.toString("utf8", at + 4, end));
    at = end;
  }
  return texts;
}

describe("blocks of a frame", () => {
  it("leave its records and its marks as they were", () => {
    for (const texts of [["a"], Array.from({ length: 3000 }, (_, index) => `event ${index}`), ["x".repeat(90_000)]]) {
      const bytes = laid(texts);
      const frame = readFrame(bytes, 0)!;
      assert.equal(frame.length, bytes.length);
      assert.deepEqual(textsIn(bodyOf(bytes, 0, frame).records), texts);
      assert.deepEqual([...marksOf(bytes, 0, frame)], [["w", "7"]]);
    }
  });

  it("save all records but those in the damaged ones, and invent none", () => {
    const cases = sampleSize(500, 20_000);
    for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
      const choices = seeded(seed);
      const most = choices.pick([10, 100, 1000, 10_000]);
      const texts = Array.from({ length: 1 + choices.below(200_000 / most) }, (_, index) =>
        `${index}:`.padEnd(choices.below(most), "x"),
      );
      const bytes = laid(texts);
      const starts = [0];
      for (const text of texts) starts.push(starts.at(-1)! + 4 + text.length);
      const length = starts.at(-1)!;
      if (length <= BLOCK) continue;
      const damaged = new Set<number>();
      for (let flips = 1 + choices.below(3); flips > 0; flips--) {
        const at = choices.below(length);
        bytes[32 + at]! ^= 1 << choices.below(8);
        damaged.add(Math.floor(at / BLOCK));
      }
      if (readFrame(bytes, 0) !== null) continue;
      const found = readDamagedFrame(bytes, 0);
      assert.ok(found !== null, `seed ${seed}`);
      const saved = new Map<number, string>();
      for (const { first, bytes: records } of found.runs) {
        for (const [index, text] of textsIn(records).entries()) saved.set(first + index, text);
      }
      const isWhole = (index: number) => {
        for (let block = Math.floor(starts[index]! / BLOCK); block * BLOCK < starts[index + 1]!; block++) {
          if (damaged.has(block)) return false;
        }
        return true;
      };
      const expected = [...texts.entries()].filter(([index]) => isWhole(index));
      assert.deepEqual([...saved], expected, `seed ${seed}`);
    }
  });

  it("save nothing where the header or the table is damaged, and all where the size or the marks are", () => {
    const texts = Array.from({ length: 2000 }, (_, index) => `event ${index}`);
    const bytes = laid(texts);
    const flipped = (at: number) => {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1;
      return readDamagedFrame(copy, 0);
    };
    for (const at of [8, 16, 24, 28, bytes.length - 1, bytes.length - 9, bytes.length - 20]) {
      assert.equal(flipped(at), null, `byte ${at}`);
    }
    for (const at of [0, 2, 4, bytes.indexOf('{"w"')]) {
      assert.deepEqual(
        flipped(at)?.runs.map(({ count }) => count),
        [2000],
        `byte ${at}`,
      );
    }
  });
});
