import assert from "node:assert/strict";
import { Recorder } from "../../../cli/record/recorder.ts";
import type { Entry } from "../../../cli/record/recording.ts";
import type { OpenInput } from "../../../runtime/engine/stream/input.ts";
import type { Stream } from "../../../runtime/engine/stream/stream.ts";

describe("a recorder", () => {
  const realNow = Date.now;

  afterEach(() => {
    Date.now = realNow;
  });

  it("puts the start no later than the moment that batches are counted from", async () => {
    const entries: Entry[] = [];
    const recorder = new Recorder({ add: (entry) => void entries.push(entry) }, { masked: new Set(), seed: "" });
    const opened = { start() {} } as OpenInput<unknown>;
    const declared = { name: "s", outputs: {}, inputs: { words: { open: async () => opened } } } as unknown as Stream;
    const { streams } = recorder.shim({ file: "a.flow", streams: [declared] }, {} as never);
    const setting = { services: { draining: new AbortController().signal } };
    Date.now = () => 1_999;
    const input = await streams![0]!.inputs["words"]!.open(setting as never);
    // Time passes between opening an input and starting it.
    Date.now = () => 2_000;
    input.start();
    assert.deepEqual(entries, [{ at: 1_999, start: true }]);
  });
});
