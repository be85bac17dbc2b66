import type { Sink } from "../../runtime/contract/sink.ts";
import { stream } from "../../runtime/engine/stream/declare-stream.ts";
import type { Input } from "../../runtime/engine/stream/input.ts";
import type { Stream } from "../../runtime/engine/stream/stream.ts";

/** The stream `s`, whose output `out` gets what its input `lines` has. */
export function copyingStream(lines: Input<string>, out: Sink<string>, every = 1000): Stream {
  return stream({
    name: "s",
    place: "s.flow:1:8",
    every,
    inputs: { lines },
    outputs: { out },
    batch({ lines }, emit) {
      for (const { body } of lines) emit.out.push(body);
    },
  });
}
