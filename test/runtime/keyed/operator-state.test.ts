import assert from "node:assert/strict";
import type { Context } from "../../../runtime/contract/context.ts";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { StatefulOperator } from "../../../runtime/contract/stateful-operator.ts";
import { statefulStream } from "../../../runtime/engine/stream/declare-stream.ts";
import { fromTopic } from "../../../runtime/engine/stream/from-topic.ts";
import { OperatorState } from "../../../runtime/keyed/operator-state.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { batchSink } from "../../support/memory-endpoints.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { startTestProgram } from "../../support/test-program.ts";

type Seen = { readonly times: number; readonly at: number };
type Counting = StatefulOperator<string, string, Seen, string>;

describe("an operator with a module that keeps state", () => {
  const folder = tempFolders();
  const declared = { name: "words", place: "s.flow:1:7", element: t.string };
  const clock = manualClock(10_500);

  /** Runs so many batches of a stream with this operator over what the topic has; the words that end "!" fail a batch. */
  async function run(dataDir: string, make: () => Counting, words: readonly string[], batches = 1) {
    const topic = embedded<string>({}, declared);
    await topic.open(testContext({ dataDir }));
    await topic.append(words.map((word) => event(word)));
    await topic.close();
    const out = batchSink<string>();
    const counting = statefulStream({
      name: "counting",
      place: "s.flow:2:8",
      every: 1000,
      poison: "drop",
      inputs: { words: fromTopic(embedded<string>({}, declared), { group: "counting", startAt: "earliest" }) },
      outputs: { out },
      state: () => ({
        seen: new OperatorState<string, string, Seen, string>({
          kind: "counting",
          key: t.string,
          state: t.record({ times: t.int, at: t.timestamp }),
          make,
        }),
      }),
      async batch({ words }, emit, { seen }, batch) {
        const elements = words.map(({ body }) => body);
        for (const result of await seen.advance(batch, elements)) emit.out.push(result);
        if (elements.some((word) => word.endsWith("!"))) throw new Error("loud");
      },
    });
    const program = await startTestProgram({ streams: [counting] }, { clock, dataDir, batches });
    await clock.advance(1000 * batches);
    assert.equal(await program.ended, true);
    return out.batches.map(({ elements }) => elements);
  }

  const counting = (told: string[] = []): Counting => ({
    async open(context: Context) {
      told.push(`open ${context.clock.now() >= 10_500}`);
    },
    batch(words, { state, time }) {
      return words.map((word) => {
        const times = (state.get(word)?.times ?? 0) + 1;
        state.set(word, { times, at: time });
        return `${word} ${times} of ${state.size}`;
      });
    },
    async close() {
      told.push("close");
    },
  });

  it("finds its state again in another run, and is opened and closed once in each", async () => {
    const dataDir = folder();
    const told: string[] = [];
    assert.deepEqual(await run(dataDir, () => counting(told), ["a", "b", "a"]), [["a 1 of 1", "b 1 of 2", "a 2 of 2"]]);
    assert.deepEqual(told.splice(0), ["open true", "close"]);
    assert.deepEqual((await run(dataDir, () => counting(told), ["a", "c"])).flat(), ["a 3 of 2", "c 1 of 3"]);
    assert.deepEqual(told, ["open true", "close"]);
  });

  it("has nothing in its state of a batch that failed, and stays open", async () => {
    const told: string[] = [];
    assert.deepEqual(await run(folder(), () => counting(told), ["a", "b!", "a"]), [["a 1 of 1", "a 2 of 1"]]);
    assert.deepEqual(told, ["open true", "close"]);
  });

  it("ends the program where it does not open", async () => {
    const make = (): Counting => ({ ...counting(), open: () => Promise.reject(new Error("no such table")) });
    await assert.rejects(run(folder(), make, ["a"]), /no such table/);
  });

  it("lists its keys in the order in which they came, and forgets them", async () => {
    const make = (): Counting => ({
      batch(words, { state, time }) {
        for (const word of words) {
          if (word === "forget") state.remove("b");
          else state.set(word, { times: 1, at: time });
        }
        state.remove("nobody");
        return [[...state.entries()].map(([word, { times }]) => `${word}${times}`).join()];
      },
    });
    assert.deepEqual(await run(folder(), make, ["c", "b", "a", "forget", "c"]), [["c1,a1"]]);
  });

  it("is not let to change a state in place, which would not be saved", async () => {
    const state = { times: 1, at: 0, deep: { parts: [1] } };
    const table = new OperatorState<string, string, typeof state, string>({
      kind: "k",
      key: t.string,
      state: t.int,
      make: () => ({
        batch(_words, { state: kept }) {
          kept.set("a", state);
          (kept.get("a") as typeof state).deep.parts.push(2);
          return [];
        },
      }),
    });
    await table.open(testContext({}));
    await assert.rejects(table.advance({ time: 0 }, []), TypeError);
  });

  it("is given the elements of other streams behind its batch", async () => {
    const state = new OperatorState<string, string, number, string, [number, boolean]>({
      kind: "k",
      key: t.string,
      state: t.int,
      make: () => ({
        batch: (words, { time }, numbers, flags) => [`${words} ${numbers} ${flags} at ${time}`],
      }),
    });
    await state.open(testContext({}));
    assert.deepEqual(await state.advance({ time: 7 }, ["a"], [1, 2], [true]), ["a 1,2 true at 7"]);
  });
});
