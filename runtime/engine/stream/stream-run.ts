import type { Log } from "../../contract/log.ts";
import type { BegunBatch, InputPosition, Manifest } from "../../state/manifest.ts";
import { abortController, anyOf } from "../../system/abort.ts";
import { randomUUID } from "../../system/random.ts";
import { type Closers, PartClosers } from "../closers.ts";
import { contextOf, type Services, wireOf } from "../services.ts";
import { BatchFormer } from "./batch-former.ts";
import { BatchPace } from "./batch-pace.ts";
import { BatchComputer, type Computed, inputsOf } from "./compute-batch.ts";
import { firstTime } from "./first-time.ts";
import { formAgain } from "./form-again.ts";
import { countAccepted, eventsIn, type FormedBatch, rollback } from "./formed-batch.ts";
import { FormedQueue } from "./formed-queue.ts";
import type { OpenInput } from "./input.ts";
import { InputRates } from "./rate/input-rates.ts";
import type { RunOfStream, Stream } from "./stream.ts";
import { StreamOutputs } from "./stream-outputs.ts";
import type { StreamState } from "./stream-state.ts";

/**
 * One run of a stream. Two loops: one forms a batch at every multiple of the interval, the other computes and writes
 * them in order. So a batch that overruns delays the next ones but takes nothing from them (Spark's discretised
 * streams: batch times are multiples of the interval, the first after the start).
 */
export class StreamRun implements RunOfStream {
  readonly stream: Stream;
  readonly #services: Services;
  readonly #batches: number;
  readonly #queue = new FormedQueue();
  readonly #halted = abortController();
  readonly #ending: AbortSignal;
  readonly #formed = abortController();
  readonly #inputs = new Map<string, OpenInput<unknown>>();
  readonly #outputs: StreamOutputs;
  readonly #kept: StreamState;
  readonly #computer: BatchComputer;
  readonly #pace: BatchPace;
  readonly #own = new PartClosers();
  readonly #rates: InputRates;
  #resumed: Manifest | null = null;
  /** The last batch of earlier processes, done or begun. */
  #last: Omit<BegunBatch, "id"> | null = null;
  #begun = 0;

  /** `batches`: how many it may have; Infinity for no bound. `kept`: what it keeps between them. */
  constructor(stream: Stream, services: Services, batches: number, kept: StreamState) {
    this.stream = stream;
    this.#services = services;
    this.#batches = batches;
    this.#outputs = new StreamOutputs(stream, services);
    this.#ending = anyOf(services.draining, this.#halted.signal);
    this.#kept = kept;
    const context = contextOf(services, stream.name);
    this.#computer = new BatchComputer(stream, this.#kept, context, services.stopping);
    this.#pace = new BatchPace(stream, context, () => this.#queue.waiting);
    this.#rates = new InputRates(stream, services);
  }

  get formed(): AbortSignal {
    return this.#formed.signal;
  }

  async openState(closers: Closers): Promise<void> {
    this.#resumed = await this.#kept.resume();
    this.#last = this.#resumed;
    await this.#own.open(closers, this.stream.name, this.#kept);
    await this.#kept.open();
  }

  async openOutputs(closers: Closers): Promise<void> {
    await this.#outputs.open(closers, this.#own, () => this.#queue.waiting.events);
  }

