import {
  type JsonOutput,
  MappedState,
  ProcessedState,
  UpdatedState,
  Window,
  fromTopic,
  int,
  run,
  statefulStream,
  t,
} from "sluice/runtime";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { print } from "sluice/stdlib/print/print";

export type Sale = { shop: string; item: string; cents: number };

const saleSchema = t.record({ shop: t.string, item: t.string, cents: t.int });

function encodeSale(json: JsonOutput, sale: Sale): void {
  json.checkRecord(sale);
  json.raw('{"shop":').string(sale.shop);
  json.raw(',"item":').string(sale.item);
  json.raw(',"cents":').int(sale.cents);
  json.raw("}");
}

const sales = embedded<Sale>({}, { name: "sales", place: "input.flow:3:7", element: saleSchema, encode: encodeSale });

function add(values: number[], total: number | null): number | null {
  return values.reduce((a, b) => int(a + b), total ?? 0);
}

export const kept = statefulStream({
  name: "kept",
  place: "input.flow:7:8",
  every: 1000,
  kept: {
    chains: {
      salesUpdateStateByKey: "salesUpdateStateByKey_9c5dac",
      countedWindow: "countedWindow_b07319",
      salesProcess: "salesProcess_90dc43",
    },
  },
  inputs: {
    sales: fromTopic(sales, { reader: "kept", startAt: "latest", exclusive: true }),
  },
  outputs: {
    print: print<[string, number]>(
      {},
      { name: "kept.print", place: "input.flow:8:99", element: t.tuple(t.string, t.int) },
    ),
    print2: print<number>({}, { name: "kept.print2", place: "input.flow:18:34", element: t.int }),
    print3: print<number>({}, { name: "kept.print3", place: "input.flow:28:8", element: t.int }),
  },
  state: () => ({
    salesUpdateStateByKey: new UpdatedState<string, number, number>({
      key: t.string,
      state: t.int,
      update: add,
      initial: [["bakery", 100]],
    }),
    counted: new MappedState<[string, string], Sale, number, string>({
      key: t.tuple(t.string, t.string),
      state: t.int,
      keyOf: (key) => JSON.stringify(key),
      update: (key, _sale, count: number | null, now): [number, string | null] => [
        int((count ?? 0) + 1),
        count === null ? `${key[0]} ${new Date(now).toISOString()}` : null,
      ],
      timeout: 60_000 /* 1m */,
      onTimeout: (key, _count) => key[1],
    }),
    salesProcess: new ProcessedState<string, Sale, Sale[], number>({
      key: t.string,
      state: t.array(saleSchema),
      onElement: (_, sale, state): [Sale[], number[]] => [[...state ?? [], sale], []],
      wakeAt: (_, _2) => null,
      onTimer: (_, state): [null, number[]] => [null, [state.length]],
    }),
    countedWindow: new Window<string>({ window: 10_000, slide: 1000, every: 1000, element: t.string }),
  }),
  batch(
    { sales },
    emit,
    { salesUpdateStateByKey: states, counted, salesProcess: processed, countedWindow: recent },
    batch,
  ) {
    for (const { body: sale } of sales) {
      states.add(sale.shop, sale.cents);
      counted.add([sale.shop, sale.item], sale);
      processed.add(sale.shop, sale);
    }
    const statesNow = states.advance(batch);
    for (const pair of statesNow) {
      emit.print.push(pair);
    }
    const countedNow = counted.advance(batch);
    for (const element of countedNow) {
      recent.add(element);
    }
    const recentNow = recent.advance(batch) ?? [];
    emit.print2.push(recentNow.length);
    const processedNow = processed.advance(batch);
    for (const n of processedNow) {
      emit.print3.push(int(n + 1));
    }
  },
});

await run({ file: "input.flow", topics: [sales], streams: [kept] }, process.argv.slice(2));
