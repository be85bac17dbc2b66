import {
  CountedBatch,
  Failure,
  type Fallible,
  type JsonOutput,
  agent,
  fromTopic,
  int,
  param,
  rejected,
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
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { print } from "sluice/stdlib/print/print";
import { capturer } from "sluice/stdlib/text/regex";
import { substring, toInt } from "sluice/stdlib/text/text";

export type Order = { id: number; item: string };

const orderSchema = t.record({ id: t.int, item: t.string });

function encodeOrder(json: JsonOutput, order: Order): void {
  json.checkRecord(order);
  json.raw('{"id":').int(order.id);
  json.raw(',"item":').string(order.item);
  json.raw("}");
}

const orders = embedded<Order>(
  {},
  { name: "orders", place: "input.flow:3:7", element: orderSchema, encode: encodeOrder },
);

const dead = embedded<string>({}, { name: "dead", place: "input.flow:4:7", element: t.string });

const raw = embedded<Uint8Array>({}, { name: "raw", place: "input.flow:5:7", element: t.bytes });

const tries = param("tries", t.int, "input.flow:7:7", () => 1);

const capture = capturer(/^(?<id>\d+) (?<item>.+)/, (match) => ({ id: match[1]!, item: match[2]! }));

function read(line: string): Fallible<Order> {
  const m = capture(line);
  if (m instanceof Failure) return m.at("input.flow:10:20");
  const id = toInt(m.id);
  if (id instanceof Failure) return id.at("input.flow:11:25");
  return { id, item: m.item };
}

const json = jsonWriter(orderSchema);

requireThat(
  tries >= 0,
  "input.flow:18:33",
  "`files` requires `retries >= 0`; here `retries` is {retries}",
  { retries: tries },
  ["tries"],
);

export const shop = agent({
  name: "shop",
  place: "input.flow:14:7",
  sources: {
    src: netcat({ port: 44444 }, { name: "shop.src", place: "input.flow:15:11", element: t.string }),
  },
  channels: {
    mem: memory<Order>({}, { name: "shop.mem", place: "input.flow:16:11", element: orderSchema }),
    two: memory<string>({}, { name: "shop.two", place: "input.flow:17:11", element: t.string }),
  },
  sinks: {
    dead: toTopic(dead, { name: "shop.dead", place: "input.flow:20:37", element: t.string }),
    orders: toTopic(orders, { name: "shop.orders", place: "input.flow:20:53", element: orderSchema }),
    out: linesInFiles<string>(
      { directory: "orders" },
      { name: "shop.out", place: "input.flow:18:11", element: t.string },
    ),
  },
  flows: [
    {
      from: "src",
      to: ["mem", "two"],
      optional: [],
      rejects: ["dead"],
      place: "input.flow:20:46",
      pass(events, to, wire) {
        for (const e of events) {
          mem: {
            const body = read(e.body);
            if (body instanceof Failure) {
              to.dead.push(rejected(e, body.at("input.flow:20:16")));
              wire.rejected("shop.src.map");
              break mem;
            }
            to.mem.push({ body, headers: e.headers });
          }
          to.two.push(e);
        }
      },
    },
    {
      from: "mem",
      to: ["orders"],
      optional: [],
      rejects: [],
      place: "input.flow:20:53",
      refused: { to: "dead", retries: 2, retryFor: 600_000 /* 10m */, as: json },
    },
    {
      from: "two",
      to: ["out"],
      optional: [],
      rejects: [],
      place: "input.flow:21:17",
      refused: { to: null, retries: tries, retryFor: null },
    },
  ],
});

const json2 = jsonWriter(t.tuple(t.string, t.int));

export const counted = stream({
  name: "counted",
  place: "input.flow:24:8",
  every: 10_000,
  inputs: {
    orders: fromTopic(orders, { reader: "counted", startAt: "latest" }),
  },
  outputs: {
    dead: toTopic(dead, { name: "counted.dead", place: "input.flow:27:37", element: t.string }),
    files: linesInFiles<[string, number]>(
      { directory: "counts" },
      { name: "counted.files", place: "input.flow:27:13", element: t.tuple(t.string, t.int) },
    ),
    print: print<[string, number]>(
      {},
      { name: "counted.print", place: "input.flow:27:59", element: t.tuple(t.string, t.int) },
    ),
    print2: print<[string, number]>(
      {},
      { name: "counted.print2", place: "input.flow:27:43", element: t.tuple(t.string, t.int) },
    ),
    raw: toTopic(raw, { name: "counted.raw", place: "input.flow:28:51", element: t.bytes }),
    dead2: toTopic(dead, { name: "counted.dead2", place: "input.flow:28:38", element: t.string }),
  },
  refused: {
    files: { to: "dead", retries: 0, retryFor: null, as: json2 },
    print2: { to: "print", retries: 0, retryFor: null },
    dead2: { to: "raw", retries: 0, retryFor: null, as: toBytes },
  },
  batch({ orders }, emit) {
    const items = new CountedBatch<string>();
    for (const { body: order } of orders) {
      items.add(order.item);
      emit.dead2.push(order.item);
      emit.dead.push(order.item);
    }
    for (const pair of items) {
      emit.files.push(pair);
      emit.print2.push(pair);
    }
  },
});

const json3 = jsonWriter(t.int);

export const steps = agent({
  name: "steps",
  place: "input.flow:32:7",
  sources: {
    src: netcat({ port: 44445 }, { name: "steps.src", place: "input.flow:33:11", element: t.string }),
  },
  channels: {
    mem: memory<number>({}, { name: "steps.mem", place: "input.flow:34:11", element: t.int }),
    more: memory<number>({}, { name: "steps.more", place: "input.flow:35:11", element: t.int }),
  },
  sinks: {
    odd: linesInFiles<number>({ directory: "odd" }, { name: "steps.odd", place: "input.flow:38:11", element: t.int }),
    dead: toTopic(dead, { name: "steps.dead", place: "input.flow:42:116", element: t.string }),
    out: linesInFiles<number>(
      { directory: "numbers" },
      { name: "steps.out", place: "input.flow:36:11", element: t.int },
    ),
    orders: toTopic(orders, { name: "steps.orders", place: "input.flow:43:68", element: orderSchema }),
    only: linesInFiles<{ id: number; item: string }>(
      { directory: "squares" },
      { name: "steps.only", place: "input.flow:37:11", element: t.record({ id: t.int, item: t.string }) },
    ),
  },
  flows: [
    {
      from: "src",
      to: ["mem", "more"],
      optional: [],
      rejects: [],
      place: "input.flow:40:34",
      pass(events, to) {
        for (const e of events) {
          to.mem.push({ body: e.body.length, headers: e.headers });
          to.more.push({ body: e.body.length, headers: e.headers });
        }
      },
    },
    {
      from: "mem",
      to: ["out"],
      optional: [],
      rejects: ["odd"],
      place: "input.flow:42:104",
      refused: { to: "dead", retries: 0, retryFor: null, as: json3 },
      failed: { to: "dead", retries: 0, retryFor: null, as: json3 },
      refusedBy: { odd: { to: "dead", retries: 2, retryFor: null, as: json3 } },
      pass(events, to, wire) {
        for (const e of events) {
          if (int(e.body * e.body) <= 9) continue;
          const body = toInt(substring(String(e.body), 1));
          if (body instanceof Failure) {
            to.odd.push(rejected(e, body.at("input.flow:42:80")));
            wire.rejected("steps.mem.map");
            continue;
          }
          to.out.push({ body, headers: e.headers });
        }
      },
    },
    {
      from: "more",
      to: ["only"],
      optional: [],
      rejects: [],
      place: "input.flow:43:55",
      refused: { to: "orders", retries: 3, retryFor: null },
      pass(events, to) {
        for (const e of events) {
          to.only.push({ body: { id: int(e.body * e.body), item: "" }, headers: e.headers });
        }
      },
    },
  ],
});

await run(
  { file: "input.flow", topics: [orders, dead, raw], agents: [shop, steps], streams: [counted] },
  process.argv.slice(2),
);
