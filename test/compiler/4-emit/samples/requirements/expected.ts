import {
  SeenKeys,
  Window,
  agent,
  durationText,
  fromTopic,
  int,
  param,
  requireThat,
  run,
  statefulStream,
  t,
} from "sluice/runtime";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { exec } from "sluice/stdlib/exec/exec";
import { file } from "sluice/stdlib/file/file";
import { linesInFiles } from "sluice/stdlib/files/files";
import { hdfs } from "sluice/stdlib/hdfs/hdfs";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { print } from "sluice/stdlib/print/print";
import { throttle } from "sluice/stdlib/traffic/throttle";

/** What constants say is known before: nothing of it is asked again. */
const usual = { transactionCapacity: 100 };

const batch = param("batch", t.int, "input.flow:4:7", () => 10);

const capacity = param("capacity", t.int, "input.flow:5:7", () => 200);

const room = param("room", t.size, "input.flow:6:7", () => 4_194_304 /* 4MiB */);

const largest = param("largest", t.size, "input.flow:7:7", () => 1_048_576 /* 1MiB */);

const interval = param("interval", t.duration, "input.flow:8:7", () => 1000);

const length = param<number | null>("length", t.nullable(t.duration), "input.flow:9:7", () => 5000);

const kind = param<"SequenceFile" | "DataStream">(
  "kind",
  t.literal("SequenceFile", "DataStream"),
  "input.flow:10:7",
  () => "DataStream",
);

const rate = param("rate", t.int, "input.flow:11:7", () => 100);

function doubled(d: number): number {
  return int(d * 2);
}

requireThat(
  batch > 0,
  "input.flow:15:31",
  "`embedded` requires `partitions > 0`; here `partitions` is {partitions}",
  { partitions: batch },
  ["batch"],
);

requireThat(
  batch <= 10_000,
  "input.flow:15:31",
  "`embedded` requires `partitions <= 10_000`; here `partitions` is {partitions}",
  { partitions: batch },
  ["batch"],
);

const seen = embedded<string>({ partitions: batch }, { name: "seen", place: "input.flow:15:7", element: t.string });

export const constants = agent({
  name: "constants",
  place: "input.flow:17:7",
  sources: {
    exec: exec(
      { command: "date", batchSize: 100 },
      { name: "constants.exec", place: "input.flow:18:3", element: t.string },
    ),
  },
  channels: {
    memory: memory<string>(
      { capacity: 100, transactionCapacity: usual.transactionCapacity },
      { name: "constants.memory", place: "input.flow:18:44", element: t.string },
    ),
  },
  sinks: {
    logger: logger<string>({}, { name: "constants.logger", place: "input.flow:18:79", element: t.string }),
  },
  flows: [
    { from: "exec", to: ["memory"], optional: [], rejects: [], place: "input.flow:18:44" },
    { from: "memory", to: ["logger"], optional: [], rejects: [], place: "input.flow:18:79" },
  ],
});

requireThat(
  batch > 0,
  "input.flow:22:37",
  "`exec` requires `batchSize > 0`; here `batchSize` is {batchSize}",
  { batchSize: batch },
  ["batch"],
);

requireThat(
  batch <= 100,
  "input.flow:22:37",
  "`r` moves {batch} events at a time, and one transaction of `c` holds 100",
  { batch },
  ["batch"],
);

requireThat(
  batch <= 10_000,
  "input.flow:22:37",
  "`r` moves {batch} events at a time, and one transaction of `f` holds 10000",
  { batch },
  ["batch"],
);

requireThat(
  100 <= capacity,
  "input.flow:23:32",
  "`memory` requires `transactionCapacity <= capacity`; here `transactionCapacity` is 100, `capacity` is {capacity}",
  { capacity },
  ["capacity"],
);

requireThat(
  room >= 2 * largest,
  "input.flow:24:20",
  "`file` requires `byteCapacity == null || byteCapacity >= 2 * maxFileSize`; here `byteCapacity` is {byteCapacity}, `maxFileSize` is {maxFileSize}",
  { byteCapacity: `${room}B`, maxFileSize: `${largest}B` },
  ["room", "largest"],
);

requireThat(
  rate > 0,
  "input.flow:28:14",
  "`throttle` requires `events > 0`; here `events` is {events}",
  { events: rate },
  ["rate"],
);

requireThat(
  interval > 0,
  "input.flow:28:20",
  "`throttle` requires `per > 0s`; here `per` is {per}",
  { per: durationText(interval) },
  ["interval"],
);

const paramsThrottle = throttle<string>({ events: rate, per: interval });

