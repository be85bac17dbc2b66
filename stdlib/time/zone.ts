import { DAY, daysFromCivil } from "../../runtime/value/civil.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";
import { gmtOffset } from "./gmt-offset.ts";

/** All offsets of the last half century change at quarters of an hour. */
const QUARTER = 900_000;

/** More than any window of time that a program is likely to look at. */
const MOST_QUARTERS = 10_000;

/** The clocks of one part of the world. */
interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offsets in ms by quarter of an hour since 1970: asking Intl takes microseconds. */
  readonly offsets: Map<number, number>;
}

const zones = new Map<string, Zone>();

/** Whether there is a zone of that name in the time zone database. */
export function isZone(name: string): boolean {
  if (gmtOffset(name) !== null) return true;
  try {
    zoneNamed(name);
    return true;
  } catch {
    return false;
  }
}

/** How far the clocks of `zone` are ahead of UTC at `time`, in ms. Throws OutOfRange for a zone that does not exist. */
export function offsetAt(zone: string, time: number): number {
  if (zone === "UTC") return 0;
  const fixed = zone.startsWith("GMT") ? gmtOffset(zone) : null;
  if (fixed !== null) return fixed;
  const { format, offsets } = zoneNamed(zone);
  const quarter = Math.floor(time / QUARTER);
  let offset = offsets.get(quarter);
  if (offset === undefined) {
    offset = offsetFromParts(format, quarter * QUARTER);
    if (offsets.size >= MOST_QUARTERS) offsets.clear();
    offsets.set(quarter, offset);
  }
  return offset;
}

/**
 * The time at which the clocks of `zone` show `local` (ms since 1970 as if they were those of UTC). Of two such times
 * it is the earlier one; where there is none, the clocks having been put forward, it is as if they had not been.
 */
export function timeOfLocal(zone: string, local: number): number {
  const earlier = offsetAt(zone, local - DAY);
  const byEarlier = local - earlier;
  if (offsetAt(zone, byEarlier) === earlier) return byEarlier;
  const later = offsetAt(zone, local + DAY);
  const byLater = local - later;
  return offsetAt(zone, byLater) === later ? byLater : byEarlier;
}

function zoneNamed(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = { format: formatOf(name), offsets: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new OutOfRange(
      `there is no time zone ${JSON.stringify(name)}; names are those of the tz database, "Europe/Prague"`,
    );
  }
}

function offsetFromParts(format: Intl.DateTimeFormat, time: number): number {
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const part = (name: string) => Number(parts[name]);
  const year = parts["era"] === "BC" ? 1 - part("year") : part("year");
  const local = daysFromCivil(year, part("month"), part("day")) * DAY;
  return local + part("hour") * 3_600_000 + part("minute") * 60_000 + part("second") * 1000 - time;
}
