import { PoisonedEventError } from "../../contract/errors.ts";
import { messageOf } from "../../contract/message-of.ts";
import type { Sink } from "../../contract/sink.ts";
import { StartError } from "../../contract/start-error.ts";
import { DeadLetters } from "../../delivery/dead-letters.ts";
import { Delivery, type DeliverySetting } from "../../delivery/delivery.ts";
import type { WayOut } from "../../delivery/way-out.ts";
import { withMutex } from "../../delivery/with-mutex.ts";
import type { FailureLog } from "../../log/failure-log.ts";
import { placeOf } from "../../log/place.ts";
import { abortController } from "../../system/abort.ts";
import { type Closers, closingOnce } from "../closers.ts";
import { contextOf, reachOf, type Services, wireOf } from "../services.ts";
import { shownFailures } from "../shown-failures.ts";
import type { Agent, AnyChannel, AnySink, Flow, RunOfAgent } from "./agent.ts";
import { runSource } from "./run-source.ts";
import { runSink, type SinkEnd } from "./sink-runner.ts";
import { type SourceFlow, SourceOutput } from "./source-output.ts";

/** One run of an agent: open channels, then sinks, then sources, and run until everything has drained. */
export class AgentRun implements RunOfAgent {
  readonly agent: Agent;
  readonly #services: Services;
  readonly #fed = abortController();
  /** Closes a source, by its name. */
  readonly #closes = new Map<string, () => Promise<void>>();
  #failed = false;
  readonly #sinks: Readonly<Record<string, AnySink>>;

