import { KeyedBatch, agent, fromChannel, fromTopic, int, run, stream, t, toTopic, topicSource } from "sluice/runtime";
import { discard } from "sluice/stdlib/discard/discard";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { print } from "sluice/stdlib/print/print";

const words = embedded<string>({ partitions: 3 }, { name: "words", place: "input.flow:1:7", element: t.string });

export const a1 = agent({
  name: "a1",
  place: "input.flow:3:7",
  sources: {
    r1: netcat({ port: 44444 }, { name: "a1.r1", place: "input.flow:4:10", element: t.string }),
  },
  channels: {
    c1: memory<string>({}, { name: "a1.c1", place: "input.flow:5:11", element: t.string }),
  },
  sinks: {},
  flows: [
    { from: "r1", to: ["c1"], optional: [], rejects: [], place: "input.flow:7:9" },
  ],
});

export const forward = agent({
  name: "forward",
  place: "input.flow:10:7",
  sources: {
    words: topicSource(
      words,
      { reader: "forward", startAt: "latest" },
      { name: "forward.words", place: "input.flow:11:3", element: t.string },
    ),
  },
  channels: {
    memory: memory<string>({}, { name: "forward.memory", place: "input.flow:11:29", element: t.string }),
  },
  sinks: {
    logger: logger<string>({}, { name: "forward.logger", place: "input.flow:11:41", element: t.string }),
  },
  flows: [
    {
      from: "words",
      to: ["memory"],
      optional: [],
      rejects: [],
      place: "input.flow:11:29",
      pass(events, to) {
        for (const e of events) {
          to.memory.push({ body: e.body, headers: e.headers });
        }
      },
    },
    { from: "memory", to: ["logger"], optional: [], rejects: [], place: "input.flow:11:41" },
  ],
});

export const read = stream({
  name: "read",
  place: "input.flow:14:8",
  every: 1000,
  inputs: {
    lines: fromChannel(a1, "c1"),
  },
  outputs: {
    words: toTopic(words, { name: "read.words", place: "input.flow:17:12", element: t.string }),
  },
  batch({ lines }, emit) {
    for (const { body: line } of lines) {
      emit.words.push(line);
    }
  },
});

export const audit = stream({
  name: "audit",
  place: "input.flow:20:8",
  every: 1000,
  inputs: {
    words: fromTopic(words, { group: "audited", startAt: "earliest" }),
    words2: fromTopic(words, { reader: "audit", startAt: "latest" }),
  },
  outputs: {
    print: print<[string, number]>(
      {},
      { name: "audit.print", place: "input.flow:21:132", element: t.tuple(t.string, t.int) },
    ),
    discard: discard<string>({}, { name: "audit.discard", place: "input.flow:22:12", element: t.string }),
  },
  batch({ words, words2 }, emit) {
    const merged = new KeyedBatch<string, number>();
    for (const e of words) {
      merged.merge(e.headers.get("partition") ?? "?", 1, (a, b) => int(a + b));
    }
    for (const pair of merged) {
      emit.print.push(pair);
    }
    for (const { body: element } of words2) {
      emit.discard.push(element);
    }
  },
});

await run(
  { file: "input.flow", topics: [words], agents: [a1, forward], streams: [read, audit] },
  process.argv.slice(2),
);
