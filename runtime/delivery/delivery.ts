import type { Context } from "../contract/context.ts";
import { PoisonedEventError, RejectedEventError } from "../contract/errors.ts";
import type { Event } from "../contract/event.ts";
import { messageOf } from "../contract/message-of.ts";
import type { Sink } from "../contract/sink.ts";
import type { FailureLog } from "../log/failure-log.ts";
import { placeOf } from "../log/place.ts";
import { backOff } from "../system/back-off.ts";
import type { DeadLetters } from "./dead-letters.ts";

/** What a delivery is told once. */
export interface DeliverySetting {
  /** The target's own. */
  readonly context: Context;
  readonly failing: FailureLog;
  /** Where the target stands in the program. */
  readonly place: string;
  /** Aborted when the program stops at once. */
  readonly stopping: AbortSignal;
  /** Most events of one write. */
  readonly batchSize: number;
  /** Null where events wait until they are taken: an arrow without an `else`, rejects, and dead letters themselves. */
  readonly deadLetters: DeadLetters | null;
  /** The arrow in the program that an `else` could stand behind: `mem -> hd`. */
  readonly arrow?: string;
  /** Content that is refused rejects, whatever was written before: the caller knows what becomes of it. */
  readonly givesBackRefused?: boolean;
  /** Called when the target is out of reach for longer than its `retryFor`, and when a write has worked after that. */
  readonly outOfReach?: (isTooLong: boolean) => void;
  /** A batch is written in one piece, an empty one too: those who do not say which events they refuse refuse all. */
  readonly isWhole?: boolean;
}

/** Writes events; one write is one try. */
export type Write = (events: readonly Event[]) => Promise<void>;

interface Tried {
  readonly event: Event;
  /** How often its content was refused. */
  readonly tries: number;
}

/** Events that are tried together. */
interface DeliveryPart {
  readonly events: readonly Tried[];
  /** Refused before: there is a pause before the next try. */
  readonly after: unknown;
}

/**
 * Brings events to one target, in order, each once unless a write was done in part. What the target refuses as content
 * leaves by the way out: a refused batch is divided until the guilty events are alone, and the others are written. Of
 * several writes that are under way at once each has a delivery of its own.
 */
export class Delivery {
  readonly #setting: DeliverySetting;
  /** Writes that failed in a row. */
  #failures = 0;
  /** The same, since events last left by the way out. */
  #attempts = 0;
  #outOfReachSince: number | null = null;

  constructor(setting: DeliverySetting) {
    this.#setting = setting;
  }

