import type { Event } from "../contract/event.ts";
import type { Agent } from "../engine/agent/agent.ts";
import type { SinkGroup } from "../groups/sink-group.ts";
import type { Seen } from "./test-part.ts";

/** An agent whose groups of sinks `expect` can look at, as it can at single sinks. */
export function withSeenGroups(agent: Agent): Agent {
  const groups = Object.entries(agent.groups).map(([name, group]) => [name, seenGroup(group)]);
  return { ...agent, groups: Object.fromEntries(groups) };
}

function seenGroup(group: SinkGroup): SinkGroup & Seen {
  let sent: Event[] = [];
  return {
    members: group.members,
    get events() {
      return sent;
    },
    over(members, context) {
      sent = [];
      const sink = group.over(members, context);
      return {
        batchSize: sink.batchSize,
        open: (opening) => sink.open(opening),
        async write(events) {
          await sink.write(events);
          sent.push(...events);
        },
        close: () => sink.close(),
      };
    },
  };
}
