import {
  Failure,
  type Fallible,
  type Json,
  type JsonOutput,
  KeyedBatch,
  agent,
  fromTopic,
  int,
  jsonEncoder,
  run,
  stream,
  t,
  toTopic,
} from "sluice/runtime";
import { equal } from "sluice/stdlib/array/equal";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { jsonCast, jsonMaker, remove, set } from "sluice/stdlib/json/any";
import { jsonReader } from "sluice/stdlib/json/json";
import { lines } from "sluice/stdlib/lines/lines";
import { memory } from "sluice/stdlib/memory/memory";
import { print } from "sluice/stdlib/print/print";

/** What is known of an event; the rest of it is kept as it came. */
export type Kept = { id: number; user: string | null; rest: Json; tags: Json[] };

const keptSchema = t.record({ id: t.int, user: t.nullable(t.string), rest: t.json, tags: t.array(t.json) });

const raw = embedded<Json>({}, { name: "raw", place: "input.flow:4:7", element: t.json });

const encode = jsonEncoder(t.json);

function encodeKept(json: JsonOutput, kept: Kept): void {
  json.checkRecord(kept);
  json.raw('{"id":').int(kept.id);
  if (kept.user === null) json.raw(',"user":null');
  else json.raw(',"user":').string(kept.user);
  json.raw(',"rest":').json(kept.rest);
  json.raw(',"tags":').array(kept.tags, encode);
  json.raw("}");
}

const kept = embedded<Kept>({}, { name: "kept", place: "input.flow:5:7", element: keptSchema, encode: encodeKept });

const parseJson = jsonReader<Json>(t.json);

const as = jsonCast<number>(t.int);

const as2 = jsonCast<string | null>(t.nullable(t.string));

function keep(line: string): Fallible<Kept> {
  const j = parseJson(line);
  if (j instanceof Failure) return j.at("input.flow:8:15");
  const id = as(j.at("id"));
  if (id instanceof Failure) return id.at("input.flow:10:21");
  const user = as2(j.at("user").at("name"));
  const rest = set(remove(j, "id"), "read", true, t.bool);
  if (rest instanceof Failure) return rest.at("input.flow:12:30");
  return { id, user: user instanceof Failure || user === null ? null : user, rest, tags: j.at("tags").items() };
}

export const collect = agent({
  name: "collect",
  place: "input.flow:17:7",
  sources: {
    lines: lines({ path: "events.ndjson" }, { name: "collect.lines", place: "input.flow:18:3", element: t.string }),
  },
  channels: {
    memory: memory<Json>({}, { name: "collect.memory", place: "input.flow:18:73", element: t.json }),
  },
  sinks: {
    raw: toTopic(raw, { name: "collect.raw", place: "input.flow:18:85", element: t.json }),
  },
  flows: [
    {
      from: "lines",
      to: ["memory"],
      optional: [],
      rejects: [],
      place: "input.flow:18:73",
      pass(events, to, wire) {
        for (const e of events) {
          const body = parseJson(e.body);
          if (body instanceof Failure) {
            wire.dropped("collect.lines.map", body.at("input.flow:18:35"));
            continue;
          }
          to.memory.push({ body, headers: e.headers });
        }
      },
    },
    { from: "memory", to: ["raw"], optional: [], rejects: [], place: "input.flow:18:85" },
  ],
});

const asJson = jsonMaker(t.string);

export const users = stream({
  name: "users",
  place: "input.flow:21:8",
  every: 1000,
  inputs: {
    raw: fromTopic(raw, { reader: "users", startAt: "latest" }),
  },
  outputs: {
    print: print<[Json, number]>(
      {},
      { name: "users.print", place: "input.flow:24:66", element: t.tuple(t.json, t.int) },
    ),
    print2: print<[[Json, number], number]>(
      {},
      { name: "users.print2", place: "input.flow:25:76", element: t.tuple(t.tuple(t.json, t.int), t.int) },
    ),
    print3: print<[string, Json]>(
      {},
      { name: "users.print3", place: "input.flow:26:80", element: t.tuple(t.string, t.json) },
    ),
    kept: toTopic(kept, { name: "users.kept", place: "input.flow:27:43", element: keptSchema }),
  },
  batch({ raw }, emit, _state, batch) {
    const merged = new KeyedBatch<Json, number>((key) => JSON.stringify(key.canonical));
    const merged2 = new KeyedBatch<[Json, number], number>((key) => JSON.stringify([key[0].canonical, key[1]]));
    for (const { body: j } of raw) {
      if (!j.at("user").isNull && !equal(j.at("user"), asJson("nobody"))) {
        merged.merge(j.at("user"), 1, (a, b) => int(a + b));
        merged2.merge([j.at("user"), j.size], 1, (a, b) => int(a + b));
        for (const pair of j.entries()) {
          const [name] = pair;
          if (!name.startsWith("_")) continue;
          emit.print3.push(pair);
        }
      }
      const value = keep(`${j}`);
      if (value instanceof Failure) {
        batch.dropped("users.raw.map", value.at("input.flow:27:16"));
        continue;
      }
      emit.kept.push(value);
    }
    for (const pair of merged) {
      emit.print.push(pair);
    }
    for (const pair of merged2) {
      emit.print2.push(pair);
    }
  },
});

await run({ file: "input.flow", topics: [raw, kept], agents: [collect], streams: [users] }, process.argv.slice(2));
