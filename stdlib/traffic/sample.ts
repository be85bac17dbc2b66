import type { Interceptor } from "../../runtime/contract/wire.ts";
import { random } from "../../runtime/system/random.ts";
import type { SampleOptions } from "./sample.options.ts";

/** Drops all but a part of the events, on purpose: they are not counted as lost. */
export function sample<T>({ fraction }: SampleOptions): Interceptor<T> {
  return (event) => (random() < fraction ? event : null);
}
