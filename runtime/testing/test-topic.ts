import type { Context, Declared } from "../contract/context.ts";
import type { Event } from "../contract/event.ts";
import type { Topic, TopicReader } from "../contract/topic.ts";
import { Notifier } from "../system/notifier.ts";
import { withHeaders } from "../value/headers.ts";
import type { Fed, Seen } from "./test-part.ts";

/** Options of the topic that stands for every topic of a program under test. */
export interface TestTopicOptions<T> {
  readonly key?: (body: T) => string | number | null;
}

/** Where a consumer group stands. */
interface Group {
  next: number;
  committed: number;
}

/** In the place of a topic, whatever its kind: one partition in memory, empty when a test begins. */
export function testTopic<T>({ key }: TestTopicOptions<T>, declared: Declared): Topic<T> & Fed & Seen {
  let records: Event<T>[] = [];
  let sent: Event<T>[] = [];
  let groups = new Map<string, Group>();
  let arrivals = new Notifier();
  let context: Context | null = null;

  const keep = (events: readonly Event<T>[]): void => {
    for (const { body, headers } of events) {
      const given = key?.(body) ?? headers.get("key") ?? null;
      const own: [string, string][] = [
        ["topic", declared.name],
        ["partition", "0"],
        ["offset", String(records.length)],
        ["timestamp", headers.get("timestamp") ?? String(context?.clock.now() ?? 0)],
      ];
      if (given !== null) own.push(["key", String(given)]);
      records.push({ body, headers: withHeaders(headers, own) });
    }
    context?.count("appended", events.length);
    arrivals.wakeAll();
  };

  return {
    name: declared.name,
    get events() {
      return sent;
    },
    async feed(given) {
      keep(given as readonly Event<T>[]);
    },
    async open(given) {
      records = [];
      sent = [];
      groups = new Map();
      arrivals = new Notifier();
      context = given;
    },
    async append(events) {
      sent.push(...events);
      keep(events);
    },
    reader(name): TopicReader<T> {
      const group = (): Group => {
        const known = groups.get(name) ?? { next: 0, committed: 0 };
        groups.set(name, known);
        return known;
      };
      return {
        async open() {},
        async read(max, signal, most) {
          for (;;) {
            const { next } = group();
            const events = records.slice(next, next + Math.min(max, most?.get(0) ?? max));
            group().next = next + events.length;
            if (events.length > 0) return { events, positions: new Map([[0, String(group().next)]]) };
            if (signal.aborted) return null;
            await arrivals.wait(signal);
          }
        },
        lag: () => new Map([[0, records.length - group().next]]),
        async commit(positions) {
          group().committed = Number(positions.get(0) ?? group().committed);
        },
        async rewind(positions) {
          group().next = Number(positions?.get(0) ?? group().committed);
        },
        async close() {},
      };
    },
    async close() {},
  };
}
