import { file as fileChannel } from "../../runtime/channel/file.ts";
import type { Channel, Declared } from "../../runtime/component.ts";
import { type FileOptions, fileDefaults } from "./file.options.ts";

/** A channel on disk. */
export function file<T>(options: FileOptions, declared: Declared): Channel<T> {
  return fileChannel<T>({ ...fileDefaults, ...options }, declared);
}
