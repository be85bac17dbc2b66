import type { Channel, Put } from "../../contract/channel.ts";
import type { Context } from "../../contract/context.ts";
import { ChannelFullError, PoisonedEventError, RejectedEventError } from "../../contract/errors.ts";
import type { Event } from "../../contract/event.ts";
import { messageOf } from "../../contract/message-of.ts";
import type { Sink } from "../../contract/sink.ts";
import type { Delivery } from "../../delivery/delivery.ts";
import type { FailureLog } from "../../log/failure-log.ts";
import { placeOf } from "../../log/place.ts";
import { EventLoopYielder } from "../../system/event-loop-yielder.ts";
import { identityOf } from "../identity.ts";
import { probeOf } from "../probe/probe-of.ts";
import { shownFailures } from "../shown-failures.ts";
import type { Flow } from "./agent.ts";
import { type Carried, carry, type Wire } from "./carry.ts";
import type { CountedOutput } from "./run-source.ts";

/** A flow from a source with what its names stand for. */
export interface SourceFlow {
  readonly flow: Flow;
  readonly required: readonly NamedChannel[];
  readonly optional: readonly NamedChannel[];
  readonly rejects: readonly RejectSink[];
}

/** `delivery` ends with the error of a sink that refuses content. */
interface RejectSink {
  readonly name: string;
  readonly sink: Sink<unknown>;
  readonly delivery: Delivery;
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
  readonly channel: Channel<unknown>;
  readonly share: readonly Event[];
  readonly place: string;
}

interface RejectShare extends RejectSink {
  readonly events: readonly Event[];
  readonly place: string;
}

/** What the steps made of the events of a put, by where it goes. */
interface Arriving {
  readonly carried: readonly Carried[];
  readonly required: readonly Share[];
  readonly optional: readonly Share[];
  readonly rejects: readonly RejectShare[];
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
  readonly #wire: Wire;
  readonly #context: Context;
  readonly #failing: FailureLog;
  readonly #yielder = new EventLoopYielder();
  /** Nobody waits for room any more. */
  readonly #stopping: AbortSignal;
  /** An optional channel that is full costs its sender nothing, not even a wait. */
  readonly #now = AbortSignal.abort();
  readonly #straight: StraightWire | null;
  /** Channels in one order for all sources, so that two fan-outs never wait for each other's claims. */
  readonly #order: readonly Channel<unknown>[];

  constructor(
    flows: readonly SourceFlow[],
    order: readonly Channel<unknown>[],
    { wire, context, stopping }: { wire: Wire; context: Context; stopping: AbortSignal },
  ) {
    this.#stopping = stopping;
    this.#flows = flows;
    this.#order = order;
    this.#straight = straightWire(flows);
    this.#wire = wire;
    this.#context = context;
    this.#failing = shownFailures(context);
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
      const claim = await claimRoom(channel, events, this.#stopping);
      await claim.commit();
      probeOf(channel)?.entered(events);
    } catch (error) {
      throw this.#told(error, flow.place);
    }
    const pause = this.#accept(events.length);
    if (pause !== null) await pause;
  }

