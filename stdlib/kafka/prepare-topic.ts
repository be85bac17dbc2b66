import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { type Admin, type Kafka, KafkaError, type TopicDescription } from "./port.ts";

/** What a declaration says of its topic in the cluster; `partitions` is null where it says nothing. */
export interface Wanted {
  readonly partitions: number | null;
  readonly replicationFactor: number;
}

/**
 * Makes the topic when the cluster lacks it; gives the number of its partitions. Rejects with a ComponentError when
 * it cannot be made, or is not what the declaration says.
 */
export async function prepareTopic(
  kafka: Kafka,
  topic: string,
  wanted: Wanted,
  declared: Declared,
  { log }: Pick<Context, "log">,
): Promise<number> {
  const admin = await kafka.admin();
  try {
    const found = (await admin.describe(topic)) ?? (await make(admin, topic, wanted, declared));
    if (found === null) {
      log.info(
        `made topic ${topic}: partitions ${wanted.partitions ?? 1}, replicationFactor ${wanted.replicationFactor}`,
      );
      return wanted.partitions ?? 1;
    }
    const count = found.partitions.length;
    if (wanted.partitions !== null && wanted.partitions !== count) {
      const has = `topic ${topic} has ${counted(count, "partition")} in the cluster, the declaration says ${wanted.partitions}`;
      throw new ComponentError(declared, `${has}; change the declaration, or name another topic`);
    }
    return count;
  } finally {
    await admin.close().catch(() => {});
  }
}

/** Null when it was made, the topic's description when another program was faster. */
async function make(admin: Admin, topic: string, wanted: Wanted, declared: Declared): Promise<TopicDescription | null> {
  const { replicationFactor } = wanted;
  const partitions = wanted.partitions ?? 1;
  try {
    const made = await admin.create({ name: topic, partitions, replicationFactor, settings: {} });
    return made ? null : await admin.describe(topic);
  } catch (error) {
    if (!(error instanceof KafkaError) || error.kind !== "invalid") throw error;
    if (error.code === "INVALID_REPLICATION_FACTOR") {
      const brokers = counted(await admin.brokerCount(), "broker");
      const why = `replicationFactor ${replicationFactor} is more than the cluster has (${brokers})`;
      throw new ComponentError(declared, `topic ${topic} cannot be made: ${why}`, { cause: error });
    }
    throw new ComponentError(declared, `topic ${topic} cannot be made: ${error.message}`, { cause: error });
  }
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
