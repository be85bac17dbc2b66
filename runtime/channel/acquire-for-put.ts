import { ChannelFullError } from "../contract/errors.ts";
import type { Clock } from "../system/clock.ts";
import type { Permits } from "../system/permits.ts";

/**
 * Holds room in `channel` for a put, which a commit or rollback gives back. Flume's memory channel counts its
 * transaction's puts minus takes at commit; here the room is held from the put on, which lets a fan-out hold it everywhere
 * before it commits anywhere. Rejects with ChannelFullError after the patience of `permits`, or as soon as `signal` is
 * aborted.
 */
export async function acquireForPut(
  permits: Permits,
  channel: string,
  { events, bytes }: { readonly events: number; readonly bytes: number },
  clock: Clock,
  signal?: AbortSignal,
): Promise<void> {
  if (permits.tryAcquire(events, bytes)) return;
  const { limits } = permits;
  if (!permits.couldHold(events, bytes)) {
    throw new Error(
      `${events} events of ${bytes} bytes at once never fit into channel ${channel}, ` +
        `whose capacity is ${limits.elements} events${limits.bytes === Infinity ? "" : ` and ${limits.bytes} bytes`}; ` +
        "raise its capacity, or put fewer at a time",
    );
  }
  const asked = clock.now();
  if (await permits.acquire(events, bytes, clock, signal)) return;
  const isBytes = permits.lacksBytesFor(events, bytes);
  throw new ChannelFullError(channel, signal?.aborted ? clock.now() - asked : limits.patience, isBytes);
}
