import type { Event } from "../event.ts";
import type { WireContext } from "../wire.ts";
import type { Flow } from "./agent.ts";

const NOTHING: readonly Event[] = [];

/**
 * Takes `events` over the steps of `flow`; the result gives what arrives at each destination. A step that throws
 * makes it throw.
 */
export function carry(
  flow: Flow,
  events: readonly Event[],
  wire: WireContext,
): (destination: string) => readonly Event[] {
  if (flow.pass === undefined) {
    return (destination) => (flow.rejects.includes(destination) ? NOTHING : events);
  }
  const to: Record<string, Event[]> = {};
  for (const name of flow.to) to[name] = [];
  for (const name of flow.optional) to[name] = [];
  for (const name of flow.rejects) to[name] = [];
  flow.pass(events, to, wire);
  return (destination) => to[destination]!;
}
