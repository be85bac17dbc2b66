import { abortController, anyOf } from "../abort.ts";
import { Arrivals } from "../channel/arrivals.ts";
import type { Closers } from "../program/closers.ts";
import { contextOf, type Services, wireOf } from "../program/services.ts";
import { BatchQueue } from "./batch-queue.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { BatchComputer, type Computed, inputsOf } from "./compute-batch.ts";
import type { OpenInput, Share } from "./input.ts";
import { KeptState } from "./kept-state.ts";
import { deliveriesTo, type OutputDeliveries } from "./output-deliveries.ts";
import type { RunOfStream, Stream } from "./stream.ts";
import { writeOutput } from "./write-output.ts";

/** Batches that were missed while the program was down and are run at its next start. */
const MOST_MISSED = 100;

interface FormedBatch {
  readonly time: number;
  readonly shares: ReadonlyMap<string, Share<unknown>>;
}

/**
 * One run of a stream. Two loops: one forms a batch at every multiple of the interval, the other computes and writes
 * them in order. So a batch that overruns delays the next ones but takes nothing from them (Spark's discretised
 * streams: batch times are multiples of the interval, the first after the start).
 */
export class StreamRun implements RunOfStream {
  readonly stream: Stream;
  readonly #services: Services;
  readonly #batches: number;
  readonly #queue = new BatchQueue<FormedBatch>();
  readonly #halted = abortController();
  readonly #ending: AbortSignal;
  readonly #formed = abortController();
  readonly #inputs = new Map<string, OpenInput<unknown>>();
  /** By output. */
  readonly #deliveries = new Map<string, OutputDeliveries>();
  /** Outputs that take what others refuse. */
  readonly #takers: ReadonlySet<string | null>;
  /** Events of the inputs in batches that are formed and not done. */
  #waiting = 0;
  /** Batches that are done. */
  #done = 0;
  readonly #progress = new Arrivals();
  readonly #kept: KeptState;
  readonly #computer: BatchComputer;
  /** Close what this stream has opened. */
  readonly #closes: (() => Promise<void>)[] = [];
  #resumed: Checkpoint | null = null;
  #begun = 0;

  /** `batches`: how many it may have; Infinity for no bound. */
  constructor(stream: Stream, services: Services, batches: number) {
    this.stream = stream;
    this.#services = services;
    this.#batches = batches;
    const poison = typeof stream.poison === "object" ? stream.poison.to : null;
    this.#takers = new Set([...Object.values(stream.refused ?? {}).map((wayOut) => wayOut?.to ?? null), poison]);
    this.#ending = anyOf(services.draining, this.#halted.signal);
    this.#kept = new KeptState(stream, services);
    this.#computer = new BatchComputer(stream, this.#kept, contextOf(services, stream.name), services.stopping);
  }

  get formed(): AbortSignal {
    return this.#formed.signal;
  }

