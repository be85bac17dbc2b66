import type { Clock } from "../../runtime/system/clock.ts";
import { zoneOffset } from "../support/rolling/names/wall-clock.ts";

/** Gives the middle of a file's name, another one each time. */
export type NextName = () => string;

/** `<ms of the start>-<n>`, as Flume's default path manager counts. */
export function namesByStart(started: number): NextName {
  let made = 0;
  return () => `${started}-${++made}`;
}

/** `<yyyyMMddHHmmss>-<n>` by the clock on the wall, n from 1 in each second, as Flume's ROLLTIME. */
export function namesByTime(clock: Pick<Clock, "now">): NextName {
  const offsetAt = zoneOffset(null);
  let second = "";
  let made = 0;
  return () => {
    const now = clock.now();
    const wall = new Date(now + offsetAt(now)).toISOString();
    const digits = wall.slice(0, 19).replaceAll(/\D/g, "");
    if (digits !== second) made = 0;
    second = digits;
    return `${digits}-${++made}`;
  };
}
