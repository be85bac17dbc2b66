import { abortController } from "../abort.ts";
import type { Sink } from "../component.ts";
import { DeadLetters } from "../delivery/dead-letters.ts";
import { Delivery } from "../delivery/delivery.ts";
import type { WayOut } from "../delivery/way-out.ts";
import { FailureLog } from "../failure-log.ts";
import type { Closers } from "../program/closers.ts";
import { contextOf, type Services, wireOf } from "../program/services.ts";
import type { Agent, AnySink, Flow } from "./agent.ts";
import { runSource } from "./run-source.ts";
import { serialSink } from "./serial-sink.ts";
import { type ChannelFlow, runSink } from "./sink-runner.ts";
import { type SourceFlow, SourceOutput } from "./source-output.ts";

/** One run of an agent: open channels, then sinks, then sources, and run until everything has drained. */
export class AgentRun {
  readonly agent: Agent;
  readonly #services: Services;
  readonly #fed = abortController();
  readonly #sinks: Readonly<Record<string, AnySink>>;

  constructor(agent: Agent, services: Services) {
    this.agent = agent;
    this.#services = services;
    this.#sinks = Object.fromEntries(
      Object.entries(agent.sinks).map(([name, sink]) => [name, writers(agent, name) > 1 ? serialSink(sink) : sink]),
    );
  }

  /** Aborted when nothing more will be put into the channels. */
  get fed(): AbortSignal {
    return this.#fed.signal;
  }

  async openChannels(closers: Closers): Promise<void> {
    for (const [name, channel] of Object.entries(this.agent.channels)) {
      await closers.open(this.#named(name), channel, () => channel.open(this.#context(name)));
    }
  }

  async openSinks(closers: Closers): Promise<void> {
    for (const [name, sink] of Object.entries(this.#sinks)) {
      await closers.open(this.#named(name), sink, () => sink.open(this.#context(name)));
    }
  }

  async openSources(closers: Closers): Promise<void> {
    for (const [name, source] of Object.entries(this.agent.sources)) {
      await closers.open(this.#named(name), source, () => source.open(this.#context(name)));
    }
  }

  /** Resolves when the sources have ended, or have drained, and the channels are empty. */
  async run(): Promise<void> {
    const { agent } = this;
    const sinks = this.#channelFlows().map((flow) => this.#runSink(flow));
    const sources = Object.entries(agent.sources).map(async ([name, source]) => {
      const flows = this.#sourceFlows(name);
      const context = this.#context(name);
      const wire = wireOf(this.#services, agent.name);
      const output = new SourceOutput(flows, Object.values(agent.channels), {
        wire,
        context,
        written: (sink, events) => this.#written(sink, events),
      });
      await this.#services.underWay.during(this.#named(name), runSource(source, output, context, agent.place));
    });
    await Promise.all(sources);
    this.#fed.abort();
    await Promise.all(sinks);
  }

  async #runSink(flow: ChannelFlow): Promise<void> {
    const { stopping } = this.#services;
    const { refused, to } = flow.flow;
    const wire = wireOf(this.#services, this.agent.name);
    const failing = new FailureLog(this.#context(to[0]!), () => flow.channel.size);
    const lettersFailing = refused?.to ? new FailureLog(this.#context(refused.to), () => flow.channel.size) : undefined;
    const run = (): Promise<void> => {
      const deadLetters = refused === undefined ? null : this.#deadLetters(flow.flow, refused, lettersFailing);
      const delivery = this.#delivery(
        flow.flow,
        to[0]!,
        flow.sink,
        failing,
        deadLetters,
        `${flow.flow.from} -> ${to[0]}`,
      );
      const rejects = flow.rejects.map(({ name, sink }) => this.#delivery(flow.flow, name, sink));
      return runSink(flow, { wire, delivery, rejects, fed: this.#fed.signal, stopping });
    };
    const lanes = Promise.all(Array.from({ length: flow.sink.parallel ?? 1 }, run));
    const why = () => {
      if (flow.channel.size === 0) return null;
      const letters = lettersFailing?.message ?? null;
      return failing.message ?? (letters === null ? "" : `dead letters to ${refused?.to}: ${letters}`);
    };
    await this.#services.underWay.during(this.#named(to[0]!), lanes, why);
  }

  #deadLetters(flow: Flow, wayOut: WayOut, failing: FailureLog | undefined): DeadLetters {
    const { from, to } = flow;
    const edge = `${this.#named(from)} -> ${to[0]}`;
    const sink = wayOut.to === null ? null : this.#sinks[wayOut.to]!;
    const write = sink === null ? null : this.#delivery(flow, wayOut.to!, sink, failing).persistent(sink);
    return new DeadLetters(wayOut, edge, this.#context(to[0]!), write);
  }

  #delivery(
    { place }: Flow,
    name: string,
    { batchSize }: AnySink,
    failing = new FailureLog(this.#context(name)),
    deadLetters: DeadLetters | null = null,
    arrow: string | undefined = undefined,
  ): Delivery {
    const { stopping } = this.#services;
    const context = this.#context(name);
    const base = { context, failing, place, stopping, batchSize, deadLetters };
    return new Delivery(arrow === undefined ? base : { ...base, arrow });
  }

  #sourceFlows(source: string): SourceFlow[] {
    const named = (names: readonly string[]) => names.map((name) => ({ name, channel: this.agent.channels[name]! }));
    return this.#flowsFrom(source).map((flow) => ({
      flow,
      required: named(flow.to),
      optional: named(flow.optional),
      rejects: this.#rejectsOf(flow),
    }));
  }

  #channelFlows(): ChannelFlow[] {
    return Object.entries(this.agent.channels).flatMap(([name, channel]) =>
      this.#flowsFrom(name).map((flow) => ({
        flow,
        channel,
        sink: this.#destination(flow.to[0]!),
        rejects: this.#rejectsOf(flow),
      })),
    );
  }

  #flowsFrom(name: string): Flow[] {
    return this.agent.flows.filter((flow) => flow.from === name);
  }

  #rejectsOf(flow: Flow): { name: string; sink: AnySink }[] {
    return flow.rejects.map((name) => ({ name, sink: this.#sinks[name]! }));
  }

  #destination(name: string): Sink<unknown> {
    // A sink may be called `constructor`, which every object has.
    const group = Object.hasOwn(this.agent.groups, name) ? this.agent.groups[name] : undefined;
    if (group === undefined) return this.#sinks[name]!;
    return group.over(
      group.members.map((member) => ({ name: member, sink: this.#sinks[member]! })),
      this.#context(name),
    );
  }

  #written(sink: string, events: number): void {
    this.#services.counters.count(this.#named(sink), "written", events);
  }

  #named(name: string): string {
    return `${this.agent.name}.${name}`;
  }

  #context(name: string) {
    return contextOf(this.#services, this.#named(name));
  }
}

/** How many writers a sink of the agent has: flows, and several writes of one flow that are under way at once. */
function writers(agent: Agent, sink: string): number {
  const groups = Object.entries(agent.groups).filter(([, group]) => group.members.includes(sink));
  const names = [sink, ...groups.map(([name]) => name)];
  return agent.flows.reduce((sum, flow) => {
    const targets = [...flow.to, ...flow.rejects, ...(flow.refused?.to ? [flow.refused.to] : [])];
    const aside = targets.slice(flow.to.length).some((name) => names.includes(name));
    const atOnce = aside ? (agent.sinks[flow.to[0]!]?.parallel ?? 1) : 1;
    return sum + targets.filter((name) => names.includes(name)).length * atOnce;
  }, 0);
}
