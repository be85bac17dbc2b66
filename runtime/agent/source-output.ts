import { Breather } from "../breather.ts";
import type { Channel, Output, Put, Sink } from "../component.ts";
import { ChannelFullError } from "../component.ts";
import type { Event } from "../event.ts";
import type { Log } from "../log.ts";
import { messageOf } from "../message-of.ts";
import { placeOf } from "../place.ts";
import type { WireContext } from "../wire.ts";
import type { Flow } from "./agent.ts";
import { carry } from "./carry.ts";

/** A flow from a source with what its names stand for. */
export interface SourceFlow {
  readonly flow: Flow;
  readonly required: readonly NamedChannel[];
  readonly optional: readonly NamedChannel[];
  readonly rejects: readonly { readonly name: string; readonly sink: Sink<unknown> }[];
}

interface NamedChannel {
  readonly name: string;
  readonly channel: Channel<unknown>;
}

interface Share {
  readonly name: string;
  readonly channel: Channel<unknown>;
  readonly events: readonly Event[];
}

/**
 * Where a source of an agent puts its events: through the steps on its wires, then into the channels. Room is
 * claimed in every required channel before any gets the events, so that a source that tries again after a full
 * channel does not duplicate in the others (Flume 1.11 commits one channel after another, and does).
 */
export class SourceOutput implements Output<unknown> {
  readonly batchSize: number;
  readonly #flows: readonly SourceFlow[];
  readonly #wire: WireContext;
  readonly #log: Log;
  readonly #count: (counter: string, by?: number) => void;
  readonly #breather = new Breather();

  constructor(
    flows: readonly SourceFlow[],
    services: { wire: WireContext; log: Log; count: (counter: string, by?: number) => void },
  ) {
    this.#flows = flows;
    this.#wire = services.wire;
    this.#log = services.log;
    this.#count = services.count;
    const channels = flows.flatMap((flow) => [...flow.required, ...flow.optional]);
    this.batchSize = Math.min(...channels.map(({ channel }) => channel.transactionCapacity));
  }

  async put(events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    const claims: Put[] = [];
    const optional: Share[] = [];
    let place = "";
    try {
      for (const { flow, required, rejects, optional: spare } of this.#flows) {
        place = flow.place;
        const sent = carry(flow, events, this.#wire);
        for (const { name, channel } of required) {
          const share = sent(name);
          if (share.length > 0) claims.push(await channel.put(share));
        }
        for (const { name, sink } of rejects) {
          const share = sent(name);
          if (share.length > 0) await sink.write(share);
        }
        for (const { name, channel } of spare) optional.push({ name, channel, events: sent(name) });
      }
    } catch (error) {
      for (const claim of claims) await claim.rollback();
      this.#tell(error, place);
      throw error;
    }
    for (const claim of claims) await claim.commit();
    this.#count("accepted", events.length);
    for (const share of optional) await this.#putOptional(share);
    const pause = this.#breather.breathe();
    if (pause !== null) await pause;
  }

  async #putOptional({ name, channel, events }: Share): Promise<void> {
    if (events.length === 0) return;
    try {
      const claim = await channel.put(events);
      await claim.commit();
    } catch (error) {
      this.#count(`optional.${name}.lost`, events.length);
      this.#log.once(`optional ${name}`, `events lost for the optional channel ${name}: ${messageOf(error)}`);
    }
  }

  #tell(error: unknown, flowPlace: string): void {
    const full = error instanceof ChannelFullError;
    this.#count(full ? "channelFull" : "failed");
    const place = full ? flowPlace : (placeOf(error) ?? flowPlace);
    this.#log.once(`${place} ${messageOf(error)}`, messageOf(error), { place });
  }
}
