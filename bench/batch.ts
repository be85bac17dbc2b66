import type { Event, Stream } from "sluice/runtime";
import { visitorSymbol } from "../runtime/program/visitor.ts";

/** Runs one batch over the lines of each input; gives what arrives at the stream's output. */
export type RunBatch = (...lines: readonly (readonly Event<string>[])[]) => unknown[];

/** The batch function of the stream `name` of a bundled program that reads lines, perhaps of a param `path`. */
export async function loadBatch(module: string, name: string): Promise<RunBatch> {
  process.argv.splice(2, process.argv.length, "--set", "path=/dev/null");
  // A program that runs ends the process with itself, before anything is measured: it waits for a visitor instead.
  (globalThis as { [visitorSymbol]?: () => void })[visitorSymbol] = () => {};
  const stream = ((await import(module)) as Record<string, Stream>)[name];
  if (stream === undefined) throw new Error(`${module} has no stream ${name}`);
  const inputs = Object.keys(stream.inputs);
  const output = Object.keys(stream.outputs)[0] ?? "";
  return (...lines) => {
    const emitted: unknown[] = [];
    stream.batch(
      Object.fromEntries(inputs.map((input, index) => [input, lines[index] ?? []])),
      { [output]: emitted },
      {},
      noBatch,
    );
    return emitted;
  };
}

const noBatch = {
  time: 0,
  zeroTime: 0,
  rejected() {},
  dropped() {},
  reject() {},
  skip() {},
};
