import type { Context } from "../../runtime/contract/context.ts";
import { KafkaError } from "./port.ts";

/** How long a coordinator may put the first join off, in ms. */
const START_LIMIT = 20_000;

/** Between two first joins, in ms, so that a coordinator that answers at once is not asked in a loop. */
const JOIN_PAUSE = 500;

/** Joins a group, again where a broker that has just come up reads its log before it takes members: "the coordinator is loading". */
export async function joinAtStart(context: Context, join: () => Promise<void>): Promise<void> {
  const late = context.clock.now() + START_LIMIT;
  for (;;) {
    try {
      return await join();
    } catch (error) {
      const cause = (error as Error).cause;
      const passes = cause instanceof KafkaError && cause.kind === "transient";
      if (!passes || context.draining.aborted || context.clock.now() >= late) throw error;
      await context.clock.sleep(JOIN_PAUSE, context.draining);
    }
  }
}
