import type { Log } from "../../contract/log.ts";
import type { BegunBatch } from "../../state/manifest.ts";
import { type FormedBatch, rollback } from "./formed-batch.ts";
import type { BatchSlice, OpenInput } from "./input.ts";

/**
 * Forms a batch that an earlier process had begun: with the same events. `inputs` are by the names that their positions
 * are kept under. Null where an input cannot give them, or `signal` was aborted before it could.
 */
export async function formAgain(
  { id, time, last = time, inputs: positions }: BegunBatch,
  inputs: ReadonlyMap<string, { readonly name: string; readonly input: OpenInput<unknown> }>,
  { place, log, signal }: { readonly place: string; readonly log: Log; readonly signal: AbortSignal },
): Promise<FormedBatch | null> {
  const fields = { time: new Date(time).toISOString(), place };
  const slices = new Map<string, BatchSlice<unknown>>();
  for (const [keptAs, { name, input }] of inputs) {
    const position = positions.get(keptAs);
    const slice = position === undefined ? null : await input.sliceUpTo?.(position, signal);
    if (slice == null) {
      await rollback({ slices });
      if (!signal.aborted) {
        log.warn("cannot read again what the batch under way had: outputs may have some of it twice", fields);
      }
      return null;
    }
    slices.set(name, slice);
  }
  log.info("repeats the batch that was under way", fields);
  return { id, time, last, slices };
}
