import { weekdayOf } from "../../runtime/value/civil.ts";
import { type LocalTime, localTime } from "./local-time.ts";
import { MONTHS, type Piece, piecesOf, WEEKDAYS } from "./pattern.ts";

type Step = (time: LocalTime) => string;

/** Patterns are constants nearly always; this many made at run time are kept, then all are forgotten. */
const MOST_PATTERNS = 1000;

const compiled = new Map<string, readonly Step[]>();

/** Writes a time as `pattern` says; see `time.flow`. Throws OutOfRange for a pattern or zone that is none. */
export function format(time: number, pattern: string, zone = "UTC"): string {
  const local = localTime(time, zone);
  let text = "";
  for (const step of compiled.get(pattern) ?? compile(pattern)) text += step(local);
  return text;
}

function compile(pattern: string): readonly Step[] {
  const steps = piecesOf(pattern).map(stepOf);
  if (compiled.size >= MOST_PATTERNS) compiled.clear();
  compiled.set(pattern, steps);
  return steps;
}

function stepOf(piece: Piece): Step {
  if (piece.kind === "text") return () => piece.text;
  const { letter, count } = piece;
  const padded =
    (of: (time: LocalTime) => number): Step =>
    (time) =>
      String(of(time)).padStart(count, "0");
  switch (letter) {
    case "y":
      return count === 2 ? (time) => twoDigits(time.year % 100) : padded((time) => time.year);
    case "M":
      if (count >= 3) return (time) => shortened(MONTHS[time.month - 1]!, count === 3);
      return padded((time) => time.month);
    case "d":
      return padded((time) => time.day);
    case "H":
      return padded((time) => Math.floor(time.millis / 3_600_000));
    case "h":
      return padded((time) => ((Math.floor(time.millis / 3_600_000) + 11) % 12) + 1);
    case "m":
      return padded((time) => Math.floor(time.millis / 60_000) % 60);
    case "s":
      return padded((time) => Math.floor(time.millis / 1000) % 60);
    case "S":
      return (time) =>
        String(time.millis % 1000)
          .padStart(3, "0")
          .padEnd(count, "0")
          .slice(0, count);
    case "a":
      return (time) => (time.millis < 43_200_000 ? "AM" : "PM");
    case "E":
      return (time) => shortened(WEEKDAYS[weekdayOf(time.days) - 1]!, count <= 3);
    case "Z":
      return (time) => offsetText(time.offset, count >= 2 ? ":" : "");
    case "X":
      return (time) => (time.offset === 0 ? "Z" : offsetText(time.offset, count >= 3 ? ":" : ""));
  }
}

function shortened(name: string, short: boolean): string {
  return short ? name.slice(0, 3) : name;
}

function offsetText(offset: number, separator: string): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  return `${offset < 0 ? "-" : "+"}${twoDigits(Math.floor(minutes / 60))}${separator}${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