  async openOutputs(closers: Closers): Promise<void> {
    for (const [name, sink] of Object.entries(this.stream.outputs)) {
      const context = contextOf(this.#services, this.#named(name));
      this.#deliveries.set(
        name,
        deliveriesTo(name, this.stream, this.#services, () => this.#waiting),
      );
      await closers.open(this.#named(name), this.#closingOnce(sink), () => sink.open(context));
    }
  }

  async openInputs(closers: Closers): Promise<void> {
    this.#resumed = await this.#kept.resume();
    for (const [name, input] of Object.entries(this.stream.inputs)) {
      const opened = await input.open({
        services: this.#services,
        name: this.#named(name),
        place: this.stream.place,
        resumeAt: this.#resumed?.positions.get(name) ?? null,
      });
      await closers.open(this.#named(name), this.#closingOnce(opened), async () => {});
      this.#inputs.set(name, opened);
    }
  }

  unwritten(): ReadonlyMap<string, number> {
    return new Map([...this.#inputs].map(([name, input]) => [name, input.unwritten]));
  }

  async run(): Promise<void> {
    this.#begun = this.#services.clock.now();
    const first = this.#firstTime();
    const zeroTime = this.#resumed?.zeroTime ?? first - this.stream.every;
    for (const input of this.#inputs.values()) input.start();
    let unformed: { readonly error: unknown } | null = null;
    const forming = this.#formBatches(first).catch((error: unknown) => {
      unformed = { error };
      this.#queue.close();
      this.#formed.abort();
    });
    try {
      for (let batch = await this.#queue.next(); batch !== null; batch = await this.#queue.next()) {
        // Those that wait at the end of a drain timeout are read again, or told as lost.
        if (this.#services.stopping.aborted) await rollback(batch);
        else await this.#compute(batch, zeroTime);
        this.#done += 1;
        this.#progress.wakeAll();
      }
      await forming;
      if (unformed !== null) throw (unformed as { readonly error: unknown }).error;
    } catch (error) {
      this.#halted.abort();
      await forming;
      for (let left = await this.#queue.next(); left !== null; left = await this.#queue.next()) await rollback(left);
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const close of this.#closes.splice(0).reverse()) {
      // What fails is told when the program closes everything.
      await close().catch(() => {});
    }
  }

  /** The component, for the program to close with all others, or for `close` before that. */
  #closingOnce(component: { close(): Promise<void> }): { close(): Promise<void> } {
    let closing: Promise<void> | null = null;
    const close = () => {
      closing ??= component.close();
      return closing;
    };
    this.#closes.push(close);
    return { close };
  }

  /**
   * A stream with state goes on behind its last batch and so runs those that were missed meanwhile, with their own
   * times. After a long time it begins in the present instead: nobody waits for a day of empty batches.
   */
  #firstTime(): number {
    const { every } = this.stream;
    const next = nextMultiple(this.#begun, every);
    if (this.#resumed === null) return next;
    const first = this.#resumed.time + every;
    const missed = (next - first) / every;
    if (missed <= MOST_MISSED) return first;
    this.#services.logs.named(this.stream.name).info("goes on in the present", { batchesLeftOut: missed });
    return next;
  }

  async #formBatches(first: number): Promise<void> {
    const { every } = this.stream;
    let time = first;
    let formed = 0;
    while (formed < this.#batches && !this.#haveEnded() && (await this.#due(time))) {
      this.#push(await this.#form(time));
      formed += 1;
      time += every;
    }
    if (formed < this.#batches && !this.#halted.signal.aborted && !this.#haveEnded()) await this.#formLast(time);
    this.#queue.close();
    this.#formed.abort();
  }

  /**
   * The batch under way when the program drains: complete, but ahead of its time. Where there is more than one may have
   * at once, others follow as batches are done.
   */
  async #formLast(time: number): Promise<void> {
    const perishable = [...this.#inputs.values()].filter((input) => input.perishable);
    await Promise.all(perishable.map((input) => input.stop()));
    if (perishable.length === 0) return;
    for (let last = time; ; last += this.stream.every) {
      const done = this.#done;
      const batch = await this.#form(last);
      if (eventsIn(batch) > 0) this.#push(batch);
      else await rollback(batch);
      const isOver = () => this.#halted.signal.aborted || this.#services.stopping.aborted;
      if (isOver() || this.#waiting === 0 || perishable.every((input) => input.ended)) return;
      while (this.#done === done && !isOver()) await this.#progress.wait(this.#halted.signal);
    }
  }

  async #form(time: number): Promise<FormedBatch> {
    const shares = new Map<string, Share<unknown>>();
    for (const [name, input] of this.#inputs) shares.set(name, await input.share());
    return { time, shares };
  }

  #push(batch: FormedBatch): void {
    this.#waiting += eventsIn(batch);
    this.#queue.push(batch);
  }

  async #compute({ time, shares }: FormedBatch, zeroTime: number): Promise<void> {
    const { stream } = this;
    const context = contextOf(this.#services, stream.name);
    if (time >= this.#begun && context.clock.now() - time > stream.every) {
      context.count("late");
      context.log.once("late", "a batch begins more than one interval late; the following ones queue", {
        place: stream.place,
      });
    }
    let computed: Computed;
    try {
      computed = await this.#computer.compute(inputsOf(shares), { time, zeroTime });
    } catch (error) {
      await rollback({ time, shares });
      throw error;
    }
    computed.batch.tell(wireOf(this.#services, stream.name));
    await this.#write(computed);
    await this.#settle({ time, shares }, zeroTime);
    context.count("batches");
  }

  async #write({ batch: { time, skipped, rejects }, emit }: Computed): Promise<void> {
    for (const [name, sink] of Object.entries(this.stream.outputs)) {
      const elements = skipped.has(name) ? null : emit[name]!;
      const output = { elements, rejects: rejects.get(name) ?? [], time };
      // What is there for dead letters has no batches of its own.
      if (elements?.length === 0 && output.rejects.length === 0 && this.#takers.has(name)) continue;
      const deliveries = this.#deliveries.get(name)!;
      const writing = writeOutput(sink, output, deliveries);
      await this.#services.underWay.during(this.#named(name), writing, () => deliveries.batch.failing.message ?? "");
    }
  }

  /** State first: its checkpoint holds the positions that belong to it, and they win over the committed ones. */
  async #settle({ time, shares }: FormedBatch, zeroTime: number): Promise<void> {
    const positions = new Map<string, ReadonlyMap<number, string>>();
    for (const [name, share] of shares) if (share.positions !== null) positions.set(name, share.positions);
    await this.#kept.save({ zeroTime, time, positions });
    for (const share of shares.values()) await share.commit();
    this.#waiting -= eventsIn({ time, shares });
  }

  /** Waits for a batch time; false when the program drains or the stream is halted first. */
  async #due(time: number): Promise<boolean> {
    const { clock } = this.#services;
    while (!this.#ending.aborted && clock.now() < time) await clock.sleep(time - clock.now(), this.#ending);
    return !this.#ending.aborted;
  }

  #haveEnded(): boolean {
    return this.#inputs.size > 0 && [...this.#inputs.values()].every((input) => input.ended);
  }

  #named(name: string): string {
    return `${this.stream.name}.${name}`;
  }
}

async function rollback({ shares }: FormedBatch): Promise<void> {
  for (const share of shares.values()) await share.rollback();
}

function eventsIn({ shares }: FormedBatch): number {
  let events = 0;
  for (const share of shares.values()) events += share.events.length;
  return events;
}

/** Spark's rule: a start exactly on a multiple waits for a whole interval. */
function nextMultiple(now: number, every: number): number {
  return (Math.floor(now / every) + 1) * every;
}
