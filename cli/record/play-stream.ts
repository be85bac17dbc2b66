import type { Event } from "../../runtime/contract/event.ts";
import type { OpenInput } from "../../runtime/engine/stream/input.ts";
import type { AnyInput, Batch, Stream } from "../../runtime/engine/stream/stream.ts";
import { isTopicUser } from "../../runtime/engine/topic/topic-user.ts";
import type { RecordedEvent } from "./recorded-value.ts";
import type { RecordedBatch } from "./recording.ts";

/** What a stream is played from. */
export interface StreamScore {
  /** Its own, in order. */
  readonly batches: readonly RecordedBatch[];
  /** Topics that the program itself writes. */
  readonly written: ReadonlySet<object>;
  now(): number;
  read(events: readonly RecordedEvent[]): readonly Event[];
}

/** Plays to a stream the batches that it had. */
export class StreamPlayer {
  readonly #stream: Stream;
  readonly #score: StreamScore;
  readonly #byTime: ReadonlyMap<number, RecordedBatch>;
  /** The batch of the recording that the events of a slice are. */
  readonly #played = new WeakMap<readonly Event[], RecordedBatch>();
  /** Batches that no slice has had yet. */
  #left: number;
  /** Batches with events that had another time in the recording. */
  shifted = 0;

  constructor(stream: Stream, score: StreamScore) {
    this.#stream = stream;
    this.#score = score;
    this.#byTime = new Map(score.batches.map((one) => [one.time, one]));
    this.#left = score.batches.length;
  }

  /** Whether batches are left that come at their times alone, as `lastDue` has it. */
  get hasLeft(): boolean {
    return this.#isOfTopics && this.#left > 0;
  }

  /** Its name where it went on from batches of an earlier run, whose state is not there. */
  get resumed(): string | null {
    const [first] = this.#score.batches;
    const { name, every } = this.#stream;
    return first !== undefined && first.time - first.zero > every ? name : null;
  }

  /** When its last batch is due of those that come at their times alone: a drain takes nothing more out of topics. 0 for none. */
  get lastDue(): number {
    return this.#isOfTopics ? (this.#score.batches.at(-1)?.time ?? 0) : 0;
  }

  get #isOfTopics(): boolean {
    return Object.values(this.#stream.inputs).every(isTopicUser);
  }

  /** When the batch behind its last one would be due; 0 where it has none. */
  get nextDue(): number {
    const last = this.#score.batches.at(-1);
    return last === undefined ? 0 : last.time + this.#stream.every;
  }

  /** The stream as it is to run. */
  get stream(): Stream {
    const inputs = Object.entries(this.#stream.inputs).map(
      ([name, input]) => [name, this.#input(name, input)] as const,
    );
    let last: { readonly time: number; readonly recorded: RecordedBatch | undefined } | null = null;
    return {
      ...this.#stream,
      inputs: Object.fromEntries(inputs),
      batch: (given, emit, state, batch) => {
        const { time } = batch;
        const isNew = time !== last?.time;
        // One that is tried again, or in parts, has the same time.
        if (isNew) last = { time, recorded: this.#recorded(given, time) };
        const recorded = last?.recorded;
        if (recorded !== undefined) Object.assign(batch, { time: recorded.time, zeroTime: recorded.zero });
        else if (Object.values(given).every((events) => events.length === 0)) return this.#skip(batch);
        else if (isNew) this.shifted += 1;
        return this.#stream.batch(given, emit, state, batch);
      },
    };
  }

  /**
   * What a batch of that time is in the recording. Without state nothing depends on its time, and a program that catches up
   * has had its batches between the times that the interval gives.
   */
  #recorded(given: Readonly<Record<string, readonly Event[]>>, time: number): RecordedBatch | undefined {
    const recorded = this.#byTime.get(time);
    if (recorded !== undefined || this.#stream.state !== undefined) return recorded;
    return Object.values(given)
      .map((events) => this.#played.get(events))
      .find((one) => one !== undefined);
  }

  /** There was no such batch. */
  #skip(batch: Batch): void {
    for (const output of Object.keys(this.#stream.outputs)) batch.skip(output);
  }

  #input(name: string, input: AnyInput): AnyInput {
    const { batches, written, now, read } = this.#score;
    const played = this.#played;
    const tell = (left: number) => {
      this.#left = Math.min(this.#left, left);
    };
    const isTopic = isTopicUser(input);
    // What the program itself puts there is read as well, and left: the batches are those of the recording.
    const isOwn = isTopic ? written.has(input.topic) : !("source" in input);
    return {
      ...input,
      async open(setting) {
        const own = isOwn ? await input.open(setting) : null;
        const { draining } = setting.services;
        let next = 0;
        const isDue = () => next < batches.length && batches[next]!.time <= now();
        const isOver = () =>
          next === batches.length && (draining.aborted || batches.at(-1)?.over.includes(name) === true);
        return {
          start: () => own?.start(),
          async nextSlice() {
            const slice = await own?.nextSlice();
            await slice?.commit();
            const first = next;
            // One batch each, as they were; what is left when the program drains comes together.
            if (draining.aborted) next = batches.length;
            else if (isDue()) next += 1;
            const events = batches.slice(first, next).flatMap(({ inputs }) => read(inputs[name] ?? []));
            if (next === first + 1) played.set(events, batches[first]!);
            tell(batches.length - next);
            return { events, position: null, hasMoved: next > first, async commit() {}, async rollback() {} };
          },
          get ended() {
            return isOver() && own?.ended !== false;
          },
          get isCaughtUp() {
            return this.ended;
          },
          get isBehind() {
            return isDue();
          },
          perishable: !isTopic,
          unwritten: 0,
          stop: async () => own?.stop(),
          close: async () => own?.close(),
        } satisfies OpenInput<unknown>;
      },
    };
  }
}
