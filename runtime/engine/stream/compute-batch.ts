import type { Context } from "../../contract/context.ts";
import type { Event } from "../../contract/event.ts";
import { messageOf } from "../../contract/message-of.ts";
import { deadLetter } from "../../delivery/dead-letter.ts";
import type { FailureLog } from "../../log/failure-log.ts";
import { placeOf } from "../../log/place.ts";
import { backOff } from "../../system/back-off.ts";
import { shownFailures } from "../shown-failures.ts";
import { BatchFailed } from "./batch-failed.ts";
import { BatchUnderWay, type Times } from "./batch-under-way.ts";
import { type Attempt, type BatchInputs, findFirstGuilty, findGuilty, type Guilty } from "./find-guilty.ts";
import { identityOf } from "./identity.ts";
import type { Stream } from "./stream.ts";
import type { StreamState } from "./stream-state.ts";

/** What a batch function made of a batch. */
export interface Computed {
  readonly batch: BatchUnderWay;
  readonly emit: Readonly<Record<string, unknown[]>>;
}

const HELP = "`else -> deadLetters` or `else drop` in the head of the stream lets such an element out";

/**
 * Computes the batches of a stream. One that fails is tried again as the stream declares; then the elements that make
 * it fail are looked for and taken out, with state and counters as if they had never been in it. Nothing of this costs
 * anything while batches work.
 */
export class BatchComputer {
  readonly #stream: Stream;
  readonly #kept: StreamState;
  readonly #context: Context;
  readonly #failing: FailureLog;
  readonly #stopping: AbortSignal;

  constructor(stream: Stream, kept: StreamState, context: Context, stopping: AbortSignal) {
    this.#stream = stream;
    this.#kept = kept;
    this.#context = context;
    this.#failing = shownFailures(context);
    this.#stopping = stopping;
  }

  /** Rejects with BatchFailed where the batch ends its stream. */
  async compute(inputs: BatchInputs, times: Times): Promise<Computed> {
    const { retries = 0 } = this.#stream;
    for (let tries = 1; ; tries++) {
      try {
        const computed = await this.#run(inputs, times);
        this.#failing.succeeded();
        return computed;
      } catch (error) {
        this.#kept.reset();
        if (tries > retries) return await this.#withoutGuilty(inputs, times, { error, tries });
        const again = backOff(tries);
        this.#context.count("failed");
        this.#failing.failed(messageOf(error), { place: this.#placeOf(error), again: `${again}ms` });
        await this.#context.clock.sleep(again, this.#stopping);
        if (this.#stopping.aborted) throw error;
      }
    }
  }

  async #withoutGuilty(
    inputs: BatchInputs,
    times: Times,
    failed: { readonly error: unknown; readonly tries: number },
  ): Promise<Computed> {
    this.#context.count("failed");
    if (this.#stream.poison === undefined) {
      throw this.#ended(await findFirstGuilty(inputs, this.#attempt(times)), failed.error);
    }
    const found = await findGuilty(inputs, this.#attempt(times));
    if (found === null) throw this.#ended(null, failed.error);
    const computed = await this.#run(found.rest, times).catch((error: unknown) => {
      throw this.#ended(null, error);
    });
    for (const guilty of found.guilty) this.#letOut(guilty, computed, failed.tries);
    return computed;
  }

  #letOut(guilty: Guilty, { batch }: Computed, tries: number): void {
    const { name, poison } = this.#stream;
    const reason = messageOf(guilty.error);
    const at = this.#placeOf(guilty.error);
    const fields = { ...identityOf(name, guilty), place: at };
    if (poison === undefined || poison === "drop") {
      this.#context.count("dropped");
      this.#context.log.once(`failed ${at}`, `dropped: ${reason}`, fields);
      return;
    }
    const { body, headers } = guilty.event;
    const timed = headers.has("timestamp") ? headers : new Map([...headers, ["timestamp", String(batch.time)]]);
    const refusal = { reason, place: at, edge: `${name}.${guilty.input}`, tries, time: this.#context.clock.now() };
    batch.add(poison.to, deadLetter({ body, headers: timed }, refusal, poison.as?.[guilty.input]));
    this.#context.count("deadLetters");
    this.#context.log.once(`failed ${at}`, `to ${poison.to}: ${reason}`, fields);
  }

  /** Tries a batch, and leaves nothing of it. */
  #attempt(times: Times): Attempt {
    return async (inputs) => {
      if (this.#stopping.aborted) throw new Error("the program was stopped");
      try {
        await this.#run(inputs, times);
        return null;
      } catch (error) {
        return { error };
      } finally {
        this.#kept.reset();
      }
    };
  }

  async #run(inputs: BatchInputs, times: Times): Promise<Computed> {
    const emit: Record<string, unknown[]> = {};
    for (const name of Object.keys(this.#stream.outputs)) emit[name] = [];
    const batch = new BatchUnderWay(times);
    const { probe, batch: plain, watched = plain } = this.#stream;
    const compute = probe?.begin() === true ? watched : plain;
    const computing = compute(inputs, emit, this.#kept.objects, batch);
    if (computing !== undefined) await computing;
    probe?.end();
    if (probe !== undefined) batch.take(probe.counts);
    return { batch, emit };
  }

  #ended(guilty: Guilty | null, error: unknown): BatchFailed {
    const { name, poison } = this.#stream;
    const cause = guilty?.error ?? error;
    const fields = {
      ...(guilty === null ? {} : identityOf(name, guilty)),
      outcome: "the stream ends, the rest of the program goes on",
      ...(guilty === null || poison !== undefined ? {} : { help: HELP }),
    };
    return new BatchFailed(messageOf(cause), this.#placeOf(cause), fields, cause);
  }

  #placeOf(error: unknown): string {
    return placeOf(error) ?? this.#stream.place;
  }
}

/** The events of a batch, by input. */
export function inputsOf(slices: ReadonlyMap<string, { readonly events: readonly Event[] }>): BatchInputs {
  const inputs: Record<string, readonly Event[]> = {};
  for (const [name, slice] of slices) inputs[name] = slice.events;
  return inputs;
}
