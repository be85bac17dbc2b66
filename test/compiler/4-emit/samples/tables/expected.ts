import { Failure, agent, fromSource, run, stream, t } from "sluice/runtime";
import { discard } from "sluice/stdlib/discard/discard";
import { lines } from "sluice/stdlib/lines/lines";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { csv } from "sluice/stdlib/table/csv";
import { jsonLines } from "sluice/stdlib/table/json-lines";
import { toInt } from "sluice/stdlib/text/text";

export type Product = { sku: string; name: string; price: number | null };

const productSchema = t.record({ sku: t.string, name: t.string, price: t.nullable(t.float) });

export type Shop = { id: number; city: string };

const shopSchema = t.record({ id: t.int, city: t.string });

/** What is sold. */
const products = csv<string, Product>(
  { path: "products.csv", key: (p) => p.sku, checkInterval: 60_000 /* 1m */ },
  { name: "products", place: "input.flow:5:7", element: productSchema },
);

const shops = jsonLines<number, Shop>(
  { path: "shops.jsonl", key: (shop) => shop.id },
  { name: "shops", place: "input.flow:7:7", element: shopSchema },
);

function nameOf(sku: string): string {
  return (products.rows.get(sku) ?? null)?.name ?? "unknown";
}

export const sales = agent({
  name: "sales",
  place: "input.flow:12:7",
  sources: {
    web: netcat({ port: 44444 }, { name: "sales.web", place: "input.flow:13:11", element: t.string }),
  },
  channels: {
    mem: memory<string>({}, { name: "sales.mem", place: "input.flow:14:11", element: t.string }),
  },
  sinks: {
    discard: discard<string>({}, { name: "sales.discard", place: "input.flow:16:76", element: t.string }),
  },
  flows: [
    {
      from: "web",
      to: ["mem"],
      optional: [],
      rejects: [],
      place: "input.flow:16:69",
      pass(events, to) {
        for (const e of events) {
          const body = nameOf(e.body);
          if (!products.rows.has(body)) continue;
          to.mem.push({ body, headers: e.headers });
        }
      },
    },
    { from: "mem", to: ["discard"], optional: [], rejects: [], place: "input.flow:16:76" },
  ],
});

export const cities = stream({
  name: "cities",
  place: "input.flow:19:8",
  every: 1000,
  inputs: {
    lines: fromSource(
      lines({ path: "ids.txt" }, { name: "cities.lines", place: "input.flow:20:13", element: t.string }),
    ),
  },
  outputs: {
    discard: discard<string>({}, { name: "cities.discard", place: "input.flow:22:53", element: t.string }),
  },
  batch({ lines }, emit, _state, batch) {
    for (const { body: line } of lines) {
      const id = toInt(line);
      if (id instanceof Failure) {
        batch.dropped("cities.ids", id.at("input.flow:20:47"));
        continue;
      }
      const city = (shops.rows.get(id) ?? null)?.city ?? null;
      if (city === null) {
        batch.dropped("cities.ids.flatMap", new Failure("there is no value", "input.flow:22:22"));
        continue;
      }
      for (const element of [city]) {
        emit.discard.push(element);
      }
    }
  },
});

await run({ file: "input.flow", tables: [products, shops], agents: [sales], streams: [cities] }, process.argv.slice(2));
