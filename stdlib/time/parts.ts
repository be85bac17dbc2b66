import { weekdayOf } from "../../runtime/value/civil.ts";
import { timestamp } from "../../runtime/value/number.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";
import { localTime } from "./local-time.ts";

/** The last multiple of `step` (ms) since 1970 that is not after `time`. Throws OutOfRange unless `step` is positive. */
export function truncate(time: number, step: number): number {
  if (!(step > 0)) throw new OutOfRange(`a time cannot be truncated to ${step}ms: a positive duration is needed`);
  return timestamp(Math.floor(time / step) * step);
}

/** The year of a time (ms since 1970) on the wall clock of `zone`. */
export function year(time: number, zone = "UTC"): number {
  return localTime(time, zone).year;
}

/** From 1. */
export function month(time: number, zone = "UTC"): number {
  return localTime(time, zone).month;
}

/** Of the month, from 1. */
export function day(time: number, zone = "UTC"): number {
  return localTime(time, zone).day;
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(time: number, zone = "UTC"): number {
  return weekdayOf(localTime(time, zone).days);
}

/** From 0 to 23. */
export function hour(time: number, zone = "UTC"): number {
  return Math.floor(localTime(time, zone).millis / 3_600_000);
}

/** From 0 to 59. */
export function minute(time: number, zone = "UTC"): number {
  return Math.floor(localTime(time, zone).millis / 60_000) % 60;
}

/** From 0 to 59. */
export function second(time: number, zone = "UTC"): number {
  return Math.floor(localTime(time, zone).millis / 1000) % 60;
}
