import { decodeTimestamp } from "../../runtime/codec/scalar.ts";
import type { Fallible } from "../../runtime/contract/failure.ts";
import { timestamp } from "../../runtime/value/number.ts";

export { durationText as toString } from "../../runtime/codec/units.ts";

/** In ms since 1970. */
export function parseIso(text: string): Fallible<number> {
  return decodeTimestamp(text);
}

/** Throws OutOfRange for a time that the calendar does not have. */
export function toTimestamp(count: number, unit = 1): number {
  return timestamp(count * unit);
}
