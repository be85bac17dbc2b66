import type { Interceptor } from "../../runtime/contract/wire.ts";
import type { SampleOptions } from "./sample.options.ts";

/** Drops all but a part of the events, on purpose: they are not counted as lost. */
export function sample<T>({ fraction }: SampleOptions): Interceptor<T> {
  return (event, wire) => (wire.random() < fraction ? event : null);
}