  constructor(agent: Agent, services: Services) {
    this.agent = agent;
    this.#services = services;
    this.#sinks = Object.fromEntries(
      Object.entries(agent.sinks).map(([name, sink]) => [name, writers(agent, name) > 1 ? withMutex(sink) : sink]),
    );
  }

  get fed(): AbortSignal {
    return this.#fed.signal;
  }

  async openChannels(closers: Closers): Promise<void> {
    for (const [name, channel] of Object.entries(this.agent.channels)) {
      await this.#open(closers, name, channel, channel.transactionCapacity);
    }
  }

  async openSinks(closers: Closers): Promise<void> {
    for (const [name, sink] of Object.entries(this.#sinks)) await this.#open(closers, name, sink, sink.batchSize);
  }

  /** What takes no event at a time, as the program's own component may say, would neither work nor end. */
  #open(closers: Closers, name: string, part: AnyChannel | AnySink, most: number): Promise<void> {
    if (!(most > 0)) throw new StartError(this.agent.place, `${this.#named(name)} takes ${most} events at a time`);
    return closers.open(this.#named(name), part, () => part.open(this.#context(name)));
  }

  async openSources(closers: Closers): Promise<void> {
    for (const [name, source] of Object.entries(this.agent.sources)) {
      const closing = closingOnce(source);
      this.#closes.set(name, closing.close);
      await closers.open(this.#named(name), closing, () => source.open(this.#context(name)));
    }
  }

  get failed(): boolean {
    return this.#failed;
  }

  async run(): Promise<void> {
    const { agent } = this;
    const sinks = Object.entries(agent.channels).flatMap(([name, channel]) =>
      this.#flowsFrom(name).map((flow) => this.carryOver(flow, channel, this.fed)),
    );
    const sources = Object.entries(agent.sources).map(async ([name, source]) => {
      const flows = this.#sourceFlows(name);
      const context = this.#context(name);
      const wire = wireOf(this.#services, agent.name);
      const { stopping } = this.#services;
      const output = new SourceOutput(flows, Object.values(agent.channels), { wire, context, stopping });
      const run = runSource(source, output, context, agent.place);
      try {
        await this.#services.underWay.during(this.#named(name), run);
      } catch (error) {
        await this.#endWithout(name, error);
      }
    });
    await Promise.all(sources);
    this.#fed.abort();
    await Promise.all(sinks);
  }

  /** A source that cannot continue ends alone: its next start begins with the event that stopped it. */
  async #endWithout(source: string, error: unknown): Promise<void> {
    this.#failed = true;
    this.#services.stopped.add(this.#named(source));
    const { fields, place } = error instanceof PoisonedEventError ? error : { fields: {}, place: placeOf(error) };
    const log = this.#services.logs.named(this.#named(source));
    log.error(`this source has stopped, since an event cannot pass its wire: ${messageOf(error)}`, {
      ...fields,
      place,
    });
    // What fails is told when the program closes everything.
    await this.#closes
      .get(source)?.()
      .catch(() => {});
  }

  async carryOver(flow: Flow, channel: AnyChannel, fed: AbortSignal): Promise<void> {
    const { clock, stopping, underWay } = this.#services;
    const wire = wireOf(this.#services, this.agent.name);
    const rejectSinks = this.#rejectsOf(flow);
    const targets = flow.to.map((name, index) => this.#target(flow, name, index === 0, channel)) as [
      Target,
      ...Target[],
    ];
    const [{ name: first, lettersFailing }] = targets;
    const run = (): Promise<void> => {
      const letters = (name: string, wayOut: WayOut | undefined, failing = lettersFailing, verb?: "failed") =>
        wayOut === undefined ? null : this.#deadLetters(flow, name, wayOut, { failing, verb });
      const arrow = (name: string) => `${flow.from} -> ${name}`;
      const sinks = targets.map(({ name, sink, wayOut, failing, lettersFailing }): SinkEnd => {
        const deadLetters = letters(name, wayOut, lettersFailing);
        return { name, sink, delivery: this.#delivery(flow, name, sink, { failing, deadLetters, arrow: arrow(name) }) };
      }) as [SinkEnd, ...SinkEnd[]];
      const rejects = rejectSinks.map(({ name, sink }) => {
        const deadLetters = letters(name, flow.refusedBy?.[name]);
        const more = flow.refused === undefined ? { arrow: arrow(first) } : {};
        return { name, sink, delivery: this.#delivery(flow, name, sink, { deadLetters, ...more }) };
      });
      const failed = letters(first, flow.failed, lettersFailing, "failed");
      return runSink({ flow, channel, sinks, rejects }, { wire, clock, failed, fed, stopping });
    };
    const parallel = Math.min(...targets.map(({ sink }) => sink.parallel ?? 1));
    const lanes = Promise.all(Array.from({ length: parallel }, run));
    const why = (target: Target) => {
      if (channel.size === 0) return null;
      // Of several sinks those that fail hold the others up.
      return troubleOf(target) ?? (targets.some((one) => troubleOf(one) !== null) ? null : "");
    };
    await Promise.all(targets.map((one) => underWay.during(this.#named(one.name), lanes, () => why(one))));
  }

  #target(flow: Flow, name: string, isFirst: boolean, channel: AnyChannel): Target {
    const wayOut = isFirst ? flow.refused : flow.refusedBy?.[name];
    const lettersTo = (wayOut ?? (isFirst ? flow.failed : undefined))?.to ?? null;
    const failureLog = (of: string) => shownFailures(this.#context(of), () => channel.size);
    return {
      name,
      sink: this.#destination(name),
      wayOut,
      failing: failureLog(name),
      lettersTo,
      lettersFailing: lettersTo === null ? undefined : failureLog(lettersTo),
    };
  }

  /** The way out of the arrow from a channel to `target`, its sink or one of its rejects. */
  #deadLetters(
    flow: Flow,
    target: string,
    wayOut: WayOut,
    { failing, verb }: { readonly failing: FailureLog | undefined; readonly verb: "failed" | undefined },
  ): DeadLetters {
    const edge = flow.edge ?? `${this.#named(flow.from)} -> ${target}`;
    const sink = wayOut.to === null ? null : this.#sinks[wayOut.to]!;
    const more = failing === undefined ? {} : { failing };
    const write = sink === null ? null : this.#delivery(flow, wayOut.to!, sink, more).persistent(sink);
    return new DeadLetters(wayOut, edge, this.#context(target), write, verb);
  }

  #delivery(
    { place }: Flow,
    name: string,
    { batchSize }: AnySink,
    more: Partial<Pick<DeliverySetting, "failing" | "deadLetters" | "arrow" | "givesBackRefused">> = {},
  ): Delivery {
    const { stopping } = this.#services;
    const context = this.#context(name);
    const failing = more.failing ?? shownFailures(context);
    const outOfReach = reachOf(this.#services, this.#named(name));
    return new Delivery({ context, place, stopping, batchSize, deadLetters: null, outOfReach, ...more, failing });
  }

  #sourceFlows(source: string): SourceFlow[] {
    const named = (names: readonly string[]) => names.map((name) => ({ name, channel: this.agent.channels[name]! }));
    return this.#flowsFrom(source).map((flow) => ({
      flow,
      required: named(flow.to),
      optional: named(flow.optional),
      rejects: this.#rejectsOf(flow).map((one) => {
        return { ...one, delivery: this.#delivery(flow, one.name, one.sink, { givesBackRefused: true }) };
      }),
    }));
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

  #named(name: string): string {
    return `${this.agent.name}.${name}`;
  }

  #context(name: string) {
    return contextOf(this.#services, this.#named(name));
  }
}

/** A sink that a channel is emptied into, with the failures of all writes to it. */
interface Target {
  readonly name: string;
  readonly sink: AnySink;
  readonly wayOut: WayOut | undefined;
  readonly failing: FailureLog;
  /** Where its dead letters go, and their failures. */
  readonly lettersTo: string | null;
  readonly lettersFailing: FailureLog | undefined;
}

/** What keeps a sink from its events; null where nothing is known. */
function troubleOf({ failing, lettersTo, lettersFailing }: Target): string | null {
  const letters = lettersFailing?.message ?? null;
  return failing.message ?? (letters === null ? null : `dead letters to ${lettersTo}: ${letters}`);
}

/** How many writers a sink of the agent has: flows, and several writes of one flow that are under way at once. */
function writers(agent: Agent, sink: string): number {
  const names = [sink, ...Object.keys(agent.groups).filter((name) => agent.groups[name]!.members.includes(sink))];
  // A source may put several batches at once, and rejects are written on the way.
  const fromSource = agent.flows.filter(
    ({ from, rejects }) => Object.hasOwn(agent.sources, from) && rejects.includes(sink),
  );
  return agent.flows.reduce((sum, flow) => {
    const waysOut = [flow.refused, ...Object.values(flow.refusedBy ?? {})].flatMap((wayOut) => wayOut?.to ?? []);
    const targets = [...flow.to, ...flow.rejects, ...waysOut];
    const aside = targets.slice(flow.to.length).some((name) => names.includes(name));
    const atOnce = aside ? (agent.sinks[flow.to[0]!]?.parallel ?? 1) : 1;
    return sum + targets.filter((name) => names.includes(name)).length * atOnce;
  }, fromSource.length);
}
