import type { Event, Headers } from "../../runtime/contract/event.ts";
import type { HdfsOptions } from "./hdfs.options.ts";

/** Headers for escapes, where options take them from the body; null where an event's own are all there is. */
export function fillHeaders<T>({
  timestamp,
  headers,
}: Required<Pick<HdfsOptions<T>, "timestamp" | "headers">>): ((event: Event<T>) => Headers) | null {
  if (timestamp === null && headers === null) return null;
  return ({ body, headers: own }) => {
    const filled = new Map(own);
    if (headers !== null) for (const [name, text] of headers(body)) filled.set(name, text);
    if (timestamp !== null) filled.set("timestamp", String(timestamp(body)));
    return filled;
  };
}
