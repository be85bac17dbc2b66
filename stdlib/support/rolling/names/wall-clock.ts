import { gmtOffset } from "../../../time/gmt-offset.ts";

/** The largest unit that all offsets and changes of today's time zones are multiples of. */
const QUARTER_HOUR = 900_000;

/**
 * Offset of a zone's wall clock from UTC, in ms (east is positive), at a time in ms since 1970. Null is the zone of
 * this machine. Throws RangeError for a zone that is not known.
 */
export function zoneOffset(zone: string | null): (time: number) => number {
  if (zone === null) return (time) => -new Date(time).getTimezoneOffset() * 60_000;
  const fixed = gmtOffset(zone);
  if (fixed !== null) return () => fixed;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  // Asking Intl takes microseconds, and neighbouring events mostly ask the same.
  let quarter = Number.NaN;
  let offset = 0;
  return (time) => {
    const start = Math.floor(time / QUARTER_HOUR) * QUARTER_HOUR;
    if (start === quarter) return offset;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(start)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    quarter = start;
    offset = Date.UTC(year, month - 1, day, hour, minute, second) - start;
    return offset;
  };
}

/** To what times in names are rounded down. */
export type RoundUnit = "second" | "minute" | "hour";

const UNITS = {
  second: { unit: 1000, within: 60_000 },
  minute: { unit: 60_000, within: 3_600_000 },
  hour: { unit: 3_600_000, within: 86_400_000 },
} as const;

/**
 * Rounds a wall clock time (ms) down to a multiple of `value` units that are counted from the start of the next larger
 * unit, as Flume 1.11's TimestampRoundDownUtil: 7 minutes make 54 a 49, 60 minutes make every minute a 0.
 */
export function roundDown(wall: number, value: number, unit: RoundUnit): number {
  const { unit: ms, within } = UNITS[unit];
  const start = Math.floor(wall / within) * within;
  return start + Math.floor((wall - start) / (value * ms)) * value * ms;
}
