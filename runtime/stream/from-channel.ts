import type { Agent, AnyChannel, BodyOf } from "../agent/agent.ts";
import type { Channel, Taken } from "../component.ts";
import { StartError } from "../program/start-error.ts";
import type { Input, OpenInput, Share } from "./input.ts";

/** A channel of an agent as the input of a stream: the batch is the transaction, committed once its outputs are safe. */
export function fromChannel<C extends Readonly<Record<string, AnyChannel>>, N extends keyof C & string>(
  agent: Agent<C>,
  channel: N,
): Input<BodyOf<C[N]>> {
  return {
    async open({ services, name, place }) {
      const fed = services.fed(agent);
      if (fed === null) {
        throw new StartError(
          place,
          `${name} reads channel ${agent.name}.${channel}, but ${agent.name} is not run: name it too with --only ${agent.name}`,
        );
      }
      return new ChannelInput(agent.channels[channel]! as Channel<BodyOf<C[N]>>, fed);
    },
  };
}

class ChannelInput<T> implements OpenInput<T> {
  readonly perishable = true;
  /** They are still in the channel. */
  readonly unwritten = 0;
  readonly #channel: Channel<T>;
  readonly #fed: AbortSignal;
  #ended = false;

  constructor(channel: Channel<T>, fed: AbortSignal) {
    this.#channel = channel;
    this.#fed = fed;
  }

  get ended(): boolean {
    return this.#ended;
  }

  start(): void {}

  async share(): Promise<Share<T>> {
    const isLast = this.#fed.aborted;
    const takes: Taken<T>[] = [];
    // What is taken still fills the channel until the batch is done, so that its capacity bounds this loop.
    for (;;) {
      const taken = await this.#channel.take(this.#channel.transactionCapacity, AbortSignal.abort());
      if (taken === null) break;
      takes.push(taken);
    }
    this.#ended = isLast;
    return {
      events: takes.length === 1 ? takes[0]!.events : takes.flatMap((taken) => taken.events),
      positions: null,
      commit: async () => {
        for (const taken of takes) await taken.commit();
      },
      rollback: async () => {
        // Last first, so that each finds its place at the head.
        for (const taken of takes.reverse()) await taken.rollback();
      },
    };
  }

  /** The agent stops its sources when the program drains; until then events may still come. */
  async stop(): Promise<void> {
    if (this.#fed.aborted) return;
    await new Promise<void>((resolve) => {
      this.#fed.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  async close(): Promise<void> {}
}
