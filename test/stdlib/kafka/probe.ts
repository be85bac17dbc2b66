/** What the tests of the Kafka connector share: a context to open components in, and topics of their own. */

import type { Context } from "../../../runtime/contract/context.ts";
import type { Log } from "../../../runtime/contract/log.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import type { TopicReader } from "../../../runtime/contract/topic.ts";
import { systemClock } from "../../../runtime/system/clock.ts";
import type { KafkaOptions } from "../../../stdlib/kafka/kafka.options.ts";
import { kafka } from "../../../stdlib/kafka/kafka.ts";

export interface Probe extends Context {
  /** Lines logged so far, `LEVEL message name=value`. */
  readonly lines: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
}

/** A context that keeps what is logged and counted. */
export function probe(): Probe {
  const lines: string[] = [];
  const counts = new Map<string, number>();
  const causes = new Set<string>();
  const tell =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      lines.push([level, message, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(" "));
    };
  const log: Log = {
    info: tell("INFO"),
    warn: tell("WARN"),
    error: tell("ERROR"),
    once(cause, message, fields) {
      if (!causes.has(cause)) tell("WARN")(message, fields);
      causes.add(cause);
    },
  };
  return {
    program: "test",
    clock: systemClock,
    log,
    dataDir: "/nowhere",
    draining: new AbortController().signal,
    count: (counter, by = 1) => void counts.set(counter, (counts.get(counter) ?? 0) + by),
    lines,
    counts,
  };
}

let topics = 0;

/** A name that no other topic or group of this run has. */
export function freshName(prefix: string): string {
  topics++;
  return `${prefix}-${process.pid}-${topics}`;
}

/** Topic `name` of text, not opened; its readers are thrown out of their groups soon after they die. */
export function textTopic(name: string, options: Omit<KafkaOptions<string>, "sessionTimeout">) {
  return topicOf<string>(name, t.string, options);
}

export function topicOf<T>(name: string, element: Schema, options: KafkaOptions<T>) {
  return kafka<T>({ sessionTimeout: 6_000, commitInterval: 0, ...options }, { name, place: "test.flow:1:1", element });
}

/** The bodies of the next `count` events, each batch committed unless `keep` says otherwise. */
export async function readBodies<T>(reader: TopicReader<T>, count: number, keep = false): Promise<T[]> {
  const bodies: T[] = [];
  while (bodies.length < count) {
    const batch = await reader.read(count - bodies.length, AbortSignal.timeout(60_000));
    if (batch === null)
      throw new Error(`only ${bodies.length} of ${count} events came: ${bodies.slice(-5).join(", ")}`);
    bodies.push(...batch.events.map(({ body }) => body));
    if (!keep) await reader.commit(batch.positions);
  }
  return bodies;
}
