import type { Event } from "../contract/event.ts";
import type { Failure } from "../contract/failure.ts";
import type { OperatorCount } from "./probe/operator-count.ts";

/** What is told of the steps of a wire or stream once a batch is done. */
export interface StepCounts {
  rejected(operator: string, times?: number): void;
  dropped(operator: string, failure?: Failure, times?: number): void;
  /** Elements that an operator was given, and that it gave; and the time that it took, where that is known. */
  passed(operator: string, given: number, gave: number, seconds: number): void;
  /** The first events that an operator gave, where somebody looks, and how many more it gave. */
  shown(operator: string, events: readonly Event[], more: number): void;
}

interface Passed {
  readonly id: string;
  readonly in: number;
  readonly out: number;
  readonly seconds: number;
  readonly shown: readonly unknown[] | null;
}

/**
 * What the steps of a wire or stream count while they work on a batch. It is told when the batch is done, and not
 * before: a batch that fails is tried again, and its events must count once.
 */
export class StepsUnderWay {
  #rejected: Map<string, number> | null = null;
  #dropped: Map<string, number> | null = null;
  #failures: { readonly operator: string; readonly failure: Failure }[] | null = null;
  #passed: readonly Passed[] = [];

  rejected(operator: string): void {
    this.#rejected ??= new Map();
    this.#rejected.set(operator, (this.#rejected.get(operator) ?? 0) + 1);
  }

  dropped(operator: string, failure?: Failure): void {
    if (failure !== undefined) {
      this.#failures ??= [];
      this.#failures.push({ operator, failure });
      return;
    }
    this.#dropped ??= new Map();
    this.#dropped.set(operator, (this.#dropped.get(operator) ?? 0) + 1);
  }

  /** Takes over what `operators` have counted in this batch. */
  take(operators: readonly OperatorCount[]): void {
    this.#passed = operators.map(({ id, in: given, out, seconds, shown }) => ({ id, in: given, out, seconds, shown }));
  }

  /** What an operator gave, as an event: on a wire it is one. */
  protected asEvent(given: unknown): Event {
    return given as Event;
  }

  tell(counts: StepCounts): void {
    for (const { id, in: given, out, seconds, shown } of this.#passed) {
      if (given > 0 || out > 0) counts.passed(id, given, out, seconds);
      if (shown !== null && out > 0) counts.shown(id, shown.map(this.asEvent, this), out - shown.length);
    }
    for (const [operator, times] of this.#rejected ?? []) counts.rejected(operator, times);
    for (const [operator, times] of this.#dropped ?? []) counts.dropped(operator, undefined, times);
    for (const { operator, failure } of this.#failures ?? []) counts.dropped(operator, failure);
  }
}
