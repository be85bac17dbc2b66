import { memory } from "../channel/memory.ts";
import type { Event } from "../contract/event.ts";
import type { Schema } from "../contract/schema.ts";
import type { WayOut } from "../delivery/way-out.ts";
import type { Flow, RunOfAgent } from "./agent/agent.ts";
import type { WayBack, WaysBack } from "./way-back.ts";

/** The arrows of a program that what they have refused can be sent over again: those of one that is compiled for metrics. */
export class Replays implements WaysBack {
  readonly #ways: WayBack[] = [];

  add(way: WayBack): void {
    this.#ways.push(way);
  }

  /** Lets what has left over the arrows of an agent be sent again. */
  offer(run: RunOfAgent): void {
    for (const flow of run.agent.flows) for (const way of waysBack(run, flow)) this.add(way);
  }

  /** Null where nothing can be sent over such an arrow. */
  find({ edge, isBeforeSteps }: Pick<WayBack, "edge" | "isBeforeSteps">): WayBack | null {
    return this.#ways.find((way) => way.edge === edge && way.isBeforeSteps === isBeforeSteps) ?? null;
  }
}

function waysBack(run: RunOfAgent, flow: Flow): WayBack[] {
  const { from, place, refused, failed, refusedBy = {} } = flow;
  const [to = ""] = flow.to;
  const way = (target: string, { element }: WayOut, again: Flow, isBeforeSteps: boolean): WayBack[] => {
    if (element === undefined) return [];
    const edge = flow.edge ?? `${run.agent.name}.${from} -> ${target}`;
    const send = (events: readonly Event[]) => sendOver(run, { ...again, edge }, events, element);
    return [{ edge, isBeforeSteps, element, send }];
  };
  const straight = (target: string, wayOut: WayOut): WayBack[] => {
    const again = { from, to: [target], optional: [], rejects: [], place, refused: wayOut };
    return way(target, wayOut, again, false);
  };
  return [
    ...(refused === undefined ? [] : straight(to, refused)),
    ...(failed === undefined ? [] : way(to, failed, flow, true)),
    ...Object.entries(refusedBy).flatMap(([name, wayOut]) => straight(name, wayOut)),
  ];
}

/** Takes `events` over `flow`, beside those that come out of its channel. */
async function sendOver(run: RunOfAgent, flow: Flow, events: readonly Event[], element: Schema): Promise<void> {
  const name = `${run.agent.name}.${flow.from}`;
  const all = { capacity: events.length, transactionCapacity: events.length };
  const channel = memory<unknown>(all, { name, place: flow.place, element });
  await (await channel.put(events)).commit();
  await run.carryOver(flow, channel, AbortSignal.abort());
  if (channel.size > 0) throw new Error("the program stopped before all of them were written");
}
