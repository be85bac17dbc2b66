import type { Admin, Kafka, KafkaError, KafkaErrorKind } from "../../../../stdlib/kafka/port.ts";
import { DiskError } from "../disk.ts";
import type { SimulatedProcess } from "../process.ts";
import { Broker } from "./broker.ts";
import { Member, type Reach } from "./member.ts";

/** The class of errors that the program knows. */
type MakeError = new (kind: KafkaErrorKind, message: string, code: string | null) => KafkaError;

/** How often a call is tried again, and after how long at first, in ms. */
const RETRIES = 3;
const FIRST_RETRY = 150;

/** The cluster of the machine, for a process: what stands behind the port of the Kafka connector. */
export function clusterOf(process: SimulatedProcess, makeError: MakeError): Kafka {
  const { machine } = process;
  const broker = machine.part(Broker);
  const pause = (ms: number) => new Promise<void>((resolve) => void process.after(ms, resolve));
  const error = (kind: KafkaErrorKind, message: string, code: string | null = null) =>
    new makeError(kind, message, code);
  const ask: Reach["ask"] = async (kind, action) => {
    for (let tries = 1; ; tries++) {
      try {
        return await process.call(kind, null, action);
      } catch (failure) {
        if (failure instanceof makeError) throw failure;
        const { code, message } = failure as NodeJS.ErrnoException;
        if (tries > RETRIES) throw error("transient", message, code ?? null);
        await pause(FIRST_RETRY * 2 ** tries * (0.8 + 0.4 * machine.random.real()));
      }
    }
  };
  /** What has been done, and its answer is lost. */
  const answered = () => {
    const code = machine.faults.of("answer");
    if (code !== null) throw new DiskError(code);
  };
  const partitionsOf = (topic: string) => {
    const partitions = broker.topics.get(topic);
    if (partitions === undefined) throw error("missing", `there is no topic ${topic}`, "UNKNOWN_TOPIC_OR_PARTITION");
    return partitions;
  };
  const reach: Reach = { process, broker, ask, error };

  const admin: Admin = {
    list: () => ask("metadata", () => [...broker.topics.keys()]),
    describe: (topic) =>
      ask("metadata", () => {
        const partitions = broker.topics.get(topic);
        if (partitions === undefined) return null;
        const of = (partition: number) => ({ partition, leader: 1, replicas: [1], inSync: [1] });
        return { name: topic, partitions: partitions.map((_, partition) => of(partition)) };
      }),
    create: ({ name, partitions }) => ask("createTopic", () => broker.create(name, partitions)),
    delete: (topic) => ask("metadata", () => void broker.topics.delete(topic)),
    settings: () => ask("metadata", () => new Map<string, string>()),
    ends: (topic) =>
      ask("metadata", () => {
        const ends = partitionsOf(topic).map((log, partition) => {
          return [partition, { earliest: "0", latest: String(log.length) }] as const;
        });
        return new Map(ends);
      }),
    committed: (group, topic) =>
      ask("metadata", () => {
        const committed = [...broker.group(group).committed(topic)];
        return new Map(committed.map(([partition, { offset }]) => [partition, offset]));
      }),
    notes: (group, topic) =>
      ask("metadata", () => [...broker.group(group).committed(topic).values()].map(({ note }) => note)),
    members: (group) =>
      ask("metadata", () => broker.group(group).members.map(({ id }) => ({ id, client: "sluice", host: "machine" }))),
    brokerCount: () => ask("metadata", () => 1),
    close: async () => {},
  };

  return {
    admin: async () => admin,
    producer: async ({ topic, counted }) => ({
      send: async (partition, records) => {
        await ask("produce", () => {
          counted(partitionsOf(topic).length);
          broker.append(topic, partition, records);
          answered();
        });
      },
      close: async () => {},
    }),
    join: async (options, handler) => {
      await ask("metadata", () => partitionsOf(options.topic));
      return new Member(reach, options, handler);
    },
    plainReader: async (topic) => ({
      fetch: async (from, waitMs) => {
        await pause(waitMs);
        return await ask("fetch", () =>
          [...from].map(([partition, offset]) => {
            const log = partitionsOf(topic)[partition]!;
            const records = log.slice(Number(offset));
            const end = String(log.length);
            return { partition, from: offset, records, next: end, highWatermark: end };
          }),
        );
      },
      close: async () => {},
    }),
  };
}
