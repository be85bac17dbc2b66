import { DAY, daysFromCivil, daysInMonth, weekdayOf } from "../../runtime/value/civil.ts";
import { timestamp } from "../../runtime/value/number.ts";
import { type LocalTime, localTime } from "./local-time.ts";
import { timeOfLocal } from "./zone.ts";

/** See `calendar.flow`. */
export type CalendarUnit = "year" | "quarter" | "month" | "week" | "day" | "hour" | "minute" | "second";

/** In ms since 1970. Throws OutOfRange for a zone or a time that does not exist, here as below. */
export function startOf(time: number, unit: CalendarUnit, zone = "UTC"): number {
  const local = localTime(time, zone);
  switch (unit) {
    case "second":
      return Math.floor(time / 1000) * 1000;
    // Within an hour the clocks are not moved, and the hour that they show twice is two.
    case "minute":
      return time - (local.millis % 60_000);
    case "hour":
      return time - (local.millis % 3_600_000);
    default:
      return timeOfDay(firstDay(local, unit), 0, zone);
  }
}

/** In days since 1970. */
function firstDay({ year, month, days }: LocalTime, unit: "year" | "quarter" | "month" | "week" | "day"): number {
  switch (unit) {
    case "year":
      return daysFromCivil(year, 1, 1);
    case "quarter":
      return daysFromCivil(year, month - ((month - 1) % 3), 1);
    case "month":
      return daysFromCivil(year, month, 1);
    case "week":
      return days - (weekdayOf(days) - 1);
    case "day":
      return days;
  }
}

/** The last day of a month that has no such day. */
export function addMonths(time: number, months: number, zone = "UTC"): number {
  const { year, month, day, millis } = localTime(time, zone);
  const index = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return timeOfDay(daysFromCivil(newYear, newMonth, newDay), millis, zone);
}

/** At the same time of day. */
export function addDays(time: number, days: number, zone = "UTC"): number {
  const local = localTime(time, zone);
  return timeOfDay(local.days + days, local.millis, zone);
}

/** From 1. */
export function dayOfYear(time: number, zone = "UTC"): number {
  const { year, days } = localTime(time, zone);
  return days - daysFromCivil(year, 1, 1) + 1;
}

/** ISO 8601: the week belongs to the year of its Thursday. */
export function week(time: number, zone = "UTC"): number {
  const { days } = localTime(time, zone);
  const thursday = days - weekdayOf(days) + 4;
  const { year } = localTime(thursday * DAY, "UTC");
  return Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7) + 1;
}

function timeOfDay(days: number, millis: number, zone: string): number {
  const local = timestamp(days * DAY + millis);
  return zone === "UTC" ? local : timeOfLocal(zone, local);
}
