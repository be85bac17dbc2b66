import { eventsSize } from "../../channel/byte-size.ts";
import type { Channel, Taken } from "../../contract/channel.ts";
import { StartError } from "../../contract/start-error.ts";
import { awaitAbort } from "../../system/abort.ts";
import type { Agent, AnyChannel, BodyOf } from "../agent/agent.ts";
import { probeOf } from "../probe/probe-of.ts";
import type { BatchSlice, Input, OpenInput } from "./input.ts";
import { eventsOf, type SliceLimit } from "./rate/slice-limit.ts";

/** Most bytes of events in batches under way, estimated: 256 MiB. A channel on disk may hold far more. */
const MOST_BYTES = 268_435_456;

/** An input that a channel of an agent feeds. */
export interface ChannelUser {
  readonly agent: Agent;
}

/** Whether an input of a stream is a channel. */
export function isChannelUser(input: object): input is ChannelUser {
  return "agent" in input;
}

/** A channel of an agent as the input of a stream: the batch is the transaction, committed once its outputs are safe. */
export function fromChannel<C extends Readonly<Record<string, AnyChannel>>, N extends keyof C & string>(
  agent: Agent<C>,
  channel: N,
  { byteCapacity = MOST_BYTES }: { readonly byteCapacity?: number } = {},
): Input<BodyOf<C[N]>> & ChannelUser {
  return {
    agent,
    async open({ services, name, place }) {
      const fed = services.fed(agent.name);
      if (fed === null) {
        throw new StartError(
          place,
          `${name} reads channel ${agent.name}.${channel}, but ${agent.name} is not run: name it too with --only ${agent.name}`,
        );
      }
      return new ChannelInput(agent.channels[channel]! as Channel<BodyOf<C[N]>>, fed, byteCapacity);
    },
  };
}

class ChannelInput<T> implements OpenInput<T> {
  readonly perishable = true;
  /** They are still in the channel. */
  readonly unwritten = 0;
  readonly #channel: Channel<T>;
  readonly #fed: AbortSignal;
  readonly #byteCapacity: number;
  #ended = false;
  isBehind = false;
  /** In batches under way. */
  #bytes = 0;

  constructor(channel: Channel<T>, fed: AbortSignal, byteCapacity: number) {
    this.#channel = channel;
    this.#fed = fed;
    this.#byteCapacity = byteCapacity;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get isCaughtUp(): boolean {
    return this.#ended;
  }

  start(): void {}

  async nextSlice(limit?: SliceLimit): Promise<BatchSlice<T>> {
    let room = limit === undefined ? Number.POSITIVE_INFINITY : eventsOf(limit);
    const isLast = this.#fed.aborted;
    const before = this.#bytes;
    const takes: Taken<T>[] = [];
    let isEmpty = false;
    while (!isEmpty && room > 0 && this.#bytes < this.#byteCapacity) {
      const most = Math.min(this.#channel.transactionCapacity, room);
      const taken = await this.#channel.take(most, AbortSignal.abort());
      if (taken === null) isEmpty = true;
      else {
        takes.push(taken);
        room -= taken.events.length;
        this.#bytes += eventsSize(taken.events);
      }
    }
    const bytes = this.#bytes - before;
    this.#ended = isLast && isEmpty;
    this.isBehind = !isEmpty && limit === undefined;
    return {
      events: takes.length === 1 ? takes[0]!.events : takes.flatMap((taken) => taken.events),
      position: null,
      commit: async () => {
        this.#bytes -= bytes;
        for (const taken of takes) {
          await taken.commit();
          probeOf(this.#channel)?.left(taken.events);
        }
      },
      rollback: async () => {
        this.#bytes -= bytes;
        // Last first, so that each finds its place at the head.
        for (const taken of takes.reverse()) await taken.rollback();
      },
    };
  }

  /** The agent stops its sources when the program drains; until then events may still come. */
  async stop(): Promise<void> {
    await awaitAbort(this.#fed);
  }

  async close(): Promise<void> {}
}
