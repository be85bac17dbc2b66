import {
  Failure,
  type JsonOutput,
  KeyedBatch,
  fail,
  fromTopic,
  int,
  param,
  requireThat,
  run,
  stream,
  t,
  toTopic,
} from "sluice/runtime";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { toBytes } from "sluice/stdlib/encoding/encoding";
import { linesInFiles } from "sluice/stdlib/files/files";
import { jsonWriter } from "sluice/stdlib/json/json";
import { print } from "sluice/stdlib/print/print";
import { toInt } from "sluice/stdlib/text/text";

const encodeRecord = (json: JsonOutput, value: { user: string; n: number }): void => {
  json.checkRecord(value);
  json.raw('{"user":').string(value.user);
  json.raw(',"n":').int(value.n);
  json.raw("}");
};

const clicks = embedded<{ user: string; n: number }>(
  {},
  { name: "clicks", place: "input.flow:1:7", element: t.record({ user: t.string, n: t.int }), encode: encodeRecord },
);

const lines = embedded<string>({}, { name: "lines", place: "input.flow:2:7", element: t.string });

const dead = embedded<string>({}, { name: "dead", place: "input.flow:3:7", element: t.string });

const raw = embedded<Uint8Array>({}, { name: "raw", place: "input.flow:4:7", element: t.bytes });

const tries = param("tries", t.int, "input.flow:5:7", () => 3);

const json = jsonWriter(t.record({ user: t.string, n: t.int }));

requireThat(
  tries >= 0,
  "input.flow:7:33",
  "the number of retries cannot be negative; here `retries` is {retries}",
  { retries: tries },
  ["tries"],
);

export const totals = stream({
  name: "totals",
  place: "input.flow:7:8",
  every: 10_000,
  retries: tries,
  poison: { to: "dead", as: { clicks: json } },
  inputs: {
    clicks: fromTopic(clicks, { reader: "totals", startAt: "latest" }),
    lines: fromTopic(lines, { reader: "totals", startAt: "latest" }),
  },
  outputs: {
    print: print<[string, number]>(
      {},
      { name: "totals.print", place: "input.flow:8:72", element: t.tuple(t.string, t.int) },
    ),
    print2: print<number>({}, { name: "totals.print2", place: "input.flow:9:48", element: t.int }),
    dead: toTopic(dead, { name: "totals.dead", place: "input.flow:7:47", element: t.string }),
  },
  batch({ clicks, lines }, emit) {
    const merged = new KeyedBatch<string, number>();
    for (const { body: c } of clicks) {
      merged.merge(c.user, int(c.n * c.n), (a, b) => int(a + b));
    }
    for (const pair of merged) {
      emit.print.push(pair);
    }
    for (const { body: line } of lines) {
      const value = toInt(line);
      if (value instanceof Failure) fail(value.at("input.flow:9:26"));
      emit.print2.push(value);
    }
  },
});

export const parsed = stream({
  name: "parsed",
  place: "input.flow:12:8",
  every: 1000,
  poison: "drop",
  inputs: {
    lines: fromTopic(lines, { reader: "parsed", startAt: "latest" }),
  },
  outputs: {
    print: print<number>({}, { name: "parsed.print", place: "input.flow:13:48", element: t.int }),
  },
  batch({ lines }, emit) {
    for (const { body: line } of lines) {
      const value = toInt(line);
      if (value instanceof Failure) fail(value.at("input.flow:13:26"));
      emit.print.push(value);
    }
  },
});

export const kept = stream({
  name: "kept",
  place: "input.flow:16:8",
  every: 1000,
  poison: { to: "raw", as: { clicks: (body) => toBytes(json(body)), lines: toBytes } },
  inputs: {
    clicks: fromTopic(clicks, { reader: "kept", startAt: "latest" }),
    lines: fromTopic(lines, { reader: "kept", startAt: "latest" }),
  },
  outputs: {
    print: print<number>({}, { name: "kept.print", place: "input.flow:17:33", element: t.int }),
    print2: print<number>({}, { name: "kept.print2", place: "input.flow:18:48", element: t.int }),
    raw: toTopic(raw, { name: "kept.raw", place: "input.flow:16:30", element: t.bytes }),
  },
  batch({ clicks, lines }, emit) {
    for (const { body: c } of clicks) {
      emit.print.push(int(c.n * c.n));
    }
    for (const { body: line } of lines) {
      const value = toInt(line);
      if (value instanceof Failure) fail(value.at("input.flow:18:26"));
      emit.print2.push(value);
    }
  },
});

export const files = stream({
  name: "files",
  place: "input.flow:21:8",
  every: 1000,
  poison: { to: "files" },
  inputs: {
    lines: fromTopic(lines, { reader: "files", startAt: "latest" }),
  },
  outputs: {
    print: print<number>({}, { name: "files.print", place: "input.flow:22:48", element: t.int }),
    files: linesInFiles<string>(
      { directory: "dead" },
      { name: "files.files", place: "input.flow:21:31", element: t.string },
    ),
  },
  batch({ lines }, emit) {
    for (const { body: line } of lines) {
      const value = toInt(line);
      if (value instanceof Failure) fail(value.at("input.flow:22:26"));
      emit.print.push(value);
    }
  },
});

await run(
  { file: "input.flow", topics: [clicks, lines, dead, raw], streams: [totals, parsed, kept, files] },
  process.argv.slice(2),
);
