import { loadBalance as loadBalanceGroup } from "../../runtime/groups/load-balance.ts";
import type { SinkGroup } from "../../runtime/groups/sink-group.ts";
import { type LoadBalanceOptions, loadBalanceDefaults } from "./load-balance.options.ts";

/** A group that spreads batches over its members. */
export function loadBalance(members: readonly string[], options: LoadBalanceOptions): SinkGroup {
  return loadBalanceGroup(members, { ...loadBalanceDefaults, ...options });
}
