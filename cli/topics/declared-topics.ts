import type { StoreAddress } from "../console/request.ts";
import { visitProgram } from "../inspect/visit-program.ts";

type Topics = NonNullable<StoreAddress["declared"]>;

/**
 * The topics that the program of `entry` declares, as the program itself makes them; they are not open. Null when it
 * has errors, which have been shown then. `args` are those of `sluice run`: values of params, the data directory.
 */
export async function declaredTopics(entry: string, args: readonly string[]): Promise<Topics | null> {
  let topics: Topics = [];
  const isVisited = await visitProgram(entry, { args, purpose: "run" }, (program) => {
    topics = program.topics ?? [];
  });
  return isVisited ? topics : null;
}
