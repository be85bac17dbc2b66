import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { DAY, daysFromCivil, daysInMonth, isOffset, weekdayOf } from "../../runtime/value/civil.ts";
import { attempt } from "../../runtime/value/out-of-range.ts";
import { shown } from "../text/shown.ts";
import { fixedWidthOf, fixedWidthReader } from "./fixed-width.ts";
import { MONTHS, type Piece, piecesOf, WEEKDAYS } from "./pattern.ts";
import { isZone, timeOfLocal } from "./zone.ts";

/** What has been read of a time so far. */
interface Read {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millis: number;
  /** 0 for a.m., 12 for p.m., -1 when nothing was said. */
  half: number;
  /** From 1 for Monday, 0 when nothing was said. */
  weekday: number;
  /** In ms, NaN when nothing was said. */
  offset: number;
}

/** Reads one piece from `at` on; gives where the next begins, or -1. */
type Step = (text: string, at: number, read: Read) => number;

/** Patterns are constants nearly always; this many made at run time are kept, then all are forgotten. */
const MOST_PATTERNS = 1000;

const compiled = new Map<string, readonly Step[]>();

/** Reads a time as `pattern` says; see `time.flow`. Fails for a pattern that is none, too: it may come from outside. */
export function toTimestamp(text: string, pattern: string, zone = "UTC"): Fallible<number> {
  const steps = compiled.get(pattern) ?? attempt(() => compile(pattern));
  if (steps instanceof Failure) return steps;
  const read: Read = {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    millis: 0,
    half: -1,
    weekday: 0,
    offset: Number.NaN,
  };
  let at = 0;
  for (let index = 0; index < steps.length; index++) {
    at = steps[index]!(text, at, read);
    if (at === -1) return misfit(text, pattern);
  }
  return at === text.length ? timeOf(read, text, zone) : misfit(text, pattern);
}

/** What `toTimestamp` does, made once for a pattern and a zone. Throws OutOfRange for a pattern that is none. */
export function timeReader(pattern: string, zone = "UTC"): (text: string) => Fallible<number> {
  const width = fixedWidthOf(piecesOf(pattern));
  if (width === null || (zone !== "UTC" && width.offset < 0)) return (text) => toTimestamp(text, pattern, zone);
  const read = fixedWidthReader(width);
  return (text) => {
    const time = read(text);
    // What is written otherwise, such as an offset `+02:00`, may still be right; or there is a reason to be given.
    return Number.isNaN(time) ? toTimestamp(text, pattern, zone) : time;
  };
}

function timeOf(read: Read, text: string, zone: string): Fallible<number> {
  const { year, month, day, minute, second, millis, half, weekday, offset } = read;
  const hour = half === -1 ? read.hour : (read.hour % 12) + half;
  const exists =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month) &&
    hour <= 23 &&
    (half === -1 || (read.hour >= 1 && read.hour <= 12)) &&
    minute <= 59 &&
    second <= 59;
  // Behind this year a timestamp ends; the offset may move it by a day.
  if (!exists || year > 275_759) return new Failure(`${shown(text)} is not a time that exists`);
  const days = daysFromCivil(year, month, day);
  if (weekday !== 0 && weekdayOf(days) !== weekday) {
    return new Failure(`${shown(text)} names a weekday that is not that of its date`);
  }
  const local = days * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + millis;
  if (!Number.isNaN(offset)) return local - offset;
  if (zone === "UTC") return local;
  return isZone(zone) ? timeOfLocal(zone, local) : new Failure(`there is no time zone ${shown(zone)}`);
}

function compile(pattern: string): readonly Step[] {
  const pieces = piecesOf(pattern);
  const steps = pieces.map((piece, index) => stepOf(piece, pieces[index + 1]));
  if (compiled.size >= MOST_PATTERNS) compiled.clear();
  compiled.set(pattern, steps);
  return steps;
}

