import type { Log } from "../../contract/log.ts";
import type { BegunBatch, InputPosition, Manifest } from "../../state/manifest.ts";
import { abortController, anyOf } from "../../system/abort.ts";
import { BoundedQueue } from "../../system/bounded-queue.ts";
import { Notifier } from "../../system/notifier.ts";
import { randomUUID } from "../../system/random.ts";
import { type Closers, PartClosers } from "../closers.ts";
import { contextOf, type Services, wireOf } from "../services.ts";
import { BatchPace } from "./batch-pace.ts";
import { isPutBack, nextMultiple, timeOf } from "./batch-times.ts";
import { BatchComputer, type Computed, inputsOf } from "./compute-batch.ts";
import { firstTime } from "./first-time.ts";
import { formAgain } from "./form-again.ts";
import { countAccepted, eventsIn, type FormedBatch, rollback } from "./formed-batch.ts";
import type { BatchSlice, OpenInput } from "./input.ts";
import { KeptState } from "./kept-state.ts";
import type { RunOfStream, Stream } from "./stream.ts";
import { StreamOutputs } from "./stream-outputs.ts";

/** Batches that may be formed and wait for the one before; the inputs bound their events. Forming waits beyond that. */
const MOST_FORMED = 1000;

/**
 * One run of a stream. Two loops: one forms a batch at every multiple of the interval, the other computes and writes
 * them in order. So a batch that overruns delays the next ones but takes nothing from them (Spark's discretised
 * streams: batch times are multiples of the interval, the first after the start).
 */
export class StreamRun implements RunOfStream {
  readonly stream: Stream;
  readonly #services: Services;
  readonly #batches: number;
  /** Batches that are formed and not yet computed. */
  readonly #queue = new BoundedQueue<FormedBatch>({ elements: MOST_FORMED, bytes: Number.POSITIVE_INFINITY });
  readonly #halted = abortController();
  readonly #ending: AbortSignal;
  readonly #formed = abortController();
  readonly #inputs = new Map<string, OpenInput<unknown>>();
  readonly #outputs: StreamOutputs;
  /** Events of the inputs in batches that are formed and not done. */
  #waiting = 0;
  /** Batches that were formed, and those that are done. */
  #pushed = 0;
  #done = 0;
  readonly #progress = new Notifier();
  readonly #kept: KeptState;
  readonly #computer: BatchComputer;
  readonly #pace: BatchPace;
  readonly #own = new PartClosers();
  #resumed: Manifest | null = null;
  /** The last batch of earlier processes, done or begun. */
  #last: Omit<BegunBatch, "id"> | null = null;
  #begun = 0;

  /** `batches`: how many it may have; Infinity for no bound. */
  constructor(stream: Stream, services: Services, batches: number) {
    this.stream = stream;
    this.#services = services;
    this.#batches = batches;
    this.#outputs = new StreamOutputs(stream, services);
    this.#ending = anyOf(services.draining, this.#halted.signal);
    this.#kept = new KeptState(stream, services);
    const context = contextOf(services, stream.name);
    this.#computer = new BatchComputer(stream, this.#kept, context, services.stopping);
    this.#pace = new BatchPace(stream, context, () => ({ batches: this.#pushed - this.#done, events: this.#waiting }));
  }

  get formed(): AbortSignal {
    return this.#formed.signal;
  }

  async openState(closers: Closers): Promise<void> {
    this.#resumed = await this.#kept.resume();
    this.#last = this.#resumed;
    await this.#own.open(closers, this.stream.name, this.#kept);
  }

