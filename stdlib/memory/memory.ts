import { memory as memoryChannel } from "../../runtime/channel/memory.ts";
import type { Channel } from "../../runtime/contract/channel.ts";
import type { Declared } from "../../runtime/contract/context.ts";
import { type MemoryOptions, memoryDefaults } from "./memory.options.ts";

/** A channel in memory. */
export function memory<T>(options: MemoryOptions, declared: Declared): Channel<T> {
  return memoryChannel<T>({ ...memoryDefaults, ...options }, declared);
}
