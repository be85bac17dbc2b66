import type { Context } from "../../contract/context.ts";
import { PoisonedEventError } from "../../contract/errors.ts";
import { messageOf } from "../../contract/message-of.ts";
import type { Output, Source } from "../../contract/source.ts";
import type { FailureLog } from "../../log/failure-log.ts";
import { placeOf } from "../../log/place.ts";
import { backOff } from "../../system/back-off.ts";
import { shownFailures } from "../shown-failures.ts";

/** An output that knows how many puts it has taken, and which failure of one it has logged itself. */
export interface CountedOutput<T> extends Output<T> {
  readonly puts: number;
  /** The last error that it has logged and counted; null when there is none. */
  readonly told: unknown;
}

/**
 * Runs an opened source to its end: again after a back-off when it rejects, until it resolves or the program
 * drains. The back-off starts again once something was delivered. Rejects where an event cannot pass: each run would meet it.
 */
export async function runSource<T>(
  source: Source<T>,
  output: CountedOutput<T>,
  context: Context,
  declarationPlace: string,
): Promise<void> {
  const failing = shownFailures(context);
  let failures = 0;
  for (;;) {
    const puts = output.puts;
    try {
      return await source.run(failures === 0 ? output : telling(output, failing));
    } catch (error) {
      if (error instanceof PoisonedEventError) throw error;
      failures = output.puts > puts ? 1 : failures + 1;
      const place = placeOf(error) ?? declarationPlace;
      const again = backOff(failures);
      if (error !== output.told) {
        context.count("failed");
        failing.failed(messageOf(error), { place, again: `${again}ms` });
      }
      if (context.draining.aborted) return;
      await context.clock.sleep(again, context.draining);
      if (context.draining.aborted) return;
    }
  }
}

/** `output` while a source is on trial: the first put that works says that the source has recovered. */
function telling<T>(output: Output<T>, failing: FailureLog): Output<T> {
  return {
    batchSize: output.batchSize,
    async put(events) {
      await output.put(events);
      failing.succeeded();
    },
  };
}
