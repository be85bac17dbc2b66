import { spillable as spillableChannel } from "../../runtime/channel/spillable.ts";
import type { Channel } from "../../runtime/contract/channel.ts";
import type { Declared } from "../../runtime/contract/context.ts";
import { type SpillableOptions, spillableDefaults } from "./spillable.options.ts";

/** A channel in memory, and on disk where that is full. */
export function spillable<T>(options: SpillableOptions, declared: Declared): Channel<T> {
  return spillableChannel<T>({ ...spillableDefaults, ...options }, declared);
}
