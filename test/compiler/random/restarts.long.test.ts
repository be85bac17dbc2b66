/**
 * Programs that a generator writes, whose streams are stopped and started again between any two batches, with hardly any of
 * their state in memory: what comes out is what an undisturbed run gives. `SEED=1000 CASES=500` tries others, and more.
 */
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../../cli/program/bundle.ts";
import { compile, createCache } from "../../../compiler/compile.ts";
import { event } from "../../../runtime/contract/event.ts";
import type { Stream } from "../../../runtime/engine/stream/stream.ts";
import type { Program } from "../../../runtime/program/program.ts";
import { visitorSymbol } from "../../../runtime/program/visitor.ts";
import { stateFiles } from "../../../runtime/state/state-files.ts";
import type { StateObject } from "../../../runtime/state/state-object.ts";
import { StateStore } from "../../../runtime/state/state-store.ts";
import { StateTable } from "../../../runtime/state/state-table.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { firstSeed, sampleSize } from "../../support/sample-size.ts";
import { linkPackage } from "../../support/tests-of.ts";
import { type Choices, seeded } from "./choices.ts";
import { computedStream } from "./oracle/stream.ts";

const count = sampleSize(5, 10_000);
const cache = createCache();

type Objects = Readonly<Record<string, StateObject>>;
type Batch = Readonly<Record<string, readonly unknown[]>>;

/** How state gets from one batch to the next: gives the objects of the next batch. */
interface Keeper {
  next(): Promise<Objects>;
  end(time: number): Promise<void>;
}

describe("random programs that are restarted between any two batches", function () {
  this.timeout(60_000 + count * 10_000);

  it("give what they give undisturbed", async () => {
    let stateful = 0;
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const choices = seeded(seed);
      const text = computedStream(choices);
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-restarts-")));
      try {
        const stream = await streamOf(text, folder);
        if (stream.state === undefined) continue;
        stateful += 1;
        const batches = Array.from({ length: 6 }, () => randomBatch(choices));
        const expected = await outputsOf(stream, batches, undisturbed(stream.state));
        const restarted = await outputsOf(stream, batches, restarting(stream.state, folder));
        assert.deepEqual(restarted, expected, `seed ${seed}\n${text}`);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
    assert.ok(stateful > 0, "no program keeps anything");
  });
});

/** The stream of a program as it is compiled to run. */
async function streamOf(text: string, folder: string): Promise<Stream> {
  const entry = join(folder, "input.flow");
  const { output } = await compile(memoryHost({ [entry]: text }), entry, { cache, purpose: "run" });
  assert.ok(output, text);
  const file = join(folder, "program.mjs");
  // Node keeps every module that it has loaded: the library is shared.
  linkPackage(folder);
  writeFileSync(file, (await bundle(output, entry, { library: "outside" })).code);
  const { argv } = process;
  const visited: Program[] = [];
  const visitors = globalThis as { [visitorSymbol]?: ((program: Program) => void) | undefined };
  try {
    process.argv = [process.execPath, file];
    visitors[visitorSymbol] = (program) => void visited.push(program);
    await import(pathToFileURL(file).href);
  } finally {
    process.argv = argv;
    visitors[visitorSymbol] = undefined;
  }
  return visited[0]!.streams![0]!;
}

function randomBatch(choices: Choices): Batch {
  const list = (element: () => unknown) => Array.from({ length: choices.below(6) }, element);
  return {
    numbers: list(() => choices.below(7) - 2),
    lines: list(() => choices.pick(["a", "b", "a b", "b c a", "", "12"])),
  };
}

/** What comes out of each batch, by output. */
async function outputsOf(stream: Stream, batches: readonly Batch[], keeper: Keeper): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const [index, batch] of batches.entries()) {
    const time = (index + 1) * 1000;
    const emitted = Object.fromEntries(Object.keys(stream.outputs).map((name): [string, unknown[]] => [name, []]));
    const inputs = Object.keys(stream.inputs).map((name) => [name, (batch[name] ?? []).map((body) => event(body))]);
    const none = () => {};
    const context = { time, zeroTime: 0, rejected: none, dropped: none, reject: none, skip: none };
    await stream.batch(Object.fromEntries(inputs), emitted, await keeper.next(), context as never);
    await keeper.end(time);
    seen.push(emitted);
  }
  return seen;
}

function undisturbed(state: () => Objects): Keeper {
  const objects = state();
  const tables = Object.values(objects).map((object) => {
    const table = new StateTable(object.shape);
    object.attach(table);
    return table;
  });
  return {
    next: async () => objects,
    async end() {
      for (const table of tables) table.settle();
    },
  };
}

function restarting(state: () => Objects, directory: string): Keeper {
  let store: StateStore | null = null;
  return {
    async next() {
      const objects = state();
      store = await StateStore.open({
        files: stateFiles(directory, "p", "s"),
        stream: "s",
        shapes: new Map(Object.entries(objects).map(([name, { shape }]) => [name, shape])),
        discard: new Set(),
        segmentBytes: 500,
        memory: { limit: 1, used: 0 },
      });
      for (const [name, object] of Object.entries(objects)) object.attach(store.table(name));
      return objects;
    },
    async end(time) {
      await store!.commit({ every: 1000, zeroTime: 0, time, inputs: new Map() });
      await store!.close();
    },
  };
}
