import assert from "node:assert/strict";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  promises,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { LogReader } from "../../../runtime/log-store/log-reader.ts";
import { RecordWriter } from "../../../runtime/log-store/record-writer.ts";
import { DamagedLogError } from "../../../runtime/log-store/segment.ts";
import { SegmentLog, type SegmentLogOptions } from "../../../runtime/log-store/segment-log.ts";
import { tempFolders } from "../../support/temp-folder.ts";

describe("a segment log", () => {
  const folder = tempFolders();

  it("gives records back in order, across segments and frames, from any offset", async () => {
    const directory = folder();
    const log = await claimed(directory, { segmentBytes: 200 });
    for (let first = 0; first < 60; first += 3) {
      assert.equal(await append(log, [first, first + 1, first + 2].map(String)), first);
    }
    assert.ok(log.segments.length > 3);
    for (const from of [0, 1, 2, 3, 29, 58, 59]) {
      for (const max of [1, 2, 7, 100]) {
        assert.deepEqual(await readAll(log, from, max), numbers(from, 60), `from ${from} by ${max}`);
      }
    }
    await log.close();
  });

  it("knows what each writer has appended last, also behind other segments and after a restart", async () => {
    const directory = folder();
    const log = await claimed(directory, { segmentBytes: 200 });
    const marked = (writer: string, name: string) => {
      const records = new RecordWriter();
      records.begin();
      records.utf8("x");
      records.end();
      return log.append(records.finish(), records.count, 0, { writer, name });
    };
    await marked("a", "first");
    await Promise.all([marked("a", "second"), marked("b", "third")]);
    assert.equal(log.markOf("a"), "second");
    for (const text of numbers(0, 60)) await append(log, [text]);
    assert.ok(log.segments.length > 3);
    await log.truncateBefore(50);
    await log.close();
    const next = await claimed(directory, { segmentBytes: 200 });
    assert.deepEqual([next.markOf("a"), next.markOf("b"), next.markOf("c")], ["second", "third", null]);
    assert.deepEqual(await readAll(next, 60, 100), numbers(57, 60));
    await next.close();
  });

  it("reads its newest segment once where it begins to write", async () => {
    const directory = folder();
    const log = await claimed(directory);
    await append(log, ["0", "1"]);
    await log.close();
    const { open } = promises;
    const opened: string[] = [];
    try {
      promises.open = (path, ...rest) => {
        if (rest[0] === "r") opened.push(String(path));
        return open(path, ...rest);
      };
      syncBuiltinESMExports();
      await (await claimed(directory)).close();
    } finally {
      promises.open = open;
      syncBuiltinESMExports();
    }
    assert.deepEqual(
      opened.filter((path) => path.endsWith(".log")),
      log.segments.map(({ path }) => path),
    );
  });

  it("refuses what goes to a file that somebody has removed, and begins another one for what comes then", async () => {
    const directory = join(folder(), "log");
    const log = await claimed(directory);
    await append(log, ["0", "1"]);
    rmSync(directory, { recursive: true });
    await assert.rejects(append(log, ["lost"]), /0{16}\.log was removed while it was written to: its records are lost/);
    assert.equal(await append(log, ["2"]), 2);
    assert.equal(await append(log, ["3"]), 3);
    await log.close();
    const next = await claimed(directory);
    assert.deepEqual([next.start, await readAll(next, 2, 100)], [2, ["2", "3"]]);
    await next.close();
  });

  it("shares one write among appends that come while one is under way, and keeps their order", async () => {
    const log = await claimed(folder());
    const bases = await Promise.all(numbers(0, 50).map((text) => append(log, [text])));
    assert.deepEqual(bases.map(String), numbers(0, 50));
    assert.deepEqual(await readAll(log, 0, 100), numbers(0, 50));
    await log.close();
  });

  it("gives its last append without the disk to a reader that is right behind, and all else from there", async () => {
    const directory = folder();
    const log = await claimed(directory, { keepsLast: true });
    await append(log, ["a", "b"]);
    const reader = new LogReader(log, 0);
    const read = async () => (await reader.read(10)).map(({ bytes }) => bytes.toString());
    assert.deepEqual(await read(), ["a", "b"]);
    await append(log, ["c", "d"]);
    const file = join(directory, "0000000000000000.log");
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.alloc(whole.length));
    assert.deepEqual(await read(), ["c", "d"]);
    writeFileSync(file, whole);
    await append(log, ["e"]);
    await append(log, ["f"]);
    // Two appends behind, it has to look where the first of them is.
    assert.deepEqual(await read(), ["e", "f"]);
    assert.deepEqual(await readAll(log, 0, 10), ["a", "b", "c", "d", "e", "f"]);
    await reader.close();
    await log.close();
  });

  it("goes on behind what is there when it is opened again", async () => {
    const directory = folder();
    for (let start = 0; start < 5; start++) {
      const log = await claimed(directory);
      assert.equal(await append(log, [String(start)]), start);
      await log.close();
    }
    const log = await claimed(directory);
    assert.deepEqual(await readAll(log, 0, 10), numbers(0, 5));
    await log.close();
  });

  it("has all of an append or nothing of it, wherever a crash cuts the file", async () => {
    const directory = folder();
    const log = await claimed(directory);
    const file = join(directory, "0000000000000000.log");
    const sizes: number[] = [0];
    for (let first = 0; first < 6; first += 2) {
      await append(log, [String(first), String(first + 1)]);
      sizes.push(readFileSync(file).length);
    }
    const bytes = readFileSync(file);
    await log.close();
    for (let cut = 0; cut <= bytes.length; cut++) {
      const crashed = folder();
      writeFileSync(join(crashed, "0000000000000000.log"), bytes.subarray(0, cut));
      const whole = 2 * (sizes.filter((size) => size <= cut).length - 1);
      const again = await claimed(crashed);
      assert.deepEqual(await readAll(again, 0, 100), numbers(0, whole), `cut at ${cut}`);
      assert.equal(await append(again, [String(whole)]), whole);
      await again.close();
      const after = await claimed(crashed);
      assert.deepEqual(await readAll(after, 0, 100), numbers(0, whole + 1), `appended after a cut at ${cut}`);
      await after.close();
    }
  });

  it("takes random bytes and zeros at the end for a torn write", async () => {
    for (const garbage of [
      Buffer.alloc(4096),
      Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 7919) % 256)),
    ]) {
      const directory = folder();
      const log = await claimed(directory);
      await append(log, ["0", "1"]);
      const bytes = readFileSync(join(directory, "0000000000000000.log"));
      await log.close();
      writeFileSync(join(directory, "0000000000000000.log"), bytes);
      appendFileSync(join(directory, "0000000000000000.log"), garbage);
      const again = new SegmentLog(directory);
      assert.equal(await again.claim(), garbage.length);
      assert.deepEqual(await readAll(again, 0, 10), ["0", "1"]);
      await again.close();
    }
  });

  it("refuses a flipped byte in what had been safe instead of cutting it off", async () => {
    const directory = folder();
    const log = await claimed(directory);
    for (let append_ = 0; append_ < 3; append_++) await append(log, [`record ${append_}`]);
    await log.close();
    const bytes = readFileSync(join(directory, "0000000000000000.log"));
    const frames = bytes.length - 32;
    for (let at = 0; at < frames; at++) {
      const damaged = folder();
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 0x10;
      writeFileSync(join(damaged, "0000000000000000.log"), flipped);
      await assert.rejects(claimed(damaged), DamagedLogError, `byte ${at}`);
    }
  });

  it("takes a hole for what a power failure has left where nothing was synced, until it was closed", async () => {
    const directory = folder();
    const path = join(directory, "0000000000000000.log");
    const log = await claimed(directory, { fsync: false });
    for (let first = 0; first < 3; first++) await append(log, [`record ${first}`]);
    const bytes = readFileSync(path);
    const frame = bytes.length / 3;
    await log.close();
    const sealed = readFileSync(path);
    writeFileSync(path, bytes.fill(0, frame, 2 * frame));
    const again = new SegmentLog(directory, { fsync: false });
    assert.equal(await again.claim(), 2 * frame);
    assert.deepEqual(await readAll(again, 0, 10), ["record 0"]);
    await again.close();
    writeFileSync(path, sealed.fill(0, frame, 2 * frame));
    await assert.rejects(claimed(directory, { fsync: false }), DamagedLogError);
  });

  it("tells a reader of damage in an older segment", async () => {
    const directory = folder();
    const log = await claimed(directory, { segmentBytes: 64 });
    for (let first = 0; first < 9; first++) await append(log, [`record ${first}`]);
    const second = log.segments[1]!;
    const bytes = readFileSync(second.path);
    bytes[40]! ^= 1;
    writeFileSync(second.path, bytes);
    await assert.rejects(readAll(log, 0, 100), DamagedLogError);
    truncateSync(second.path, 10);
    await assert.rejects(readAll(log, 0, 100), DamagedLogError);
    await log.close();
  });

  it("gives up old segments, and readers go on at what is left", async () => {
    const log = await claimed(folder(), { segmentBytes: 64 });
    for (let first = 0; first < 20; first++) await append(log, [`${first}`]);
    await log.truncateBefore(11);
    assert.ok(log.start > 0 && log.start <= 11);
    assert.deepEqual(await readAll(log, 0, 100), numbers(log.start, 20));
    await log.close();
  });

  it("shows another process what is written, whole appends only", async () => {
    const directory = folder();
    const watcher = new SegmentLog(directory);
    await watcher.open();
    assert.equal(await watcher.refresh(), false);
    const log = await claimed(directory, { segmentBytes: 100 });
    await append(log, ["0", "1"]);
    assert.equal(await watcher.refresh(), true);
    assert.deepEqual(await readAll(watcher, 0, 10), ["0", "1"]);
    for (let next = 2; next < 12; next++) {
      await append(log, [String(next)]);
      assert.equal(await watcher.refresh(), true);
    }
    assert.deepEqual(await readAll(watcher, 1, 100), numbers(1, 12));
    // A write under way: the first half of the next frame.
    const half = folder();
    const last = log.segments.at(-1)!;
    mkdirSync(join(half, "copy"));
    for (const name of readdirSync(directory)) copyFileSync(join(directory, name), join(half, "copy", name));
    const other = new SegmentLog(join(half, "copy"));
    await other.open();
    appendFileSync(last.path.replace(directory, join(half, "copy")), Buffer.alloc(20, 3));
    assert.equal(await other.refresh(), false);
    assert.equal(other.end, 12);
    await log.close();
  });

  it("refuses to append before it is claimed", async () => {
    const log = new SegmentLog(folder());
    await log.open();
    await assert.rejects(append(log, ["0"]), /not open for writing/);
  });
});

async function claimed(directory: string, options: SegmentLogOptions = {}): Promise<SegmentLog> {
  const log = new SegmentLog(directory, options);
  await log.claim();
  return log;
}

function append(log: SegmentLog, texts: readonly string[]): Promise<number> {
  const writer = new RecordWriter();
  for (const text of texts) {
    writer.begin();
    writer.utf8(text);
    writer.end();
  }
  return log.append(writer.finish(), texts.length, 0);
}

async function readAll(log: SegmentLog, from: number, max: number): Promise<string[]> {
  const reader = new LogReader(log, from);
  const texts: string[] = [];
  try {
    for (;;) {
      const records = await reader.read(max);
      if (records.length === 0) return texts;
      assert.ok(records.length <= max);
      texts.push(...records.map(({ bytes }) => bytes.toString()));
    }
  } finally {
    await reader.close();
  }
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => String(from + index));
}
