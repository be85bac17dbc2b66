import type { StateObject } from "../../state/state-object.ts";
import type { AnyInput, AnyOutput, Named, Stream, StreamDefinition } from "./stream.ts";
import { StreamRun } from "./stream-run.ts";

/** Declares a stream; nothing is opened before `run`. */
export function stream<
  I extends Named<AnyInput>,
  O extends Named<AnyOutput>,
  // biome-ignore lint/complexity/noBannedTypes: a stream without state has none to name.
  S extends Named<StateObject> = {},
>(definition: StreamDefinition<I, O, S>): Stream {
  const newRun: Stream["newRun"] = (declared, services, batches) => new StreamRun(declared, services, batches);
  return { ...(definition as unknown as Omit<Stream, "newRun">), newRun };
}
