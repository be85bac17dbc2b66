import type { Event } from "../../contract/event.ts";
import type { Failure } from "../../contract/failure.ts";
import { rejected } from "../../value/rejected.ts";
import { StepsUnderWay } from "../steps-under-way.ts";
import type { Batch } from "./stream.ts";

/** When a batch is. */
export interface Times {
  readonly time: number;
  readonly zeroTime: number;
  /** The input has ended before it. */
  readonly isRest?: boolean;
}

/** A batch while its function runs, and what that function asked for. */
export class BatchUnderWay extends StepsUnderWay implements Batch {
  readonly time: number;
  readonly zeroTime: number;
  readonly isRest: boolean;
  readonly skipped = new Set<string>();
  readonly rejects = new Map<string, Event[]>();

  constructor({ time, zeroTime, isRest = false }: Times) {
    super();
    this.time = time;
    this.zeroTime = zeroTime;
    this.isRest = isRest;
  }

  reject(output: string, body: unknown, failure: Failure): void {
    this.add(output, rejected(this.asEvent(body), failure));
  }

  /** A body with the time of the batch. */
  protected override asEvent(body: unknown): Event {
    return { body, headers: new Map([["timestamp", String(this.time)]]) };
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
}
