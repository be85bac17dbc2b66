import type { Event } from "../event.ts";
import type { Failure } from "../failure.ts";
import { rejected } from "../rejected.ts";
import type { WireContext } from "../wire.ts";
import type { Batch } from "./stream.ts";

/** A batch while its function runs, and what that function asked for. */
export class BatchUnderWay implements Batch {
  readonly time: number;
  readonly zeroTime: number;
  readonly skipped = new Set<string>();
  readonly rejects = new Map<string, Event[]>();
  /** How often, by operator. */
  readonly #rejected = new Map<string, number>();
  readonly #dropped = new Map<string, number>();
  readonly #failures: { readonly operator: string; readonly failure: Failure }[] = [];

  constructor(time: number, zeroTime: number) {
    this.time = time;
    this.zeroTime = zeroTime;
  }

  rejected(operator: string): void {
    this.#rejected.set(operator, (this.#rejected.get(operator) ?? 0) + 1);
  }

  dropped(operator: string, failure?: Failure): void {
    if (failure !== undefined) this.#failures.push({ operator, failure });
    else this.#dropped.set(operator, (this.#dropped.get(operator) ?? 0) + 1);
  }

  reject(output: string, body: unknown, failure: Failure): void {
    this.add(output, rejected({ body, headers: new Map([["timestamp", String(this.time)]]) }, failure));
  }

  /** Writes an event to `output`, beside its elements. */
  add(output: string, event: Event): void {
    const events = this.rejects.get(output);
    if (events === undefined) this.rejects.set(output, [event]);
    else events.push(event);
  }

  skip(output: string): void {
    this.skipped.add(output);
  }

  /** Tells what was dropped and rejected; of a batch that fails nothing is told. */
  tell(wire: WireContext): void {
    for (const [operator, times] of this.#rejected) wire.rejected(operator, times);
    for (const [operator, times] of this.#dropped) wire.dropped(operator, undefined, times);
    for (const { operator, failure } of this.#failures) wire.dropped(operator, failure);
  }
}