  async openInputs(closers: Closers): Promise<void> {
    const read = new Set(Object.keys(this.stream.inputs).map((name) => this.#keptInput(name)));
    for (const input of this.#resumed?.inputs.keys() ?? []) {
      if (read.has(input)) continue;
      const why = { input, place: this.stream.place };
      this.#log.warn("gives up the positions of an input that it does not read", why);
    }
    for (const [name, input] of Object.entries(this.stream.inputs)) {
      const opened = await input.open({
        services: this.#services,
        name: this.#named(name),
        place: this.stream.place,
        isNew: this.#kept.isNew,
        resumeAt: this.#resumed?.inputs.get(this.#keptInput(name)) ?? null,
      });
      await this.#own.open(closers, this.#named(name), opened);
      this.#inputs.set(name, opened);
    }
  }

  unwritten(): ReadonlyMap<string, number> {
    return new Map([...this.#inputs].map(([name, input]) => [name, input.unwritten]));
  }

  async run(): Promise<void> {
    this.#begun = this.#services.clock.now();
    for (const input of this.#inputs.values()) input.start();
    const again = await this.#formAgain();
    const { untilCaughtUp } = this.#services;
    const beginning = { now: this.#begun, untilCaughtUp, log: this.#log };
    const first = firstTime(this.#continued, this.stream, beginning);
    const zeroTime = this.#continued?.zeroTime ?? first - this.stream.every;
    let unformed: { readonly error: unknown } | null = null;
    const forming = this.#newFormer()
      .run(first, again)
      .catch((error: unknown) => {
        unformed = { error };
        this.#queue.close();
      })
      .finally(() => this.#formed.abort());
    try {
      for (let batch = await this.#queue.next(); batch !== null; batch = await this.#queue.next()) {
        // Those that wait at the end of a drain timeout are read again, or told as lost.
        if (this.#services.stopping.aborted) await rollback(batch);
        else await this.#compute(batch, zeroTime);
        this.#queue.finish();
      }
      await forming;
      if (unformed !== null) throw (unformed as { readonly error: unknown }).error;
    } catch (error) {
      this.#halted.abort();
      this.#queue.close();
      await forming;
      for (let left = await this.#queue.next(); left !== null; left = await this.#queue.next()) await rollback(left);
      throw error;
    }
  }

  /** The batch that an earlier process had begun; null where there is none, or where it cannot be done as it was. */
  async #formAgain(): Promise<FormedBatch | null> {
    const { begun } = this.#kept;
    if (begun === null || this.stream.once !== true) return null;
    const inputs = new Map([...this.#inputs].map(([name, input]) => [this.#keptInput(name), { name, input }]));
    const batch = await formAgain(begun, inputs, { place: this.stream.place, log: this.#log, signal: this.#ending });
    if (batch !== null) this.#last = begun;
    return batch;
  }

  get #log(): Log {
    return this.#services.logs.named(this.stream.name);
  }

  /** The last batch, where those to come follow it. */
  get #continued(): Omit<BegunBatch, "id"> | null {
    return this.#last?.every === this.stream.every ? this.#last : null;
  }

  async close(): Promise<void> {
    await this.#own.close();
  }

  #newFormer(): BatchFormer {
    const { clock, draining, stopping, untilCaughtUp } = this.#services;
    return new BatchFormer({
      stream: this.stream,
      clock,
      inputs: this.#inputs,
      queue: this.#queue,
      pace: this.#pace,
      rates: this.#rates,
      batches: this.#batches,
      untilCaughtUp,
      begun: this.#begun,
      draining,
      stopping,
      halted: this.#halted.signal,
      ending: this.#ending,
      pendingUntil: () => this.#kept.pendingUntil,
      restUntil: () => this.#kept.restUntil,
    });
  }

  async #compute(formed: FormedBatch, zeroTime: number): Promise<void> {
    const { time, slices, last = time } = formed;
    const { stream } = this;
    if (this.#services.draining.aborted) this.#services.beforeLastBatch();
    const began = this.#services.clock.now();
    this.#pace.begin(time, time < this.#begun);
    let computed: Computed;
    try {
      computed = await this.#computer.compute(inputsOf(slices), { time, zeroTime, isRest: last < time });
    } catch (error) {
      await rollback({ slices });
      throw error;
    }
    computed.batch.tell(wireOf(this.#services, stream.name));
    await this.#outputs.write(computed, await this.#begin(formed, computed, zeroTime));
    await this.#settle({ time: last, slices }, zeroTime);
    countAccepted(stream.name, { slices }, this.#services.counters);
    this.#rates.completed(formed, began);
    this.#pace.end(eventsIn({ slices }));
  }

  /** What outputs know the batch by, which is safe before they have anything of it; null where they need not. */
  async #begin({ id, time, last, slices }: FormedBatch, computed: Computed, zeroTime: number): Promise<string | null> {
    if (id !== undefined) return id;
    if (this.stream.once !== true || this.stream.volatile === true || !this.#outputs.writesOnce(computed)) return null;
    const begun = { id: randomUUID(), zeroTime, time, last, inputs: this.#positions(slices) };
    await this.#kept.begin(begun);
    return begun.id;
  }

  #positions(slices: FormedBatch["slices"]): ReadonlyMap<string, InputPosition> {
    const inputs = new Map<string, InputPosition>();
    for (const [name, { position }] of slices) if (position !== null) inputs.set(this.#keptInput(name), position);
    return inputs;
  }

  /** State first: its manifest has the positions that belong to it, and they win over the committed ones. */
  async #settle({ time, slices }: FormedBatch, zeroTime: number): Promise<void> {
    await this.#kept.save({ zeroTime, time, inputs: this.#positions(slices) });
    for (const slice of slices.values()) await slice.commit();
    this.#queue.settle({ slices });
  }

  /** The name that the positions of an input are kept under. */
  #keptInput(name: string): string {
    return this.stream.kept?.inputs?.[name] ?? name;
  }

  #named(name: string): string {
    return `${this.stream.name}.${name}`;
  }
}
