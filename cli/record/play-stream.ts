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
  /** Batches with events that had another time in the recording. */
  shifted = 0;

  constructor(stream: Stream, score: StreamScore) {
    this.#stream = stream;
    this.#score = score;
    this.#byTime = new Map(score.batches.map((one) => [one.time, one]));
  }

  /** Its name where it went on from batches of an earlier run, whose state is not there. */
  get resumed(): string | null {
    const [first] = this.#score.batches;
    const { name, every } = this.#stream;
    return first !== undefined && first.time - first.zero > every ? name : null;
  }

  /** When its last batch is due of those that come at their times alone: a drain takes nothing more out of topics. 0 for none. */
  get lastDue(): number {
    const isOfTopics = Object.values(this.#stream.inputs).every(isTopicUser);
    return isOfTopics ? (this.#score.batches.at(-1)?.time ?? 0) : 0;
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
    let last: number | null = null;
    return {
      ...this.#stream,
      inputs: Object.fromEntries(inputs),
      batch: (given, emit, state, batch) => {
        const recorded = this.#byTime.get(batch.time);
        const isNew = batch.time !== last;
        last = batch.time;
        if (recorded !== undefined) Object.assign(batch, { zeroTime: recorded.zero });
        else if (Object.values(given).every((events) => events.length === 0)) return this.#skip(batch);
        else if (isNew) this.shifted += 1;
        return this.#stream.batch(given, emit, state, batch);
      },
    };
  }

  /** There was no such batch. */
  #skip(batch: Batch): void {
    for (const output of Object.keys(this.#stream.outputs)) batch.skip(output);
  }

  #input(name: string, input: AnyInput): AnyInput {
    const { batches, written, now, read } = this.#score;
    const isTopic = isTopicUser(input);
    // What the program itself puts there is read as well, and left: the batches are those of the recording.
    const isOwn = isTopic ? written.has(input.topic) : !("source" in input);
    return {
      ...input,
      async open(setting) {
        const own = isOwn ? await input.open(setting) : null;
        const { draining } = setting.services;
        let next = 0;
        const isOver = () =>
          next === batches.length && (draining.aborted || batches.at(-1)?.over.includes(name) === true);
        return {
          start: () => own?.start(),
          async nextSlice() {
            const slice = await own?.nextSlice();
            await slice?.commit();
            const first = next;
            while (next < batches.length && (draining.aborted || batches[next]!.time <= now())) next += 1;
            const events = batches.slice(first, next).flatMap(({ inputs }) => read(inputs[name] ?? []));
            return { events, position: null, async commit() {}, async rollback() {} };
          },
          get ended() {
            return isOver() && own?.ended !== false;
          },
          get isCaughtUp() {
            return this.ended;
          },
          isBehind: false,
          perishable: !isTopic,
          unwritten: 0,
          stop: async () => own?.stop(),
          close: async () => own?.close(),
        } satisfies OpenInput<unknown>;
      },
    };
  }
}
