import { Breather } from "../breather.ts";
import type { Channel, Context, Put, Sink } from "../component.ts";
import { ChannelFullError } from "../component.ts";
import type { Event } from "../event.ts";
import { FailureLog } from "../failure-log.ts";
import { messageOf } from "../message-of.ts";
import { placeOf } from "../place.ts";
import type { WireContext } from "../wire.ts";
import type { Flow } from "./agent.ts";
import { carry } from "./carry.ts";
import type { CountedOutput } from "./run-source.ts";
import { writeSlices } from "./write-slices.ts";

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

interface Share extends NamedChannel {
  readonly events: readonly Event[];
  readonly place: string;
}

interface Claim {
  readonly put: Put;
  readonly durable: boolean;
  readonly place: string;
}

interface RejectShare {
  readonly name: string;
  readonly sink: Sink<unknown>;
  readonly events: readonly Event[];
  readonly place: string;
}

interface StraightWire {
  readonly flow: Flow;
  readonly channel: Channel<unknown>;
}

/**
 * Where a source of an agent puts its events: through the steps on its wires, then into the channels. Room is
 * claimed in every required channel before any gets the events, so that a source that tries again after a full
 * channel does not duplicate in the others (Flume 1.11 commits one channel after another, and does).
 */
export class SourceOutput implements CountedOutput<unknown> {
  readonly batchSize: number;
  puts = 0;
  told: unknown = null;
  readonly #flows: readonly SourceFlow[];
  readonly #wire: WireContext;
  readonly #context: Context;
  /** Counts what a reject sink has written. */
  readonly #written: (sink: string, events: number) => void;
  readonly #failing: FailureLog;
  readonly #breather = new Breather();
  /** An optional channel that is full costs its sender nothing, not even a wait. */
  readonly #now = AbortSignal.abort();
  readonly #straight: StraightWire | null;
  /** Channels in one order for all sources, so that two fan-outs never wait for each other's claims. */
  readonly #order: readonly Channel<unknown>[];

  constructor(
    flows: readonly SourceFlow[],
    order: readonly Channel<unknown>[],
    {
      wire,
      context,
      written,
    }: { wire: WireContext; context: Context; written: (sink: string, events: number) => void },
  ) {
    this.#flows = flows;
    this.#order = order;
    this.#straight = straightWire(flows);
    this.#wire = wire;
    this.#context = context;
    this.#written = written;
    this.#failing = new FailureLog(context);
    const channels = flows.flatMap((flow) => [...flow.required, ...flow.optional]);
    this.batchSize = Math.min(...channels.map(({ channel }) => channel.transactionCapacity));
  }

  put(events: readonly Event[]): Promise<void> {
    return this.#straight === null ? this.#carryAndPut(events) : this.#putStraight(this.#straight, events);
  }

  /** One channel and nothing on the wire to it: the common case, and the fastest. */
  async #putStraight({ flow, channel }: StraightWire, events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    try {
      const claim = await channel.put(events);
      await claim.commit();
    } catch (error) {
      this.#tell(error, flow.place);
      throw error;
    }
    const pause = this.#accept(events.length);
    if (pause !== null) await pause;
  }

  async #carryAndPut(events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    const { required, optional, rejects } = this.#carry(events);
    const claims: Claim[] = [];
    for (const { channel, events, place } of required) {
      try {
        claims.push({ put: await channel.put(events), durable: channel.durable === true, place });
      } catch (error) {
        await this.#giveUp(claims, error, place);
      }
    }
    for (const { name, sink, events, place } of rejects) {
      try {
        await writeSlices(sink, events, (written) => this.#written(name, written));
      } catch (error) {
        await this.#giveUp(claims, error, place);
      }
    }
    // Disks fail and memory does not: so a commit that fails is the first one, and nothing is put twice for it.
    claims.sort((a, b) => Number(b.durable) - Number(a.durable));
    for (const [index, { put, place }] of claims.entries()) {
      try {
        await put.commit();
      } catch (error) {
        await this.#giveUp(claims.slice(index + 1), error, place);
      }
    }
    for (const share of optional) await this.#putOptional(share);
    const pause = this.#accept(events.length);
    if (pause !== null) await pause;
  }

  /** What arrives where, channels in the order in which they are claimed. Throws where a step does. */
  #carry(events: readonly Event[]): { required: Share[]; optional: Share[]; rejects: RejectShare[] } {
    const required: Share[] = [];
    const optional: Share[] = [];
    const rejects: RejectShare[] = [];
    for (const wire of this.#flows) {
      const { place } = wire.flow;
      let sent: (destination: string) => readonly Event[];
      try {
        sent = carry(wire.flow, events, this.#wire);
      } catch (error) {
        this.#tellStep(error, place);
        throw error;
      }
      for (const { name, channel } of wire.required) required.push({ name, channel, events: sent(name), place });
      for (const { name, channel } of wire.optional) optional.push({ name, channel, events: sent(name), place });
      for (const { name, sink } of wire.rejects) rejects.push({ name, sink, events: sent(name), place });
    }
    const order = (share: Share) => this.#order.indexOf(share.channel);
    return {
      required: required.filter(hasEvents).sort((a, b) => order(a) - order(b)),
      optional: optional.filter(hasEvents),
      rejects: rejects.filter(hasEvents),
    };
  }

  /** Every claim that is not ended yet gives its room back: one that stayed would be missing in its channel for ever. */
  async #giveUp(claims: readonly Claim[], error: unknown, place: string): Promise<never> {
    for (const { put } of claims) await put.rollback();
    this.#tell(error, place);
    throw error;
  }

  #accept(events: number): Promise<void> | null {
    this.puts += 1;
    this.#failing.succeeded();
    this.#context.count("accepted", events);
    return this.#breather.breathe();
  }

  async #putOptional({ name, channel, events }: Share): Promise<void> {
    try {
      const claim = await channel.put(events, this.#now);
      await claim.commit();
    } catch (error) {
      this.#context.count(`optional.${name}.lost`, events.length);
      this.#context.log.once(`optional ${name}`, `events lost for the optional channel ${name}: ${messageOf(error)}`);
    }
  }

  /** A channel or a reject sink did not take its events: whoever put them may try again, and may succeed. */
  #tell(error: unknown, flowPlace: string): void {
    const full = error instanceof ChannelFullError;
    this.told = error;
    this.#context.count(full ? "channelFull" : "failed");
    this.#failing.failed(messageOf(error), { place: full ? flowPlace : (placeOf(error) ?? flowPlace) });
  }

  /** A step on the wire threw: the same events will make it throw again, others need not. */
  #tellStep(error: unknown, flowPlace: string): void {
    const place = placeOf(error) ?? flowPlace;
    this.told = error;
    this.#context.count("failed");
    this.#context.log.once(`${place} ${messageOf(error)}`, messageOf(error), { place });
  }
}

function straightWire(flows: readonly SourceFlow[]): StraightWire | null {
  const [only] = flows;
  if (flows.length !== 1 || only === undefined || only.flow.pass !== undefined) return null;
  const [target] = only.required;
  if (target === undefined || only.required.length + only.optional.length + only.rejects.length > 1) return null;
  return { flow: only.flow, channel: target.channel };
}

function hasEvents({ events }: { readonly events: readonly Event[] }): boolean {
  return events.length > 0;
}
