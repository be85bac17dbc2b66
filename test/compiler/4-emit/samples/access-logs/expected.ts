import { Failure, type JsonOutput, agent, fromSource, run, stream, t, toTopic } from "sluice/runtime";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { accessLogReader } from "sluice/stdlib/formats/access-log";
import { lines } from "sluice/stdlib/lines/lines";
import { memory } from "sluice/stdlib/memory/memory";
import { print } from "sluice/stdlib/print/print";

export type Hit = { host: string; path: string | null; status: number; took: number };

const hitSchema = t.record({ host: t.string, path: t.nullable(t.string), status: t.int, took: t.duration });

function encodeHit(json: JsonOutput, hit: Hit): void {
  json.checkRecord(hit);
  json.raw('{"host":').string(hit.host);
  if (hit.path === null) json.raw(',"path":null');
  else json.raw(',"path":').string(hit.path);
  json.raw(',"status":').int(hit.status);
  json.raw(',"took":').duration(hit.took);
  json.raw("}");
}

const hits = embedded<Hit>({}, { name: "hits", place: "input.flow:3:7", element: hitSchema, encode: encodeHit });

const combined = "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-agent}i\" %D";

const parseAccessLog = accessLogReader<{ host: string; identity: string | null; user: string | null; at: number; request: string | null; method: string | null; path: string | null; protocol: string | null; status: number; bytes: number | null; referer: string | null; userAgent: string | null; took: number }>(
  combined,
  undefined,
  t.record({
    host: t.string,
    identity: t.nullable(t.string),
    user: t.nullable(t.string),
    at: t.timestamp,
    request: t.nullable(t.string),
    method: t.nullable(t.string),
    path: t.nullable(t.string),
    protocol: t.nullable(t.string),
    status: t.int,
    bytes: t.nullable(t.int),
    referer: t.nullable(t.string),
    userAgent: t.nullable(t.string),
    took: t.duration,
  }),
);

export const collect = agent({
  name: "collect",
  place: "input.flow:7:7",
  sources: {
    lines: lines({ path: "apache.log" }, { name: "collect.lines", place: "input.flow:8:3", element: t.string }),
  },
  channels: {
    memory: memory<{ host: string; identity: string | null; user: string | null; at: number; request: string | null; method: string | null; path: string | null; protocol: string | null; status: number; bytes: number | null; referer: string | null; userAgent: string | null; took: number }>(
      {},
      {
        name: "collect.memory",
        place: "input.flow:8:78",
        element: t.record({
          host: t.string,
          identity: t.nullable(t.string),
          user: t.nullable(t.string),
          at: t.timestamp,
          request: t.nullable(t.string),
          method: t.nullable(t.string),
          path: t.nullable(t.string),
          protocol: t.nullable(t.string),
          status: t.int,
          bytes: t.nullable(t.int),
          referer: t.nullable(t.string),
          userAgent: t.nullable(t.string),
          took: t.duration,
        }),
      },
    ),
  },
  sinks: {
    hits: toTopic(hits, { name: "collect.hits", place: "input.flow:8:90", element: hitSchema }),
  },
  flows: [
    {
      from: "lines",
      to: ["memory"],
      optional: [],
      rejects: [],
      place: "input.flow:8:78",
      pass(events, to, wire) {
        for (const e of events) {
          const body = parseAccessLog(e.body);
          if (body instanceof Failure) {
            wire.dropped("collect.lines.map", body.at("input.flow:8:39"));
            continue;
          }
          to.memory.push({ body, headers: e.headers });
        }
      },
    },
    { from: "memory", to: ["hits"], optional: [], rejects: [], place: "input.flow:8:90" },
  ],
});

const parseAccessLog2 = accessLogReader<{ path: string | null; status: number; tenant: string | null }>(
  "$remote_addr [$time_local] \"$request\" $status $tenant",
  "tenant",
  t.record({
    remoteAddr: t.string,
    timeLocal: t.timestamp,
    request: t.nullable(t.string),
    method: t.nullable(t.string),
    path: t.nullable(t.string),
    protocol: t.nullable(t.string),
    status: t.int,
    tenant: t.nullable(t.string),
  }),
  ["path", "status", "tenant"],
);

export const slow = stream({
  name: "slow",
  place: "input.flow:11:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      lines({ path: "nginx.log" }, { name: "slow.lines", place: "input.flow:12:18", element: t.string }),
    ),
  },
  outputs: {
    print: print<string>({}, { name: "slow.print", place: "input.flow:14:104", element: t.string }),
  },
  batch({ lines }, emit, _state, batch) {
    for (const { body: line } of lines) {
      const r = parseAccessLog2(line);
      if (r instanceof Failure) {
        batch.dropped("slow.requests", r.at("input.flow:12:54"));
        continue;
      }
      if (r.status < 500) continue;
      emit.print.push(`${r.path ?? "-"} of ${r.tenant ?? "nobody"}`);
    }
  },
});

await run({ file: "input.flow", topics: [hits], agents: [collect], streams: [slow] }, process.argv.slice(2));