  /**
   * Resolves when every event was written or has left. Rejects when the target failed and nothing of this call was done:
   * the caller may then give the events back, `pause`, and call again. With `isBegun` something was done before, so it
   * waits here instead, and rejects only when the program stops.
   */
  async deliver(events: readonly Event[], write: Write, isBegun = false): Promise<void> {
    if (events.length === 0 && !this.#setting.isWhole) return;
    if (events.length > this.#setting.batchSize)
      return this.#deliverAll(inParts(events, this.#setting), write, isBegun);
    try {
      await write(events);
    } catch (error) {
      await this.recover(events, error, write, isBegun);
      return;
    }
    this.written(events.length);
  }

  /** A way to write to `sink` that only ever rejects when the program stops. */
  persistent(sink: Pick<Sink<unknown>, "write">): (events: readonly Event[]) => Promise<void> {
    return async (events) => {
      await this.deliver(events, (part) => sink.write(part), true);
      this.committed();
    };
  }

  /** Goes on behind a write of `events` that failed with `error`; the same contract as `deliver`. */
  async recover(events: readonly Event[], error: unknown, write: Write, isBegun = false): Promise<void> {
    const first = events.map((event) => ({ event, tries: 0 }));
    const parts = await this.#after(first, error, !isBegun);
    const isStillWhole = parts.length === 1 && parts[0]?.events.length === first.length;
    await this.#deliverAll(parts, write, isBegun || !isStillWhole);
  }

  /** A write of so many events has worked. */
  written(events: number): void {
    this.#setting.context.count("written", events);
    this.#attempts = 0;
    if (this.#outOfReachSince !== null) this.#setting.outOfReach?.(false);
    this.#outOfReachSince = null;
  }

  /** What was delivered is given up where it comes from. */
  committed(): void {
    this.#failures = 0;
    // What has left has not been taken.
    if (this.#outOfReachSince === null) this.#setting.failing.succeeded();
  }

  get failing(): FailureLog {
    return this.#setting.failing;
  }

  /** Tells a failure and waits; longer with each in a row. */
  async pause(error: unknown): Promise<void> {
    const { context, failing, place, stopping, deadLetters, arrow } = this.#setting;
    this.#failures += 1;
    const again = backOff(this.#failures);
    context.count("failed");
    const isHeld = error instanceof RejectedEventError && deadLetters === null && arrow !== undefined;
    const isPoisoned = error instanceof PoisonedEventError;
    const message = messageOf(error);
    // Dead letters that are there do not take what stands before the step.
    const help = isPoisoned ? heldByStep(deadLetters === null ? arrow : undefined) : isHeld ? held(arrow) : null;
    failing.failed(help === null ? message : `${message}; ${help}`, {
      ...(isPoisoned ? error.fields : {}),
      place: placeOf(error) ?? place,
      again: `${again}ms`,
    });
    await context.clock.sleep(again, stopping);
  }

  async #deliverAll(waiting: readonly DeliveryPart[], write: Write, isBegun: boolean): Promise<void> {
    let begun = isBegun;
    let parts = waiting;
    for (let part = parts[0]; part !== undefined; part = parts[0]) {
      if (part.after !== null) {
        await this.pause(part.after);
        if (this.#setting.stopping.aborted) throw part.after;
      }
      const { events } = part;
      parts = parts.slice(1);
      try {
        await write(events.map(({ event }) => event));
      } catch (error) {
        const again = await this.#after(events, error, !begun);
        begun ||= sizeOf(again) < events.length;
        parts = [...again, ...parts];
        continue;
      }
      begun = true;
      this.#failures = 0;
      this.written(events.length);
    }
  }

  /** What is to be written behind a write that failed, in order. Rejects where the events may be given back. */
  async #after(all: readonly Tried[], error: unknown, isUntouched: boolean): Promise<readonly DeliveryPart[]> {
    const { deadLetters, givesBackRefused } = this.#setting;
    if (givesBackRefused === true && error instanceof RejectedEventError) throw error;
    const events = unwrittenOf(all, error);
    if (events.length < all.length) this.written(all.length - events.length);
    const mayGiveBack = isUntouched && events.length === all.length;
    if (deadLetters === null || !(error instanceof RejectedEventError)) {
      this.#attempts += 1;
      if (deadLetters !== null && this.#isOutOfReachTooLong(deadLetters.wayOut.retryFor)) {
        const reason = messageOf(error);
        this.#setting.context.count("failed");
        this.#setting.failing.failed(reason, { place: placeOf(error) ?? this.#setting.place });
        const leaving = events.map(({ event }) => ({ event, tries: this.#attempts }));
        await this.#leave(deadLetters, leaving, () => reason, error);
        return [];
      }
      if (mayGiveBack) throw error;
      return [{ events, after: error }];
    }
    this.#outOfReachSince = null;
    if (events.length === 0) return [];
    const guilty = guiltyOf(all, events, error) ?? (this.#setting.isWhole ? allOf(events, error) : null);
    if (guilty === null) {
      const middle = events.length >> 1;
      return [untried(events.slice(0, middle)), untried(events.slice(middle))];
    }
    return this.#divide(events, guilty, error, deadLetters);
  }

  async #divide(
    events: readonly Tried[],
    guilty: ReadonlyMap<number, string>,
    error: RejectedEventError,
    deadLetters: DeadLetters,
  ): Promise<readonly DeliveryPart[]> {
    const { retries } = deadLetters.wayOut;
    const tried = events.map(({ event, tries }, index) => ({ event, tries: tries + (guilty.has(index) ? 1 : 0) }));
    const leaving = [...guilty.keys()].flatMap((index) => (tried[index]!.tries > retries ? tried[index]! : []));
    const reasons = new Map([...guilty].map(([index, reason]) => [tried[index]!, reason]));
    if (leaving.length > 0) {
      await this.#leave(deadLetters, leaving, (one) => reasons.get(one)!, error);
    }
    const isLeaving = new Set(leaving);
    const left = tried.filter((one) => !isLeaving.has(one));
    const isToRetry = new Set([...reasons.keys()].filter((one) => !isLeaving.has(one)));
    const firstAgain = left.findIndex((one) => isToRetry.has(one));
    const { isWhole = false } = this.#setting;
    if (firstAgain === -1) return left.length === 0 && !isWhole ? [] : [untried(left)];
    deadLetters.retried(isToRetry.size);
    if (isWhole) return [{ events: left, after: error }];
    // What stands before it is not held up; what stands behind it has to wait, for the sake of order.
    const before = left.slice(0, firstAgain);
    const again = { events: left.slice(firstAgain), after: error };
    return before.length === 0 ? [again] : [untried(before), again];
  }

  async #leave(
    deadLetters: DeadLetters,
    leaving: readonly Tried[],
    reasonOf: (one: Tried) => string,
    error: unknown,
  ): Promise<void> {
    const place = placeOf(error) ?? this.#setting.place;
    await deadLetters.take(leaving.map((one) => ({ ...one, reason: reasonOf(one), place })));
    this.#failures = 0;
    this.#attempts = 0;
  }

  #isOutOfReachTooLong(retryFor: number | null): boolean {
    const now = this.#setting.context.clock.now();
    this.#outOfReachSince ??= now;
    const isTooLong = retryFor !== null && now - this.#outOfReachSince >= retryFor;
    if (isTooLong) this.#setting.outOfReach?.(true);
    return isTooLong;
  }
}

function heldByStep(arrow: string | undefined): string {
  const wayOut = arrow === undefined ? "" : `, or \`${arrow} else -> deadLetters\`,`;
  return `it waits, and all behind it; an \`else\` in that step${wayOut} lets such events out`;
}

function held(arrow: string): string {
  return `it waits, and all behind it; \`${arrow} else -> deadLetters\` (or \`else drop\`) lets refused events out`;
}

function untried(events: readonly Tried[]): DeliveryPart {
  return { events, after: null };
}

function inParts(events: readonly Event[], { batchSize }: DeliverySetting): DeliveryPart[] {
  const parts: DeliveryPart[] = [];
  for (let start = 0; start < events.length; start += batchSize) {
    parts.push(untried(events.slice(start, start + batchSize).map((event) => ({ event, tries: 0 }))));
  }
  return parts;
}

function sizeOf(parts: readonly DeliveryPart[]): number {
  return parts.reduce((sum, { events }) => sum + events.length, 0);
}

/** What a failed write has left of its events. */
function unwrittenOf(events: readonly Tried[], error: unknown): readonly Tried[] {
  if (!(error instanceof RejectedEventError) || error.unwritten === null) return events;
  const left = new Set(error.unwritten);
  return events.filter((_, index) => left.has(index));
}

/** Which of the events that are left were refused, and why; null where that is not known, and there is more than one. */
function guiltyOf(
  all: readonly Tried[],
  left: readonly Tried[],
  { indexes, reasons, message }: RejectedEventError,
): ReadonlyMap<number, string> | null {
  const refused = new Map((indexes ?? []).map((index, at) => [all[index], reasons?.[at] ?? message]));
  if (left.length === 1) return new Map([[0, refused.get(left[0]!) ?? message]]);
  const found = [...left.entries()].flatMap(([index, one]): [number, string][] => {
    const reason = refused.get(one);
    return reason === undefined ? [] : [[index, reason]];
  });
  return found.length === 0 ? null : new Map(found);
}

function allOf(events: readonly Tried[], { message }: RejectedEventError): ReadonlyMap<number, string> {
  return new Map([...events.keys()].map((index) => [index, message]));
}
