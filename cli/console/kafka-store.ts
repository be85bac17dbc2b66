import type { Context, Declared } from "../../runtime/contract/context.ts";
import { t } from "../../runtime/contract/schema.ts";
import { withTimeLimit } from "../../runtime/system/time-limit.ts";
import { type ConnectionOptions, connectionOf } from "../../stdlib/kafka/connection.ts";
import { kafka } from "../../stdlib/kafka/kafka.ts";
import { connectKafka } from "../../stdlib/kafka/kafkajs/connect.ts";
import { type Admin, KafkaError } from "../../stdlib/kafka/port.ts";
import { toComponentError } from "../../stdlib/kafka/to-component-error.ts";
import { kafkaScanner } from "./kafka-scanner.ts";
import type { TopicStore } from "./topic-store.ts";

const nullableText = t.nullable(t.string);

/** An operation takes no longer than this, in ms; a broker that does not answer is said to. */
const LIMIT = 10_000;

/** Topics of a Kafka cluster. Rejects with a ComponentError when the options make no sense. */
export async function kafkaStore(options: ConnectionOptions, context: Context): Promise<TopicStore> {
  const declared: Declared = { name: "", place: "", element: t.string };
  const connection = await connectionOf(options, declared, context.program);
  let trouble = "nothing";
  const cluster = connectKafka(connection, context.clock, (_, message) => {
    trouble = message;
  });

  /** Does `work`, its errors explained. */
  async function attempt<R>(topic: string, work: Promise<R>): Promise<R> {
    try {
      return await withTimeLimit(context.clock, LIMIT, work, () => {
        throw new KafkaError("unreachable", `not done within ${LIMIT / 1000} s; heard last: ${trouble}`);
      });
    } catch (error) {
      throw toComponentError(error, declared, topic, connection);
    }
  }

  /** Does `work` with a connection of its own. */
  function asAdmin<R>(topic: string, work: (admin: Admin) => Promise<R>): Promise<R> {
    const connected = async (): Promise<R> => {
      const admin = await cluster.admin();
      try {
        return await work(admin);
      } finally {
        await admin.close().catch(() => {});
      }
    };
    return attempt(topic, connected());
  }

  return {
    async list() {
      return (await asAdmin("", (admin) => admin.list())).toSorted();
    },
    describe: (name) =>
      asAdmin(name, async (admin) => {
        const found = await admin.describe(name);
        if (found === null) return null;
        const [ends, settings] = await Promise.all([admin.ends(name), admin.settings(name)]);
        const partitions = found.partitions.map(({ partition, leader, replicas, inSync }) => {
          const { earliest, latest } = ends.get(partition) ?? { earliest: "0", latest: "0" };
          return { partition, first: earliest, next: latest, leader, replicas, inSync };
        });
        return { name, partitions, settings: Object.fromEntries(settings) };
      }),
    create: (name, topic) => asAdmin(name, (admin) => admin.create({ name, ...topic })),
    delete: (name) =>
      asAdmin(name, async (admin) => {
        if ((await admin.describe(name)) === null) return false;
        await admin.delete(name);
        return true;
      }),
    async scan(name, from) {
      const reader = await attempt(name, cluster.plainReader(name));
      return kafkaScanner(reader, from, {
        ends: () => asAdmin(name, (admin) => admin.ends(name)),
        toError: (error) => toComponentError(error, declared, name, connection),
      });
    },
    keepsTombstones: true,
    topic: (name, more) =>
      kafka({ ...connectionOptions(options), ...more, topic: name }, { name, place: "", element: nullableText }),
  };
}

/** Only these of what may be all options of a declared topic. */
function connectionOptions(options: ConnectionOptions): ConnectionOptions {
  const { brokers, clientId, tls, tlsCa, tlsCert, tlsKey, username, password, saslMechanism } = options;
  return { brokers, clientId, tls, tlsCa, tlsCert, tlsKey, username, password, saslMechanism };
}
