import {
  Failure,
  type Fallible,
  type JsonOutput,
  KeyedBatch,
  agent,
  fromSource,
  int,
  param,
  run,
  stream,
  t,
  toTopic,
} from "sluice/runtime";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { jsonReader, jsonWriter } from "sluice/stdlib/json/json";
import { lines } from "sluice/stdlib/lines/lines";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { print } from "sluice/stdlib/print/print";
import { boundedRegExp } from "sluice/stdlib/text/bounded-regexp";
import { capturer } from "sluice/stdlib/text/regex";
import { toTimestamp } from "sluice/stdlib/time/parse";

export type Request = { id: string; at: number; path: string; status: number; user: string | null };

const requestSchema = t.record({
  id: t.string,
  at: t.timestamp,
  path: t.string,
  status: t.int,
  user: t.nullable(t.string),
});

const zone = param("zone", t.string, "input.flow:4:7", () => "UTC");

const day = "yyyy-MM-dd";

const pattern = boundedRegExp(/(?<key>\w+)(?:=(?<value>\w+))? (\d+) (?<count>\d+)/, 2);

const pair = pattern;

function encodeRequest(json: JsonOutput, request: Request): void {
  json.checkRecord(request);
  json.raw('{"id":').string(request.id);
  json.raw(',"at":').timestamp(request.at);
  json.raw(',"path":').string(request.path);
  json.raw(',"status":').int(request.status);
  if (request.user === null) json.raw(',"user":null');
  else json.raw(',"user":').string(request.user);
  json.raw("}");
}

const failed = embedded<Request>(
  {},
  { name: "failed", place: "input.flow:8:7", element: requestSchema, encode: encodeRequest },
);

function dayOf(text: string): Fallible<number> {
  return toTimestamp(text, day, zone);
}

const parseJson3 = jsonReader<Request>(requestSchema);

function whole(text: string): Fallible<Request> {
  const request = parseJson3(text);
  if (request instanceof Failure) return request.at("input.flow:12:21");
  return request;
}

const parseJson5 = jsonReader<Pick<Request, "id" | "path">>(requestSchema, ["id", "path"]);

function half(text: string): Fallible<string> {
  const request = parseJson5(text);
  if (request instanceof Failure) return request.at("input.flow:16:21");
  return request.path + request.id;
}

function anyPattern(text: string, pattern: string): Fallible<number> {
  return toTimestamp(text, pattern);
}

const parseJson = jsonReader<{ n: number; text: string }>(t.record({ n: t.int, text: t.string }));

export const collect = agent({
  name: "collect",
  place: "input.flow:21:7",
  sources: {
    web: netcat({ port: 44444 }, { name: "collect.web", place: "input.flow:22:11", element: t.string }),
  },
  channels: {
    mem: memory<string>({ capacity: 1000 }, { name: "collect.mem", place: "input.flow:23:11", element: t.string }),
  },
  sinks: {
    logger: logger<string>({}, { name: "collect.logger", place: "input.flow:25:129", element: t.string }),
  },
  flows: [
    {
      from: "web",
      to: ["mem"],
      optional: [],
      rejects: [],
      place: "input.flow:25:122",
      pass(events, to, wire) {
        for (const e of events) {
          const body = parseJson(e.body);
          if (body instanceof Failure) {
            wire.dropped("collect.web.map", body.at("input.flow:25:16"));
            continue;
          }
          if (body.n <= 0) continue;
          to.mem.push({ body: body.text, headers: e.headers });
        }
      },
    },
    { from: "mem", to: ["logger"], optional: [], rejects: [], place: "input.flow:25:129" },
  ],
});

const parseJson2 = jsonReader<Pick<Request, "path" | "status" | "user">>(requestSchema, ["path", "status", "user"]);

const parseJson4 = jsonReader<Pick<Request, never>>(requestSchema, []);

const capture = capturer(pair, (match) => ({ value: match[2] ?? null }));

const toJson = jsonWriter(requestSchema);

export const asked = stream({
  name: "asked",
  place: "input.flow:28:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      lines({ path: "requests" }, { name: "asked.lines", place: "input.flow:29:18", element: t.string }),
    ),
  },
  outputs: {
    print: print<[string, number]>(
      {},
      { name: "asked.print", place: "input.flow:32:119", element: t.tuple(t.string, t.int) },
    ),
    print2: print<string>({}, { name: "asked.print2", place: "input.flow:33:92", element: t.string }),
    failed: toTopic(failed, { name: "asked.failed", place: "input.flow:34:60", element: requestSchema }),
    print3: print<number>({}, { name: "asked.print3", place: "input.flow:35:68", element: t.int }),
    print4: print<string>({}, { name: "asked.print4", place: "input.flow:36:92", element: t.string }),
    print5: print<number | null>(
      {},
      { name: "asked.print5", place: "input.flow:37:47", element: t.nullable(t.timestamp) },
    ),
    print6: print<number | null>(
      {},
      { name: "asked.print6", place: "input.flow:38:57", element: t.nullable(t.timestamp) },
    ),
    print7: print<string>({}, { name: "asked.print7", place: "input.flow:39:79", element: t.string }),
    print8: print<string>({}, { name: "asked.print8", place: "input.flow:40:46", element: t.string }),
    print9: print<string | null>(
      {},
      { name: "asked.print9", place: "input.flow:41:68", element: t.nullable(t.string) },
    ),
  },
  batch({ lines }, emit, _state, batch) {
    const merged = new KeyedBatch<string, number>();
    let count = 0;
    for (const { body: line } of lines) {
      requests: {
        const request = parseJson2(line);
        if (request instanceof Failure) {
          batch.dropped("asked.requests", request.at("input.flow:30:36"));
          break requests;
        }
        if (request.status >= 500) {
          merged.merge(request.path, 1, (a, b) => int(a + b));
        }
        if (request.user !== null) {
          emit.print2.push(request.user ?? "");
        }
      }
      output: {
        const value = parseJson3(line);
        if (value instanceof Failure) {
          batch.dropped("asked.lines.map_54f02d", value.at("input.flow:34:21"));
          break output;
        }
        emit.failed.push(value);
      }
      output: {
        const value2 = parseJson4(line);
        if (value2 instanceof Failure) {
          batch.dropped("asked.lines.map_54f02d_2", value2.at("input.flow:35:21"));
          break output;
        }
        count += 1;
      }
      output: {
        const found = capture(line);
        if (found instanceof Failure) {
          batch.dropped("asked.lines.map_e89381", found.at("input.flow:36:26"));
          break output;
        }
        emit.print4.push(found.value ?? "none");
      }
      const value3 = dayOf(line);
      emit.print5.push(value3 instanceof Failure ? null : value3);
      const value4 = anyPattern(line, day);
      emit.print6.push(value4 instanceof Failure ? null : value4);
      output: {
        const request2 = whole(line);
        if (request2 instanceof Failure) {
          batch.dropped("asked.lines.map_56b84f", request2.at("input.flow:39:21"));
          break output;
        }
        emit.print7.push(toJson(request2));
      }
      output: {
        const value5 = half(line);
        if (value5 instanceof Failure) {
          batch.dropped("asked.lines.map_8f5d1d", value5.at("input.flow:40:21"));
          break output;
        }
        emit.print8.push(value5);
      }
      const value6 = parseJson3(line);
      emit.print9.push((value6 instanceof Failure ? null : value6)?.path ?? null);
    }
    for (const pair of merged) {
      emit.print.push(pair);
    }
    emit.print3.push(count);
  },
});

await run({ file: "input.flow", topics: [failed], agents: [collect], streams: [asked] }, process.argv.slice(2));
