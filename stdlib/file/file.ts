import { file as fileChannel } from "../../runtime/channel/file.ts";
import type { Channel } from "../../runtime/contract/channel.ts";
import type { Declared } from "../../runtime/contract/context.ts";
import { type FileOptions, fileDefaults } from "./file.options.ts";

/** A channel on disk. */
export function file<T>(options: FileOptions, declared: Declared): Channel<T> {
  return fileChannel<T>({ ...fileDefaults, ...options }, declared);
}
