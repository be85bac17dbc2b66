import type { Clock } from "../../system/clock.ts";
import type { BatchPace } from "./batch-pace.ts";
import { isPutBack, jumpedAhead, lastMultiple, nextMultiple, timeOf } from "./batch-times.ts";
import { type FormedBatch, isNothing, rollback } from "./formed-batch.ts";
import type { FormedQueue } from "./formed-queue.ts";
import type { BatchSlice, OpenInput } from "./input.ts";
import type { InputRates } from "./rate/input-rates.ts";
import type { Stream } from "./stream.ts";

/** What forming batches needs of its stream's run. */
export interface FormingParts {
  readonly stream: Stream;
  readonly clock: Clock;
  readonly inputs: ReadonlyMap<string, OpenInput<unknown>>;
  readonly queue: FormedQueue;
  readonly pace: BatchPace;
  readonly rates: InputRates;
  /** How many it may have; Infinity for no bound. */
  readonly batches: number;
  /** The stream is to have no more than what there is. */
  readonly untilCaughtUp: boolean;
  /** When the run has begun. Batches before that were missed while the program was down. */
  readonly begun: number;
  /** The program drains. */
  readonly draining: AbortSignal;
  /** Time is up. */
  readonly stopping: AbortSignal;
  /** The stream has failed. */
  readonly halted: AbortSignal;
  /** The program drains, or the stream has failed. */
  readonly ending: AbortSignal;
  /** When a window comes out that no later batch would show; null without one. */
  pendingUntil(): number | null;
  /** When something that is kept comes out for the first time; null where all has. */
  restUntil(): number | null;
}

/**
 * Forms a batch at every multiple of the interval, whatever the batches before it take, or, where the stream says
 * `overrun merge`, one for all multiples that have passed since the batch before was formed.
 */
export class BatchFormer {
  readonly #parts: FormingParts;
  readonly #queue: FormedQueue;

  constructor(parts: FormingParts) {
    this.#parts = parts;
    this.#queue = parts.queue;
  }