export const params = agent({
  name: "params",
  place: "input.flow:21:7",
  sources: {
    r: exec({ command: "date", batchSize: batch }, { name: "params.r", place: "input.flow:22:11", element: t.string }),
  },
  channels: {
    c: memory<string>(
      { capacity, transactionCapacity: usual.transactionCapacity },
      { name: "params.c", place: "input.flow:23:11", element: t.string },
    ),
    f: file<string>(
      { byteCapacity: room, maxFileSize: largest },
      { name: "params.f", place: "input.flow:24:11", element: t.string },
    ),
  },
  sinks: {
    k: linesInFiles<string>({ directory: "out" }, { name: "params.k", place: "input.flow:25:11", element: t.string }),
    h: hdfs<string>(
      { path: "hdfs://one", fileType: kind, writeFormat: "Writable" },
      { name: "params.h", place: "input.flow:26:11", element: t.string },
    ),
  },
  flows: [
    {
      from: "r",
      to: ["c", "f"],
      optional: [],
      rejects: [],
      place: "input.flow:28:38",
      pass(events, to, wire) {
        for (const event of events) {
          const afterThrottle = paramsThrottle(event, wire);
          if (afterThrottle === null) continue;
          to.c.push(afterThrottle);
          to.f.push(afterThrottle);
        }
      },
    },
    { from: "c", to: ["k"], optional: [], rejects: [], place: "input.flow:29:8" },
    { from: "f", to: ["h"], optional: [], rejects: [], place: "input.flow:30:8" },
  ],
});

const twice = doubled(interval);

requireThat(
  interval > 0,
  "input.flow:33:22",
  "the interval of `windows` must be greater than zero; here `every` is {every}",
  { every: durationText(interval) },
  ["interval"],
);

requireThat(
  rate > 0,
  "input.flow:33:39",
  "`maxRate` must be greater than 0; here `maxRate` is {maxRate}",
  { maxRate: rate },
  ["rate"],
);

requireThat(
  batch >= 0,
  "input.flow:33:52",
  "the number of retries cannot be negative; here `retries` is {retries}",
  { retries: batch },
  ["batch"],
);

requireThat(
  twice > 0 && twice % interval === 0,
  "input.flow:35:27",
  "a window of {given} is not a multiple of {interval}",
  { given: durationText(twice), interval: durationText(interval) },
  ["interval"],
);

requireThat(
  length === null || length > 0 && length % interval === 0,
  "input.flow:35:41",
  "a slide of {given} is not a multiple of {interval}",
  { given: length === null ? null : durationText(length), interval: durationText(interval) },
  ["length", "interval"],
);

requireThat(
  twice > 0,
  "input.flow:38:33",
  "`dedupe` requires `within > 0s`; here `within` is {within}",
  { within: durationText(twice) },
  ["interval"],
);

requireThat(
  interval === twice,
  "input.flow:38:54",
  "the two streams have different slides: {left} and {right}",
  { left: durationText(interval), right: durationText(twice) },
  ["interval"],
);

requireThat(
  10_000 % interval === 0,
  "input.flow:38:66",
  "a window of 10s is not a multiple of {interval}",
  { interval: durationText(interval) },
  ["interval"],
);

requireThat(
  twice > 0 && twice % interval === 0,
  "input.flow:38:78",
  "a slide of {given} is not a multiple of {interval}",
  { given: durationText(twice), interval: durationText(interval) },
  ["interval"],
);

requireThat(
  batch >= 0,
  "input.flow:38:95",
  "`print` requires `count >= 0`; here `count` is {count}",
  { count: batch },
  ["batch"],
);

export const windows = statefulStream({
  name: "windows",
  place: "input.flow:33:8",
  every: interval,
  kept: { chains: { seenDedupe: "seenDedupe_dff2b2", seenWindow: "seenWindow_308711" } },
  maxRate: rate,
  retries: batch,
  inputs: {
    seen: fromTopic(seen, { reader: "windows", startAt: "latest", exclusive: true }),
  },
  outputs: {
    print: print<string>({}, { name: "windows.print", place: "input.flow:37:37", element: t.string }),
    print2: print<string>({ count: batch }, { name: "windows.print2", place: "input.flow:38:89", element: t.string }),
  },
  state: () => ({
    lines: new Window<string>({ window: twice, slide: length ?? interval, every: interval, element: t.string }),
    seenDedupe: new SeenKeys<string, string>({ key: t.string, by: (line) => line, within: twice }),
    seenWindow: new Window<string>({ window: 10_000, slide: twice, every: interval, element: t.string }),
  }),
  batch({ seen }, emit, { lines, seenDedupe: seen2, seenWindow: recent }, batch) {
    for (const { body: element } of seen) {
      lines.add(element);
      seen2.add(element);
      recent.add(element);
    }
    const seen2Now = seen2.advance(batch);
    for (const element of seen2Now) {
      emit.print2.push(element);
    }
    const linesNow = lines.advance(batch);
    if (linesNow === null) {
      batch.skip("print");
    } else {
      emit.print.push(`${linesNow.length}`);
    }
    const recentNow = recent.advance(batch);
    if (recentNow !== null) {
      for (const element of recentNow) {
        emit.print2.push(element);
      }
    }
  },
});

await run(
  { file: "input.flow", topics: [seen], agents: [constants, params], streams: [windows] },
  process.argv.slice(2),
);
