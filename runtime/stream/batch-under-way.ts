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
  readonly #wire: WireContext;

  constructor(time: number, zeroTime: number, wire: WireContext) {
    this.time = time;
    this.zeroTime = zeroTime;
    this.#wire = wire;
  }

  rejected(operator: string): void {
    this.#wire.rejected(operator);
  }

  dropped(operator: string, failure?: Failure): void {
    this.#wire.dropped(operator, failure);
  }

  reject(output: string, body: unknown, failure: Failure): void {
    const event = rejected({ body, headers: new Map([["timestamp", String(this.time)]]) }, failure);
    const events = this.rejects.get(output);
    if (events === undefined) this.rejects.set(output, [event]);
    else events.push(event);
  }

  skip(output: string): void {
    this.skipped.add(output);
  }
}