function stepOf(piece: Piece, next: Piece | undefined): Step {
  if (piece.kind === "text") {
    const { text: wanted } = piece;
    return (text, at) => (text.startsWith(wanted, at) ? at + wanted.length : -1);
  }
  const { letter, count } = piece;
  switch (letter) {
    case "y":
      if (count === 2)
        return number(2, 2, (read, value) => {
          read.year = 2000 + value;
        });
      return number(count, count === 1 && !isNumeric(next) ? 9 : count, (read, value) => {
        read.year = value;
      });
    case "M":
      if (count >= 3)
        return name(MONTHS, count === 3, (read, index) => {
          read.month = index + 1;
        });
      return number(count, 2, (read, value) => {
        read.month = value;
      });
    case "d":
      return number(count, 2, (read, value) => {
        read.day = value;
      });
    case "H":
    case "h":
      return number(count, 2, (read, value) => {
        read.hour = value;
      });
    case "m":
      return number(count, 2, (read, value) => {
        read.minute = value;
      });
    case "s":
      return number(count, 2, (read, value) => {
        read.second = value;
      });
    case "S": {
      const scale = 10 ** (3 - count);
      return number(count, count, (read, value) => {
        read.millis = Math.floor(value * scale);
      });
    }
    case "a":
      return name(["AM", "PM"], false, (read, index) => {
        read.half = 12 * index;
      });
    case "E":
      return name(WEEKDAYS, count <= 3, (read, index) => {
        read.weekday = index + 1;
      });
    case "Z":
    case "X":
      return offset(letter === "X");
  }
}

function isNumeric(piece: Piece | undefined): boolean {
  return piece?.kind === "letter" && !(piece.letter === "M" && piece.count >= 3) && !"aEZX".includes(piece.letter);
}

/** At least `least` and at most `most` digits. */
function number(least: number, most: number, set: (read: Read, value: number) => void): Step {
  return (text, start, read) => {
    let value = 0;
    let at = start;
    for (; at < start + Math.max(least, most); at++) {
      const digit = text.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    if (at - start < least) return -1;
    set(read, value);
    return at;
  };
}

/** One of some English names, with capitals or without, in full or the first three letters of it. */
function name(names: readonly string[], short: boolean, set: (read: Read, index: number) => void): Step {
  const wanted = names.map((full) => (short ? full.slice(0, 3) : full).toLowerCase());
  const exact = new Map(names.map((full, index) => [full.slice(0, 3), index]));
  return (text, at, read) => {
    const index = short ? exact.get(text.slice(at, at + 3)) : undefined;
    const found = index ?? wanted.findIndex((one) => text.slice(at, at + one.length).toLowerCase() === one);
    if (found === -1) return -1;
    set(read, found);
    return at + wanted[found]!.length;
  };
}

/** `+0200`, `+02:00` and `+02` alike; `Z` for none where it may stand. */
function offset(zulu: boolean): Step {
  return (text, start, read) => {
    const sign = text.charCodeAt(start);
    if (zulu && sign === Z) {
      read.offset = 0;
      return start + 1;
    }
    const hours = twoDigits(text, start + 1);
    if ((sign !== PLUS && sign !== MINUS) || hours === -1) return -1;
    const colon = text.charCodeAt(start + 3) === COLON ? 1 : 0;
    const minutes = twoDigits(text, start + 3 + colon);
    if (!isOffset(hours, Math.max(minutes, 0))) return -1;
    const ms = hours * 3_600_000 + Math.max(minutes, 0) * 60_000;
    read.offset = sign === MINUS ? -ms : ms;
    return minutes === -1 ? start + 3 : start + 5 + colon;
  };
}

const [PLUS, MINUS, COLON, Z] = [43, 45, 58, 90];

/** -1 unless there are two digits. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function misfit(text: string, pattern: string): Failure {
  return new Failure(`${shown(text)} is not a time of the form ${shown(pattern)}`);
}
