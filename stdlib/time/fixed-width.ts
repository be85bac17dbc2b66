import { DAY, daysFromCivil, daysInMonth, isOffset } from "../../runtime/value/civil.ts";
import { MONTHS, type Piece } from "./pattern.ts";

/** Where in a text the parts of a time begin, of a pattern whose texts all have the same length; -1 for no such part. */
export interface FixedWidth {
  readonly length: number;
  /** Characters that stand for themselves: place and code. */
  readonly fixed: readonly (readonly [at: number, code: number])[];
  readonly year: number;
  readonly month: number;
  /** The month is `Oct`, not `10`. */
  readonly isNamed: boolean;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millis: number;
  readonly offset: number;
}

/** Letters and their numbers that are read here, with the length of what they stand for. */
const LENGTHS: Readonly<Record<string, number>> = { yyyy: 4, MM: 2, MMM: 3, dd: 2, HH: 2, mm: 2, ss: 2, SSS: 3, Z: 5 };

/** Null for a pattern that has other parts than those of one length. */
export function fixedWidthOf(pieces: readonly Piece[]): FixedWidth | null {
  const at: Record<string, number> = {};
  const fixed: (readonly [number, number])[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (piece.kind === "text") {
      for (let index = 0; index < piece.text.length; index++) fixed.push([length++, piece.text.charCodeAt(index)]);
      continue;
    }
    const letters = piece.letter.repeat(piece.count);
    if (at[piece.letter] !== undefined || LENGTHS[letters] === undefined) return null;
    at[piece.letter] = length;
    length += LENGTHS[letters];
  }
  const { y = -1, M = -1, d = -1, H = -1, m = -1, s = -1, S = -1, Z = -1 } = at;
  const isNamed = pieces.some((piece) => piece.kind === "letter" && piece.letter === "M" && piece.count === 3);
  return { length, fixed, year: y, month: M, isNamed, day: d, hour: H, minute: m, second: s, millis: S, offset: Z };
}

/** Gives a time in ms since 1970, in UTC where it has no offset; NaN where it is not as plain as that. */
export function fixedWidthReader(width: FixedWidth): (text: string) => number {
  // Times that come one after another are mostly of one day.
  let lastDay = Number.NaN;
  let midnight = Number.NaN;
  const midnightOf = (year: number, month: number, day: number): number => {
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
    lastDay = year * 10_000 + month * 100 + day;
    midnight = daysFromCivil(year, month, day) * DAY;
    return midnight;
  };
  const { length, fixed, year, month, isNamed, day, hour, minute, second, millis, offset } = width;
  // Each kind by itself: to take pairs apart costs more than to look at a character.
  const places = fixed.map(([at]) => at);
  const codes = fixed.map(([, code]) => code);

  return (text) => {
    if (text.length !== length) return Number.NaN;
    for (let index = 0; index < places.length; index++) {
      if (text.charCodeAt(places[index]!) !== codes[index]) return Number.NaN;
    }
    const y = year < 0 ? 1970 : four(text, year);
    const mo = month < 0 ? 1 : isNamed ? named(text, month) : two(text, month);
    const d = day < 0 ? 1 : two(text, day);
    const h = hour < 0 ? 0 : two(text, hour);
    const mi = minute < 0 ? 0 : two(text, minute);
    const s = second < 0 ? 0 : two(text, second);
    const ms = millis < 0 ? 0 : three(text, millis);
    // Negative where one of them is.
    if ((y | mo | d | h | mi | s | ms) < 0 || h > 23 || mi > 59 || s > 59) return Number.NaN;
    const ahead = offset < 0 ? 0 : offsetAt(text, offset);
    const start = y * 10_000 + mo * 100 + d === lastDay ? midnight : midnightOf(y, mo, d);
    return start + h * 3_600_000 + mi * 60_000 + s * 1000 + ms - ahead;
  };
}

const months: ReadonlyMap<number, number> = new Map(MONTHS.map((name, index) => [codeOf(name, 0), index + 1]));

function named(text: string, at: number): number {
  return months.get(codeOf(text, at)) ?? -1;
}

/** Three letters as one number. */
function codeOf(text: string, at: number): number {
  return (text.charCodeAt(at) << 16) ^ (text.charCodeAt(at + 1) << 8) ^ text.charCodeAt(at + 2);
}

function offsetAt(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  const hours = two(text, at + 1);
  const minutes = two(text, at + 3);
  if ((hours | minutes) < 0 || !isOffset(hours, minutes)) return Number.NaN;
  const ms = hours * 3_600_000 + minutes * 60_000;
  return sign === 43 ? ms : sign === 45 ? -ms : Number.NaN;
}

function four(text: string, at: number): number {
  const century = two(text, at);
  const year = two(text, at + 2);
  return (century | year) < 0 ? -1 : century * 100 + year;
}

function three(text: string, at: number): number {
  const hundreds = text.charCodeAt(at) - 48;
  const rest = two(text, at + 1);
  return hundreds < 0 || hundreds > 9 || rest < 0 ? -1 : hundreds * 100 + rest;
}

/** -1 unless there are two digits. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}
