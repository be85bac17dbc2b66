import type { Declared } from "../../runtime/contract/context.ts";
import type { Log } from "../../runtime/contract/log.ts";
import type { Positions } from "../../runtime/contract/topic.ts";
import type { GroupMember } from "./port.ts";
import { type GroupOnTopic, takenBy } from "./standing.ts";

/**
 * Tells that a group begins where its former one stands, and marks the positions of that one so that no other program
 * takes them over.
 */
export async function announceTakeOver(
  { topic, group, formerGroup, declared: { place } }: GroupOnTopic & { readonly declared: Declared },
  begins: Positions,
  member: GroupMember | null,
  log: Log,
): Promise<void> {
  if (formerGroup === null) return;
  const where = [...begins].sort(([a], [b]) => a - b).map(([partition, offset]) => `${partition} at ${offset}`);
  log.warn(
    `group ${group} begins where group ${formerGroup}, its name in earlier versions, stands in topic ${topic}: ` +
      `partition ${where.join(", ")}`,
    { place },
  );
  try {
    await member?.commitFor(formerGroup, begins, takenBy(group));
  } catch {
    log.warn(`group ${formerGroup} of topic ${topic} still has members, which read the same records`, { place });
  }
}
