import { firstTime } from "../log-store/segment.ts";
import type { SegmentLog } from "../log-store/segment-log.ts";

/** How much of a log is kept at least; null for no bound. */
export interface Retention {
  /** Age in ms. */
  readonly time: number | null;
  readonly bytes: number | null;
}

/** Gives up the segments of `log` that nothing asks to keep. The one that is written to always stays. */
export async function expire(log: SegmentLog, { time, bytes }: Retention, now: number): Promise<void> {
  while (log.segments.length > 1) {
    const [oldest, next] = log.segments;
    // All of a segment is older than the first record of the next.
    const closed = time === null ? null : await firstTime(next!);
    const isOld = closed !== null && closed < now - time!;
    const isTooMuch = bytes !== null && log.bytes - oldest!.size >= bytes;
    if (!isOld && !isTooMuch) return;
    await log.truncateBefore(next!.base);
  }
}
