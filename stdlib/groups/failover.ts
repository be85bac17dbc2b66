import { failover as failoverGroup } from "../../runtime/groups/failover.ts";
import type { SinkGroup } from "../../runtime/groups/sink-group.ts";
import { type FailoverOptions, failoverDefaults } from "./failover.options.ts";

/** A group that writes to the first of its members that works. */
export function failover(members: readonly string[], options: FailoverOptions): SinkGroup {
  return failoverGroup(members, { ...failoverDefaults, ...options });
}
