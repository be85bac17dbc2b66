import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event, Stream } from "sluice/runtime";

/** Runs one batch over lines; gives what arrives at the stream's output. */
export type RunBatch = (lines: readonly Event<string>[]) => unknown[];

/**
 * The batch function of the stream `name` of a bundled program that reads lines of `path`. The program runs when it is
 * imported: one batch of nothing, and it has ended.
 */
export async function loadBatch(module: string, name: string): Promise<RunBatch> {
  const data = join(tmpdir(), `sluice-bench-${process.pid}`);
  process.argv.splice(2, process.argv.length, "--batches", "1", "--set", "path=/dev/null", "--data-dir", data);
  const stream = ((await import(module)) as Record<string, Stream>)[name];
  if (stream === undefined) throw new Error(`${module} has no stream ${name}`);
  const input = Object.keys(stream.inputs)[0] ?? "";
  const output = Object.keys(stream.outputs)[0] ?? "";
  return (lines) => {
    const emitted: unknown[] = [];
    stream.batch({ [input]: lines }, { [output]: emitted }, {}, noBatch);
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