  async #carryAndPut(events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    const { carried, required, optional, rejects } = this.#carry(events);
    const claims: Claim[] = [];
    for (const { channel, events, place } of required) {
      try {
        claims.push({ put: await claimRoom(channel, events, this.#stopping), channel, share: events, place });
      } catch (error) {
        await this.#giveUp(claims, error, place);
      }
    }
    for (const [index, { sink, delivery, events, place }] of rejects.entries()) {
      try {
        await delivery.deliver(events, (some) => sink.write(some), index > 0);
        delivery.committed();
      } catch (error) {
        await this.#giveUp(claims, error instanceof RejectedEventError ? poisoned(error, events, place) : error, place);
      }
    }
    // Disks fail and memory does not: so a commit that fails is the first one, and nothing is put twice for it.
    claims.sort((a, b) => Number(b.channel.durable === true) - Number(a.channel.durable === true));
    for (const [index, { put, channel, share, place }] of claims.entries()) {
      try {
        await put.commit();
        probeOf(channel)?.entered(share);
      } catch (error) {
        await this.#giveUp(claims.slice(index + 1), error, place);
      }
    }
    const waits = carried.map((one) => one.settle());
    for (const share of optional) await this.#putOptional(share);
    const pause = this.#accept(events.length);
    if (pause !== null) await pause;
    const { clock, draining } = this.#context;
    const wait = Math.max(0, ...waits);
    if (wait > 0) await clock.sleep(wait, draining);
  }

  /** What arrives where, channels in the order in which they are claimed. Throws where a step does. */
  #carry(events: readonly Event[]): Arriving {
    const all: Carried[] = [];
    const required: Share[] = [];
    const optional: Share[] = [];
    const rejects: RejectShare[] = [];
    for (const wire of this.#flows) {
      const { place } = wire.flow;
      let carried: Carried;
      try {
        carried = carry(wire.flow, events, this.#wire);
      } catch (error) {
        throw this.#told(error, place);
      }
      all.push(carried);
      for (const { name, channel } of wire.required) required.push({ name, channel, events: carried.to(name), place });
      for (const { name, channel } of wire.optional) optional.push({ name, channel, events: carried.to(name), place });
      for (const one of wire.rejects) rejects.push({ ...one, events: carried.to(one.name), place });
    }
    const order = (share: Share) => this.#order.indexOf(share.channel);
    return {
      carried: all,
      required: required.filter(hasEvents).sort((a, b) => order(a) - order(b)),
      optional: optional.filter(hasEvents),
      rejects: rejects.filter(hasEvents),
    };
  }

  /** Every claim that has not ended gives its room back, or its channel would lack it for ever. */
  async #giveUp(claims: readonly Claim[], error: unknown, place: string): Promise<never> {
    for (const { put } of claims) await put.rollback();
    throw this.#told(error, place);
  }

  #accept(events: number): Promise<void> | null {
    this.puts += 1;
    this.#failing.succeeded();
    this.#context.count("accepted", events);
    return this.#yielder.afterBatch();
  }

  async #putOptional({ name, channel, events }: Share): Promise<void> {
    try {
      const claim = await claimRoom(channel, events, this.#now);
      await claim.commit();
      probeOf(channel)?.entered(events);
    } catch (error) {
      this.#context.count(`optional.${name}.lost`, events.length);
      this.#context.log.once(`optional ${name}`, `events lost for the optional channel ${name}: ${messageOf(error)}`);
    }
  }

  /**
   * Tells why a put has failed, and gives what its caller is told. That one may try again, and may succeed where it is
   * not the events that are to blame; once the program stops nobody is to wait for room in a channel.
   */
  #told(error: unknown, flowPlace: string): unknown {
    const full = error instanceof ChannelFullError;
    const thrown = full && this.#stopping.aborted ? new Error(error.message, { cause: error }) : error;
    this.told = thrown;
    if (error instanceof PoisonedEventError) {
      const { message, place, fields } = error;
      this.#context.count("failed");
      this.#context.log.once(`poisoned ${place}`, message, { ...fields, place });
      return thrown;
    }
    this.#context.count(full ? "channelFull" : "failed");
    this.#failing.failed(messageOf(error), { place: full ? flowPlace : (placeOf(error) ?? flowPlace) });
    return thrown;
  }
}

/** Claims room for a put, and has the channel's probe know how long that took. */
function claimRoom(channel: Channel<unknown>, events: readonly Event[], signal: AbortSignal): Promise<Put> {
  const probe = probeOf(channel);
  if (probe === null) return channel.put(events, signal);
  const began = probe.now();
  const put = channel.put(events, signal);
  const waited = () => probe.waited(began);
  // Listened to beside the one who waits for it, who waits no longer for that.
  put.then(waited, waited);
  return put;
}

function straightWire(flows: readonly SourceFlow[]): StraightWire | null {
  const [only] = flows;
  if (flows.length !== 1 || only === undefined || only.flow.pass !== undefined) return null;
  const [target] = only.required;
  if (target === undefined || only.required.length + only.optional.length + only.rejects.length > 1) return null;
  return { flow: only.flow, channel: target.channel };
}

function poisoned(error: RejectedEventError, events: readonly Event[], flowPlace: string): PoisonedEventError {
  const [index] = error.indexes ?? [];
  // Of several writes it is not known which one this index counts in.
  const guilty = events.length === 1 ? 0 : index;
  const event = guilty === undefined ? undefined : events[guilty];
  const fields = event === undefined ? {} : identityOf(event, guilty ?? 0, events.length);
  return new PoisonedEventError(error, placeOf(error) ?? flowPlace, fields);
}

function hasEvents({ events }: { readonly events: readonly Event[] }): boolean {
  return events.length > 0;
}
