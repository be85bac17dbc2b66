import type { SinkGroup } from "../../groups/sink-group.ts";
import type { Agent, AgentDefinition, AnyChannel, AnySink, AnySource, Flow, Named } from "./agent.ts";
import { AgentRun } from "./agent-run.ts";

/** Declares an agent; nothing is opened before `run`. */
export function agent<
  S extends Named<AnySource>,
  C extends Named<AnyChannel>,
  K extends Named<AnySink>,
  // biome-ignore lint/complexity/noBannedTypes: an agent without groups has none to name.
  G extends Named<SinkGroup> = {},
>(definition: AgentDefinition<S, C, K, G>): Agent<C> {
  return {
    name: definition.name,
    place: definition.place,
    sources: definition.sources,
    channels: definition.channels,
    sinks: definition.sinks,
    groups: definition.groups ?? {},
    flows: definition.flows as unknown as readonly Flow[],
    newRun: (declared, services) => new AgentRun(declared, services),
  };
}
