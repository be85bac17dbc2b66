import {
  Failure,
  type Fallible,
  agent,
  attempt,
  fromTopic,
  int,
  outOfRange,
  rejected,
  run,
  stream,
  t,
  toTopic,
  tryDiv,
} from "sluice/runtime";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { failure } from "sluice/stdlib/failure/failure";
import { jsonWriter } from "sluice/stdlib/json/json";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { print } from "sluice/stdlib/print/print";
import { split, toInt } from "sluice/stdlib/text/text";
import { toTimestamp } from "sluice/stdlib/time/epoch";

const rejects = embedded<string>({}, { name: "rejects", place: "input.flow:1:7", element: t.string });

/** A payment, `id,amount,seconds`. */
export type Payment = { id: string; amount: number; at: number };

const paymentSchema = t.record({ id: t.string, amount: t.int, at: t.timestamp });

function amount(text: string): Fallible<number> {
  const n = toInt(text);
  if (n instanceof Failure) return n.at("input.flow:7:20");
  return n > 0 ? n : failure("an amount must be positive").at("input.flow:8:22");
}

function payment(line: string): Fallible<Payment> {
  const parts = split(line, ",");
  const id = parts[0] ?? failure("no id").at("input.flow:13:34");
  if (id instanceof Failure) return id.at("input.flow:13:20");
  const time = toInt(parts[2] ?? "0");
  if (time instanceof Failure) return time.at("input.flow:14:39");
  const amount2 = amount(parts[1] ?? "");
  if (amount2 instanceof Failure) return amount2.at("input.flow:15:32");
  const at = attempt(() => toTimestamp(time, 1000));
  if (at instanceof Failure) return at.at("input.flow:15:71");
  return { id, amount: amount2, at };
}

const json = jsonWriter(paymentSchema);

export const collect = agent({
  name: "collect",
  place: "input.flow:18:7",
  sources: {
    netcat: netcat({ port: 4000 }, { name: "collect.netcat", place: "input.flow:19:3", element: t.string }),
  },
  channels: {
    memory: memory<Payment>({}, { name: "collect.memory", place: "input.flow:19:67", element: paymentSchema }),
  },
  sinks: {
    rejects: toTopic(rejects, { name: "collect.rejects", place: "input.flow:19:55", element: t.string }),
    logger: logger<Payment>(
      {},
      { name: "collect.logger", place: "input.flow:19:79", element: paymentSchema, text: json },
    ),
  },
  flows: [
    {
      from: "netcat",
      to: ["memory"],
      optional: [],
      rejects: ["rejects"],
      place: "input.flow:19:67",
      pass(events, to, wire) {
        for (const e of events) {
          const body = payment(e.body);
          if (body instanceof Failure) {
            to.rejects.push(rejected(e, body.at("input.flow:19:31")));
            wire.rejected("collect.netcat.map");
            continue;
          }
          to.memory.push({ body, headers: e.headers });
        }
      },
    },
    { from: "memory", to: ["logger"], optional: [], rejects: [], place: "input.flow:19:79" },
  ],
});

export const totals = stream({
  name: "totals",
  place: "input.flow:22:8",
  every: 5000,
  inputs: {
    rejects: fromTopic(rejects, { reader: "totals", startAt: "latest" }),
  },
  outputs: {
    print: print<number>({}, { name: "totals.print", place: "input.flow:25:50", element: t.int }),
    print2: print<number>({}, { name: "totals.print2", place: "input.flow:26:77", element: t.int }),
    print3: print<[string, number]>(
      {},
      { name: "totals.print3", place: "input.flow:27:56", element: t.tuple(t.string, t.int) },
    ),
  },
  batch({ rejects }, emit, _state, batch) {
    for (const { body: line } of rejects) {
      const p = payment(line);
      if (p instanceof Failure) {
        batch.dropped("totals.payments", p.at("input.flow:23:38"));
        continue;
      }
      output: {
        const value = attempt(() => int(p.amount * 100));
        if (value instanceof Failure) {
          batch.dropped("totals.payments.map_b26e01", value.at("input.flow:25:21"));
          break output;
        }
        emit.print.push(value);
      }
      output: {
        let value2: Fallible<number>;
        try {
          const value3 = tryDiv(p.amount, p.id.length);
          if (value3 instanceof Failure) {
            batch.dropped("totals.payments.map_52697c", value3.at("input.flow:26:23"));
            break output;
          }
          value2 = int(value3 * 100);
        } catch (error) {
          value2 = outOfRange(error);
        }
        emit.print2.push(value2 instanceof Failure ? 0 : value2);
      }
      const value3 = attempt<[string, number]>(() => [p.id, int(p.amount + 1)]);
      if (value3 instanceof Failure) {
        batch.dropped("totals.payments.map_a458f7", value3.at("input.flow:27:21"));
        continue;
      }
      emit.print3.push(value3);
    }
  },
});

await run({ file: "input.flow", topics: [rejects], agents: [collect], streams: [totals] }, process.argv.slice(2));
