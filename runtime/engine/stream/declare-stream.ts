import type { StateObject } from "../../state/state-object.ts";
import { KeptState } from "./kept-state.ts";
import type { AnyInput, AnyOutput, Named, Stream, StreamDefinition } from "./stream.ts";
import { StreamRun } from "./stream-run.ts";
import { NO_STATE } from "./stream-state.ts";

/** Declares a stream that keeps nothing between batches; nothing is opened before `run`. */
export function stream<I extends Named<AnyInput>, O extends Named<AnyOutput>>(
  definition: StreamDefinition<I, O, Record<string, never>> & { readonly state?: never },
): Stream {
  const newRun: Stream["newRun"] = (declared, services, batches) =>
    new StreamRun(declared, services, batches, NO_STATE);
  return { ...(definition as unknown as Omit<Stream, "newRun">), newRun };
}

/** The same of a stream that has `state`. A program without one does not carry what saves and restores that. */
export function statefulStream<I extends Named<AnyInput>, O extends Named<AnyOutput>, S extends Named<StateObject>>(
  definition: StreamDefinition<I, O, S> & { state(): S },
): Stream {
  const newRun: Stream["newRun"] = (declared, services, batches) =>
    new StreamRun(declared, services, batches, new KeptState(declared, services));
  return { ...(definition as unknown as Omit<Stream, "newRun">), newRun };
}