  async openOutputs(closers: Closers): Promise<void> {
    await this.#outputs.open(closers, this.#own, () => this.#waiting);
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
    const first = firstTime(this.#continued, this.stream, this.#begun, this.#log);
    const zeroTime = this.#continued?.zeroTime ?? first - this.stream.every;
    let unformed: { readonly error: unknown } | null = null;
    const forming = this.#formBatches(first, again).catch((error: unknown) => {
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

  async #formBatches(first: number, again: FormedBatch | null): Promise<void> {
    const { every } = this.stream;
    let time = first;
    let formed = 0;
    if (again !== null) {
      await this.#push(again);
      formed += 1;
    }
    let last = 0;
    while (formed < this.#batches && !this.#haveEnded() && !this.#areCaughtUp() && (await this.#due(time))) {
      const isLate = await this.#untilRoom();
      if (this.#ending.aborted) break;
      const clockTime = this.#services.clock.now();
      const now = this.#isTimeless ? clockTime : Math.max(clockTime, time);
      if (isPutBack(time, now, every)) [time, last] = [nextMultiple(now, every), 0];
      const skipsTo = isLate && this.#isTimeless ? now - (now % every) : time;
      last = timeOf({ due: time, now, last, skipsTo });
      const isBehind = this.#isTimeless && this.#isBehind();
      const batch = await this.#form(last);
      if (isBehind && eventsIn(batch) === 0) {
        // Nothing was left that did not fit into the batch before.
        await rollback(batch);
        continue;
      }
      await this.#push(batch);
      formed += 1;
      if (last >= time) time = last + every;
    }
    if (formed < this.#batches && !this.#halted.signal.aborted && !this.#areCaughtUp()) {
      if (!this.#haveEnded()) await this.#formLast(time);
      else if (!this.#services.draining.aborted) await this.#formRest(time - every);
    }
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
      if (eventsIn(batch) > 0) await this.#push(batch);
      else await rollback(batch);
      const isOver = () => this.#halted.signal.aborted || this.#services.stopping.aborted;
      if (isOver() || this.#waiting === 0 || perishable.every((input) => input.ended)) return;
      while (this.#done === done && !isOver()) await this.#progress.wait(this.#halted.signal);
    }
  }

  /**
   * The input has ended: what no window has shown yet comes out ahead of its time, as nothing will follow that it could
   * wait for. The next start continues behind `last`, as if these batches had not been.
   */
  async #formRest(last: number): Promise<void> {
    await this.#untilDone();
    for (let next = this.#kept.pendingUntil; next !== null; next = this.#kept.pendingUntil) {
      if (this.#ending.aborted) return;
      await this.#push({ ...(await this.#form(next)), last });
      await this.#untilDone();
    }
  }

  /** Resolves when no batch is left to do. */
  async #untilDone(): Promise<void> {
    while (this.#done < this.#pushed && !this.#halted.signal.aborted) await this.#progress.wait(this.#halted.signal);
  }

  async #form(time: number): Promise<FormedBatch> {
    const slices = new Map<string, BatchSlice<unknown>>();
    for (const [name, input] of this.#inputs) slices.set(name, await input.nextSlice());
    return { time, slices };
  }

  /** Waits while too many are formed; rolled back if the stream halts meanwhile. */
  async #push(batch: FormedBatch): Promise<void> {
    this.#waiting += eventsIn(batch);
    this.#pushed += 1;
    if (!(await this.#queue.push(batch))) await rollback(batch);
  }

  async #compute(formed: FormedBatch, zeroTime: number): Promise<void> {
    const { time, slices, last = time } = formed;
    const { stream } = this;
    if (this.#services.draining.aborted) this.#services.beforeLastBatch();
    this.#pace.begin(time, time < this.#begun);
    let computed: Computed;
    try {
      computed = await this.#computer.compute(inputsOf(slices), { time, zeroTime });
    } catch (error) {
      await rollback({ slices });
      throw error;
    }
    computed.batch.tell(wireOf(this.#services, stream.name));
    await this.#outputs.write(computed, await this.#begin(formed, computed, zeroTime));
    await this.#settle({ time: last, slices }, zeroTime);
    countAccepted(stream.name, { slices }, this.#services.counters);
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
    this.#waiting -= eventsIn({ slices });
  }

  /**
   * Waits for a batch time, or until a batch that left something behind is done; false when the program drains or the
   * stream is halted first.
   */
  async #due(time: number): Promise<boolean> {
    const { clock } = this.#services;
    const mayBegin = () =>
      this.#ending.aborted || (this.#isTimeless && this.#isBehind() && this.#done === this.#pushed);
    while (!mayBegin() && clock.now() < time) {
      if (isPutBack(time, clock.now(), this.stream.every)) {
        this.#pace.putBack();
        await clock.sleep(this.stream.every, this.#ending);
        break;
      }
      if (this.#isTimeless && this.#isBehind()) await this.#progress.waitFor(mayBegin, clock, time - clock.now());
      else await clock.sleep(time - clock.now(), this.#ending);
    }
    return !this.#ending.aborted;
  }

  /** Whether nothing depends on the times of batches: one may begin as soon as the one before is done. */
  get #isTimeless(): boolean {
    return this.stream.state === undefined;
  }

  /** Waits while an input is behind and batches under way have the room; says whether it had to. */
  async #untilRoom(): Promise<boolean> {
    const hasRoom = () => this.#ending.aborted || this.#done === this.#pushed || !this.#isBehind();
    if (hasRoom()) return false;
    while (!hasRoom()) await this.#progress.wait(this.#ending);
    return true;
  }

  #isBehind(): boolean {
    return [...this.#inputs.values()].some((input) => input.isBehind);
  }

  /** Whether the stream was to have no more than what there was, and has it. */
  #areCaughtUp(): boolean {
    const { untilCaughtUp } = this.#services;
    return untilCaughtUp && this.#inputs.size > 0 && [...this.#inputs.values()].every((input) => input.isCaughtUp);
  }

  #haveEnded(): boolean {
    return this.#inputs.size > 0 && [...this.#inputs.values()].every((input) => input.ended);
  }

  /** The name that the positions of an input are kept under. */
  #keptInput(name: string): string {
    return this.stream.kept?.inputs?.[name] ?? name;
  }

  #named(name: string): string {
    return `${this.stream.name}.${name}`;
  }
}
