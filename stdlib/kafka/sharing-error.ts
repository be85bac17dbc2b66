import { type GroupOptions, type Kafka, KafkaError } from "./port.ts";

/** What a reader that must have its topic alone says when others of its group have partitions of it. `self` is its id. */
export async function sharingError(
  {
    kafka,
    topic,
    group,
    sessionTimeout,
  }: Pick<GroupOptions, "topic" | "group" | "sessionTimeout"> & { kafka(): Kafka },
  self: string | null,
): Promise<KafkaError> {
  const others = await otherMembers(kafka(), group, self).catch(() => []);
  const who = others.length === 0 ? "another member" : others.join(" and ");
  return new KafkaError(
    "invalid",
    `group ${group} shares it with ${who}, for longer than a session of ${sessionTimeout / 1000} s; a stream that keeps ` +
      `something between batches is right only where one reader has all of ${topic}: stop the other copy, or give this ` +
      "one a group of its own",
  );
}

async function otherMembers(kafka: Kafka, group: string, self: string | null): Promise<string[]> {
  const admin = await kafka.admin();
  try {
    const members = await admin.members(group);
    return members.filter(({ id }) => id !== self).map(({ client, host }) => `${client} at ${host.replace(/^\//, "")}`);
  } finally {
    await admin.close().catch(() => {});
  }
}