  /** Forms batches from the time `first` on, behind the one that an earlier process had begun; resolves after the last one. */
  async run(first: number, again: FormedBatch | null): Promise<void> {
    const { batches, halted, draining, ending, pace } = this.#parts;
    const { every } = this.#parts.stream;
    const { clock } = this.#parts;
    let time = first;
    let last = 0;
    let formed = 0;
    /** Times before it are left out, as the clock has jumped over them. */
    let skipsUntil = 0;
    if (again !== null) {
      await this.#queue.push(again);
      formed += 1;
    }
    const goesOn = () => formed < batches && !this.#haveEnded() && !this.#isCaughtUp(time);
    while (goesOn()) {
      const waits = clock.now() < time;
      if (!(await this.#due(time))) break;
      if (waits && jumpedAhead(time, clock.now(), every)) {
        pace.jumped(clock.now() - time);
        if (this.#overrun !== "queue") skipsUntil = lastMultiple(clock.now(), every);
      }
      const isLate = await this.#untilRoom();
      if (ending.aborted) break;
      time = Math.max(time, await this.#skipTo(time, skipsUntil));
      const clockTime = clock.now();
      const now = this.#isTimeless ? clockTime : Math.max(clockTime, time);
      if (isPutBack(time, now, every)) [time, last] = [nextMultiple(now, every), 0];
      if (this.#overrun === "merge") time = this.#merged(time, now);
      const skipsTo = isLate && this.#isTimeless && this.#overrun === null ? lastMultiple(now, every) : time;
      last = timeOf({ due: time, now, last, skipsTo });
      const mayBeEarly = this.#isTimeless || (this.#hurries && clockTime < time);
      const isBehind = mayBeEarly && this.#isBehind();
      const batch = await this.#form(last);
      if (isBehind && isNothing(batch)) {
        // Nothing was left that did not fit into the batch before.
        await rollback(batch);
        continue;
      }
      await this.#queue.push(batch);
      formed += 1;
      if (last >= time) time = last + every;
    }
    if (formed < batches && !halted.aborted && !this.#isCaughtUp(time)) {
      if (!this.#haveEnded()) await this.#formLast(time);
      else if (!draining.aborted) await this.#formRest(time - every);
    }
    this.#queue.close();
  }

  get #overrun(): Stream["overrun"] | null {
    return this.#parts.stream.overrun ?? null;
  }

  /** The last multiple of the interval that has passed: one batch has all that came since the one before. */
  #merged(time: number, now: number): number {
    const { every } = this.#parts.stream;
    const latest = lastMultiple(now, every);
    if (latest <= time) return time;
    this.#parts.pace.merged((latest - time) / every);
    return latest;
  }

  /** The next time of a batch where those before `until` are left out: what is kept comes out before that. */
  async #skipTo(time: number, until: number): Promise<number> {
    if (time >= until) return time;
    await this.#untilDone();
    const pending = this.#parts.pendingUntil();
    if (pending === null) return until;
    const { every } = this.#parts.stream;
    return Math.min(until, Math.max(time, Math.ceil(pending / every) * every));
  }

  /**
   * The batch under way when the program drains: complete, but ahead of its time. Where there is more than one may have
   * at once, others follow as batches are done.
   */
  async #formLast(time: number): Promise<void> {
    const { halted, stopping, stream } = this.#parts;
    const perishable = [...this.#parts.inputs.values()].filter((input) => input.perishable);
    await Promise.all(perishable.map((input) => input.stop()));
    if (perishable.length === 0) return;
    for (let last = time; ; last += stream.every) {
      const { done } = this.#queue;
      const batch = await this.#form(last);
      if (!isNothing(batch)) await this.#queue.push(batch);
      else await rollback(batch);
      const isOver = () => halted.aborted || stopping.aborted;
      if (isOver() || this.#queue.waiting.events === 0 || perishable.every((input) => input.ended)) return;
      while (this.#queue.done === done && !isOver()) await this.#queue.progress.wait(halted);
    }
  }

  /**
   * The input has ended: what no window has shown yet, and what timers give, comes out ahead of its time, as nothing will
   * follow that it could wait for. The next start continues behind `last`, as if these batches had not been.
   */
  async #formRest(last: number): Promise<void> {
    await this.#untilDone();
    const { restUntil } = this.#parts;
    for (let next = restUntil(); next !== null; next = restUntil()) {
      if (this.#parts.ending.aborted) return;
      const { every } = this.#parts.stream;
      await this.#queue.push({ ...(await this.#form(Math.ceil(next / every) * every)), last });
      await this.#untilDone();
    }
  }

  /** Resolves when no batch is left to do. */
  async #untilDone(): Promise<void> {
    const { halted } = this.#parts;
    while (!this.#queue.isIdle && !halted.aborted) await this.#queue.progress.wait(halted);
  }

  /** A last batch takes all that is there: nobody waits for another one. */
  async #form(time: number): Promise<FormedBatch> {
    const { inputs, rates, ending, clock } = this.#parts;
    const slices = new Map<string, BatchSlice<unknown>>();
    for (const [name, input] of inputs) {
      slices.set(name, await input.nextSlice(ending.aborted ? undefined : rates.limitOf(name)));
    }
    return { time, formedAt: clock.now(), slices };
  }

  /**
   * Waits for a batch time, or until a batch that left something behind is done; false when the program drains or the
   * stream is halted first.
   */
  async #due(time: number): Promise<boolean> {
    const { clock, ending, pace, stream, untilCaughtUp } = this.#parts;
    const mayBegin = () => ending.aborted || (this.#hurries && this.#isBehind() && this.#queue.isIdle);
    while (!mayBegin() && clock.now() < time) {
      const isAhead = untilCaughtUp && !this.#isTimeless;
      if (isPutBack(time, clock.now(), stream.every) && !isAhead) {
        pace.putBack();
        await clock.sleep(stream.every, ending);
        break;
      }
      if (this.#hurries && this.#isBehind()) {
        await this.#queue.progress.waitFor(mayBegin, clock, time - clock.now());
      } else await clock.sleep(time - clock.now(), ending);
    }
    return !ending.aborted;
  }

  /** Whether nothing depends on the times of batches: one may begin as soon as the one before is done. */
  get #isTimeless(): boolean {
    return this.#parts.stream.state === undefined;
  }

  /** Whether a batch that would lack something is followed by the next one at once. */
  get #hurries(): boolean {
    return this.#isTimeless || this.#parts.untilCaughtUp;
  }

  /**
   * Waits while an input is behind and batches under way have the room, or, where batches are merged, until there is none
   * under way; says whether it had to.
   */
  async #untilRoom(): Promise<boolean> {
    const { ending } = this.#parts;
    const waits = () => this.#overrun === "merge" || this.#isBehind();
    const hasRoom = () => ending.aborted || this.#queue.isIdle || !waits();
    if (hasRoom()) return false;
    while (!hasRoom()) await this.#queue.progress.wait(ending);
    return true;
  }

  #isBehind(): boolean {
    return [...this.#parts.inputs.values()].some((input) => input.isBehind);
  }

  /**
   * Whether the stream was to have no more than what there was, and has it. Batches that were missed before the start are
   * had first, so that what is kept does not fall behind the clock.
   */
  #isCaughtUp(time: number): boolean {
    const { untilCaughtUp, inputs, begun } = this.#parts;
    if (!untilCaughtUp || inputs.size === 0 || (!this.#isTimeless && time <= begun)) return false;
    return [...inputs.values()].every((input) => input.isCaughtUp);
  }

  #haveEnded(): boolean {
    const { inputs } = this.#parts;
    return inputs.size > 0 && [...inputs.values()].every((input) => input.ended);
  }
}
