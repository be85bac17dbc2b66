import { type CivilDay, civilFromDays, DAY } from "../../runtime/value/civil.ts";
import { offsetAt } from "./zone.ts";

/** What calendars and clocks of a zone show at a time. */
export interface LocalTime extends CivilDay {
  /** Days since 1970-01-01. */
  readonly days: number;
  /** Since midnight. */
  readonly millis: number;
  /** How far the zone is ahead of UTC, in ms. */
  readonly offset: number;
}

/** Throws OutOfRange for a zone that does not exist. */
export function localTime(time: number, zone: string): LocalTime {
  const offset = offsetAt(zone, time);
  const local = time + offset;
  const days = Math.floor(local / DAY);
  const { year, month, day } = civilFromDays(days);
  return { year, month, day, days, millis: local - days * DAY, offset };
}
