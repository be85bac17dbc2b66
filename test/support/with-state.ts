import { statefulStream } from "../../runtime/engine/stream/declare-stream.ts";
import type { Named, Stream } from "../../runtime/engine/stream/stream.ts";
import type { StateObject } from "../../runtime/state/state-object.ts";

/** A stream that was declared without state, with some. */
export function withState(declared: Stream, state: () => Named<StateObject>): Stream {
  return statefulStream({ ...declared, state } as unknown as Parameters<typeof statefulStream>[0]);
}
