import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { FRAME_HEADER } from "../../../runtime/log-store/frame.ts";
import { RecordWriter } from "../../../runtime/log-store/record-writer.ts";
import { DamagedLogError, type Segment } from "../../../runtime/log-store/segment.ts";
import { type FramePlace, SegmentFrames } from "../../../runtime/log-store/segment-frames.ts";
import { SegmentLog } from "../../../runtime/log-store/segment-log.ts";
import { tempFolders } from "../../support/temp-folder.ts";

describe("frames of a segment", () => {
  const folder = tempFolders();

  /** A segment whose first records are gone, with an append of each of these lists behind them. */
  async function written(appends: readonly (readonly string[])[]): Promise<Segment> {
    const log = new SegmentLog(folder());
    await log.claim();
    await log.startAt(7);
    for (const texts of appends) {
      const writer = new RecordWriter();
      for (const text of texts) {
        writer.begin();
        writer.utf8(text);
        writer.end();
      }
      await log.append(writer.finish(), texts.length, 0);
    }
    const segment = log.segments.at(-1)!;
    const found = { ...segment };
    await log.close();
    return found;
  }

  async function textsOf(frames: SegmentFrames, segment: Segment): Promise<string[][]> {
    const all: string[][] = [];
    let place: FramePlace = { position: 0, base: segment.base };
    while (place.position < segment.size) {
      const { bytes, count, next } = await frames.read(segment, place);
      const texts: string[] = [];
      for (let record = 0, at = FRAME_HEADER; record < count; record++) {
        const end = at + 4 + bytes.readUInt32LE(at);
        texts.push(bytes.toString("utf8", at + 4, end));
        at = end;
      }
      all.push(texts);
      place = next;
    }
    return all;
  }

  it("are read one by one, large ones behind small ones and small ones behind large ones, in any segment", async () => {
    const first = [["a", ""], ["x".repeat(100_000), "b"], ["c"], ["d".repeat(50_000)]];
    const second = [["e"], ["f", "g"]];
    const segments = [await written(first), await written(second)] as const;
    const frames = new SegmentFrames();
    assert.deepEqual(await textsOf(frames, segments[0]), first);
    assert.deepEqual(await textsOf(frames, segments[1]), second);
    assert.deepEqual(await textsOf(frames, segments[0]), first);
    await frames.leave();
  });

  it("are refused where they are not what was written, or are not those that follow", async () => {
    const segment = await written([["a"], ["b"]]);
    const frames = new SegmentFrames();
    const { next } = await frames.read(segment, { position: 0, base: 7 });
    await assert.rejects(frames.read(segment, { ...next, base: 7 }), DamagedLogError);
    const bytes = readFileSync(segment.path);
    bytes[next.position + FRAME_HEADER + 4] = 120;
    writeFileSync(segment.path, bytes);
    await assert.rejects(frames.read(segment, next), DamagedLogError);
    writeFileSync(segment.path, bytes.subarray(0, next.position + 3));
    await assert.rejects(frames.read(segment, next), DamagedLogError);
    await frames.leave();
  });
});
