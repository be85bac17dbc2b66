import {
  Failure,
  type Fallible,
  type JsonOutput,
  agent,
  attempt,
  div,
  divide,
  fail,
  fromTopic,
  int,
  mod,
  rejected,
  run,
  stream,
  t,
  toTopic,
  tryDiv,
} from "sluice/runtime";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { print } from "sluice/stdlib/print/print";
import { split, toFloat, toInt } from "sluice/stdlib/text/text";
import { timeReader } from "sluice/stdlib/time/parse";

/** A reading of one sensor. */
export type Reading = { sensor: string; degrees: number; at: number | null };

const readingSchema = t.record({ sensor: t.string, degrees: t.float, at: t.nullable(t.timestamp) });

function encodeReading(json: JsonOutput, reading: Reading): void {
  json.checkRecord(reading);
  json.raw('{"sensor":').string(reading.sensor);
  json.raw(',"degrees":').float(reading.degrees);
  if (reading.at === null) json.raw(',"at":null');
  else json.raw(',"at":').timestamp(reading.at);
  json.raw("}");
}

const readings = embedded<Reading>(
  { partitions: 2, key: (r) => r.sensor },
  { name: "readings", place: "input.flow:8:7", element: readingSchema, encode: encodeReading },
);

const rejects = embedded<string>({}, { name: "rejects", place: "input.flow:9:7", element: t.string });

const toTimestamp = timeReader("yyyy-MM-dd");

/** Reads `s1;21.5;2026-01-01`. */
function parse(line: string): Fallible<Reading> {
  const parts = split(line, ";");
  const sensor = parts[0] ?? "";
  const degrees = toFloat(parts[1] ?? "0");
  if (degrees instanceof Failure) return degrees.at("input.flow:17:38");
  const at = toTimestamp(parts[2] ?? "");
  return { sensor, degrees, at: at instanceof Failure ? null : at };
}

function half(n: number): Fallible<number> {
  return tryDiv(n, int(n - 1));
}

export const collect = agent({
  name: "collect",
  place: "input.flow:24:7",
  sources: {
    lines: netcat({ port: 44444 }, { name: "collect.lines", place: "input.flow:25:10", element: t.string }),
  },
  channels: {
    mem: memory<Reading>(
      { capacity: 1000 },
      { name: "collect.mem", place: "input.flow:26:11", element: readingSchema },
    ),
  },
  sinks: {
    rejects: toTopic(rejects, { name: "collect.rejects", place: "input.flow:29:37", element: t.string }),
    readings: toTopic(readings, { name: "collect.readings", place: "input.flow:31:79", element: readingSchema }),
  },
  flows: [
    {
      from: "lines",
      to: ["mem"],
      optional: [],
      rejects: ["rejects"],
      place: "input.flow:31:72",
      pass(events, to, wire) {
        for (const e of events) {
          const body = parse(e.body);
          if (body instanceof Failure) {
            to.rejects.push(rejected(e, body.at("input.flow:29:15")));
            wire.rejected("collect.lines.map");
            continue;
          }
          if (!(body.degrees > -50.0)) continue;
          to.mem.push({ body: body.at === null ? body : { ...body, at: null }, headers: e.headers });
        }
      },
    },
    { from: "mem", to: ["readings"], optional: [], rejects: [], place: "input.flow:31:79" },
  ],
});

export const check = stream({
  name: "check",
  place: "input.flow:34:8",
  every: 5000,
  inputs: {
    rejects: fromTopic(rejects, { reader: "check", startAt: "latest" }),
  },
  outputs: {
    print: print<number>({}, { name: "check.print", place: "input.flow:38:48", element: t.int }),
    print2: print<number>({}, { name: "check.print2", place: "input.flow:39:53", element: t.float }),
  },
  batch({ rejects }, emit, _state, batch) {
    for (const { body: line } of rejects) {
      const n = toInt(line);
      if (n instanceof Failure) {
        batch.dropped("check.numbers", n.at("input.flow:35:42"));
        continue;
      }
      const n2 = attempt(() => half(n));
      if (n2 instanceof Failure) fail(n2.at("input.flow:36:34"));
      emit.print.push(int(div(n2, 3) + int(mod(n2, 2) * 10)));
      const value = divide(100.0, n);
      emit.print2.push(value instanceof Failure ? 0.0 : value);
    }
  },
});

await run(
  { file: "input.flow", topics: [readings, rejects], agents: [collect], streams: [check] },
  process.argv.slice(2),
);
