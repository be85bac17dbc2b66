/** Times of syslog that lack parts: of RFC 3164, and of network devices. */
import { Failure } from "../../runtime/contract/failure.ts";
import { toTimestamp } from "../time/parse.ts";

const DAY = 86_400_000;
/** From one 29th of February to the next there may be eight years: 1896 to 1904. */
const MOST_YEARS_BACK = 8;

/** What completes a time that does not say all. */
export interface TimeContext {
  /** A time that is not much before the message, such as that of its arrival; in ms since 1970. */
  readonly near: number | null;
  /** Where the clock hangs; null where nothing is known of it. */
  readonly zone: string | null;
}

/** The parts of a time as a message has them. */
export interface TimeParts {
  readonly year?: string | undefined;
  /** `Oct` */
  readonly month: string;
  readonly day: string;
  /** `22:14:15` */
  readonly clock: string;
  /** Digits behind the point of the seconds. */
  readonly fraction?: string | undefined;
  /** `UTC`, `+02:00`, or an abbreviation such as `CST`. */
  readonly zone?: string | undefined;
}

/**
 * Milliseconds since 1970; null where the message does not say enough, and undefined for a time that does not exist.
 * Without a year it is the latest one that is at most a day ahead of `near`: clocks go wrong by minutes, and messages
 * wait for days. What a zone's abbreviation means depends on the country, so only the context's zone tells it.
 */
export function timeOfParts(parts: TimeParts, { near, zone }: TimeContext): number | null | undefined {
  const day = parts.day.trim().padStart(2, "0");
  const millis = (parts.fraction ?? "").slice(0, 3).padEnd(3, "0");
  const rest = `${parts.month} ${day} ${parts.clock}.${millis}`;
  const offset = offsetOf(parts.zone);
  const timeIn = (year: number | string): number | undefined => {
    const text = `${year} ${rest}`;
    const time =
      offset === null
        ? toTimestamp(text, "yyyy MMM dd HH:mm:ss.SSS", zone ?? "UTC")
        : toTimestamp(`${text}${offset}`, "yyyy MMM dd HH:mm:ss.SSSZ");
    return time instanceof Failure ? undefined : time;
  };
  const isUnknown = parts.zone !== undefined && offset === null && zone === null;
  if (parts.year !== undefined) {
    const time = timeIn(parts.year);
    return time !== undefined && isUnknown ? null : time;
  }
  // In a leap year each day of a year exists.
  if (timeIn(2000) === undefined) return undefined;
  if (near === null || isUnknown) return null;
  const latest = new Date(near + DAY).getUTCFullYear() + 1;
  for (let year = latest; year >= latest - MOST_YEARS_BACK - 1; year--) {
    const time = timeIn(year);
    if (time !== undefined && time <= near + DAY) return time;
  }
  return undefined;
}

/** As `+hhmm`; null for nothing and for an abbreviation. */
function offsetOf(zone: string | undefined): string | null {
  if (zone === undefined) return null;
  if (/^(?:UTC|GMT|Z)$/.test(zone)) return "+0000";
  return /^[+-]\d\d:?\d\d$/.test(zone) ? zone.replace(":", "") : null;
}
