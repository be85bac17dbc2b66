/** A program as the compiler writes it, for the tests that run one in a process of its own. */
import {
  agent,
  ComponentError,
  event,
  fromSource,
  memory,
  param,
  run,
  type Sink,
  type Source,
  secret,
  stream,
  t,
} from "../../../runtime/index.ts";

const size = param("size", t.int, "child.flow:1:7", () => 10);
const mode = param(
  "mode",
  t.literal("run", "endless", "stuck", "broken", "port", "leak"),
  "child.flow:2:7",
  () => "run",
);
const password = secret("password", "child.flow:3:8", () => null);

function declared(name: string) {
  return { name, place: "child.flow:9:3", element: t.string };
}

function numbers(): Source<string> {
  let draining: AbortSignal;
  return {
    async open(context) {
      draining = context.draining;
      if (mode === "port") throw new ComponentError(declared("a1.r1"), "port 44444 is in use");
      if (mode === "leak") console.log(String(password), JSON.stringify({ password }), password.reveal());
    },
    async run(output) {
      for (let number = 0; mode === "run" ? number < size : !draining.aborted; number += size) {
        await output.put(Array.from({ length: size }, (_, index) => event(String(number + index))));
      }
    },
    async close() {},
  };
}

function lines(): Sink<string> {
  return {
    batchSize: 1000,
    async open() {},
    async write(events) {
      if (mode === "stuck") throw new Error("never works");
      if (mode === "run") for (const { body } of events) process.stdout.write(`${body}\n`);
    },
    async close() {
      process.stdout.write("closed\n");
    },
  };
}

/** A source that has nothing to say. */
function silence(): Source<string> {
  let draining: AbortSignal;
  return {
    async open(context) {
      draining = context.draining;
    },
    run: () =>
      new Promise((resolve) => {
        draining.addEventListener("abort", () => resolve(), { once: true });
      }),
    async close() {},
  };
}

function nowhere(): Sink<string> {
  return { batchSize: 1, async open() {}, async write() {}, async close() {} };
}

const a1 = agent({
  name: "a1",
  place: "child.flow:8:7",
  sources: { r1: numbers() },
  channels: { c1: memory<string>({}, declared("a1.c1")) },
  sinks: { k1: lines() },
  flows: [
    { from: "r1", to: ["c1"], optional: [], rejects: [], place: "child.flow:12:3" },
    { from: "c1", to: ["k1"], optional: [], rejects: [], place: "child.flow:12:3" },
  ],
});

const s1 = stream({
  name: "s1",
  place: "child.flow:20:8",
  every: 50,
  inputs: { ticks: fromSource(silence()) },
  outputs: { out: nowhere() },
  batch() {
    if (mode === "broken") throw new RangeError("out of range");
    process.stdout.write("batch\n");
  },
});

await run({ file: "child.flow", agents: [a1], streams: [s1] }, process.argv.slice(2));
