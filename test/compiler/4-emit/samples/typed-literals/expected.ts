import { Failure, agent, fromTopic, int, run, stream, t, top } from "sluice/runtime";
import { first as firstFn } from "sluice/stdlib/array/array";
import { discard } from "sluice/stdlib/discard/discard";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { generate } from "sluice/stdlib/generate/generate";
import { failover } from "sluice/stdlib/groups/failover";
import { static as staticStep } from "sluice/stdlib/interceptors/static";
import { jsonReader, jsonWriter } from "sluice/stdlib/json/json";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { toInt } from "sluice/stdlib/text/text";

export type object2 = { a: number };

const objectSchema = t.record({ a: t.int });

export type Level = "low" | "high";

const levelSchema = t.literal("low", "high");

const limit = null as number | null;

const level = "low" as Level;

const words = embedded<string>({}, { name: "words", place: "input.flow:8:7", element: t.string });

function twice(n: number): number {
  return int(int(-(-9)) + (limit !== null ? limit : n));
}

function first(words: string[]): [string, number] | null {
  return firstFn([["a", 1], ["b", words.length]] as [string, number][]);
}

function part(words: string[]): number {
  return ([["a", [1, words]]] as [string, [number, string[]]][]).map((pair) => pair[1][0]).length;
}

function kept(words: string[]): Level {
  return words.reduce<Level>((kept, _word) => kept, level);
}

function seen(words: string[]): string | null {
  return words.reduce<string | null>((seen, word) => seen !== null ? seen : word, null);
}

const parseJson = jsonReader<[object2, number]>(t.tuple(objectSchema, t.int));

function given(t: string): object2 {
  const value = parseJson(t);
  return ((value instanceof Failure ? [{ a: ((n: number) => n)(1) }, 1] : value) as [object2, number])[0];
}

const json = jsonWriter(t.int);

export const split = agent({
  name: "split",
  place: "input.flow:17:7",
  sources: {
    s: generate({}, { name: "split.s", place: "input.flow:18:11", element: t.string }),
  },
  channels: {
    finally: memory<number>({}, { name: "split.finally", place: "input.flow:19:11", element: t.int }),
    other: memory<[string, number]>(
      {},
      { name: "split.other", place: "input.flow:20:11", element: t.tuple(t.string, t.int) },
    ),
  },
  sinks: {
    logger: logger<number>({}, { name: "split.logger", place: "input.flow:24:54", element: t.int, text: json }),
    k1: discard<[string, number]>(
      {},
      { name: "split.k1", place: "input.flow:21:11", element: t.tuple(t.string, t.int) },
    ),
    k2: discard<[string, number]>(
      {},
      { name: "split.k2", place: "input.flow:22:11", element: t.tuple(t.string, t.int) },
    ),
  },
  groups: {
    failover: failover(["k1", "k2"], {}),
  },
  flows: [
    {
      from: "s",
      to: ["finally", "other"],
      optional: [],
      rejects: [],
      place: "input.flow:24:43",
      pass(events, to, wire) {
        for (const e of events) {
          finally2: {
            const body = toInt(e.body);
            if (body instanceof Failure) {
              wire.dropped("split.s.map", body.at("input.flow:24:21"));
              break finally2;
            }
            to.finally.push({ body, headers: e.headers });
          }
          to.other.push({ body: [e.body, twice(1)], headers: e.headers });
        }
      },
    },
    { from: "finally", to: ["logger"], optional: [], rejects: [], place: "input.flow:24:54" },
    {
      from: "other",
      to: ["failover"],
      optional: [],
      rejects: [],
      place: "input.flow:26:39",
      pass(events, to) {
        for (const e of events) {
          if (e.body[1] <= 0) continue;
          to.failover.push(e);
        }
      },
    },
  ],
});

export const break2 = stream({
  name: "break",
  place: "input.flow:29:8",
  every: 1000,
  inputs: {
    words: fromTopic(words, { reader: "break", startAt: "latest" }),
  },
  outputs: {
    discard: discard<[[string, number] | null, Level, string | null, object2] | null>(
      {},
      {
        name: "break.discard",
        place: "input.flow:33:61",
        element: t.nullable(
          t.tuple(t.nullable(t.tuple(t.string, t.int)), levelSchema, t.nullable(t.string), objectSchema),
        ),
      },
    ),
    discard2: discard<[[string, number] | null, Level, string | null, object2] | null>(
      {},
      {
        name: "break.discard2",
        place: "input.flow:34:34",
        element: t.nullable(
          t.tuple(t.nullable(t.tuple(t.string, t.int)), levelSchema, t.nullable(t.string), objectSchema),
        ),
      },
    ),
  },
  batch({ words }, emit) {
    let reduced: ([[string, number] | null, Level, string | null, object2] | null) | undefined;
    const elements: ([[string, number] | null, Level, string | null, object2] | null)[] = [];
    for (const { body: word } of words) {
      const a = first([word]);
      const b = part([] as string[]);
      const c = kept([word]);
      const d = seen([] as string[]);
      const e = given(word);
      const element: [[string, number] | null, Level, string | null, object2] | null = b > 0 ? [a, c, d, e] : null;
      if (reduced === undefined) {
        reduced = element;
      } else {
        const reduced2 = reduced;
        reduced = firstFn([1].map((_n) => reduced2)) ?? element;
      }
      elements.push(element);
    }
    if (reduced !== undefined) {
      emit.discard.push(reduced);
    }
    const highest = top(elements, 3, (_pair) => 1);
    for (const element of highest) {
      emit.discard2.push(element);
    }
  },
});

const json2 = jsonWriter(t.record({ words: t.array(t.string), size: t.tuple(t.bool, t.int) }));

const filteredStatic = staticStep<{ words: string[]; size: [boolean, number] }>({ value: "b" });

export const filtered = agent({
  name: "filtered",
  place: "input.flow:37:7",
  sources: {
    netcat: netcat({ port: 4100 }, { name: "filtered.netcat", place: "input.flow:38:3", element: t.string }),
  },
  channels: {
    memory: memory<{ words: string[]; size: [boolean, number] }>(
      {},
      {
        name: "filtered.memory",
        place: "input.flow:38:118",
        element: t.record({ words: t.array(t.string), size: t.tuple(t.bool, t.int) }),
      },
    ),
  },
  sinks: {
    logger: logger<{ words: string[]; size: [boolean, number] }>(
      {},
      {
        name: "filtered.logger",
        place: "input.flow:38:130",
        element: t.record({ words: t.array(t.string), size: t.tuple(t.bool, t.int) }),
        text: json2,
      },
    ),
  },
  flows: [
    {
      from: "netcat",
      to: ["memory"],
      optional: [],
      rejects: [],
      place: "input.flow:38:118",
      pass(events, to, wire) {
        for (const e of events) {
          const body: { words: string[]; size: [boolean, number] } = { words: [e.body], size: [e.body === "", 5] };
          if (!true) continue;
          const afterStatic = filteredStatic({ body, headers: e.headers }, wire);
          if (afterStatic === null) continue;
          to.memory.push(afterStatic);
        }
      },
    },
    { from: "memory", to: ["logger"], optional: [], rejects: [], place: "input.flow:38:130" },
  ],
});

await run({ file: "input.flow", topics: [words], agents: [split, filtered], streams: [break2] }, process.argv.slice(2));
