import { OutOfRange } from "../../runtime/value/out-of-range.ts";

/** One piece of a pattern: `count` times the same letter, or text that stands for itself. */
export type Piece =
  | { readonly kind: "letter"; readonly letter: Letter; readonly count: number }
  | { readonly kind: "text"; readonly text: string };

/** Letters of Java's DateTimeFormatter and of Joda-Time, where these two agree on them. */
const LETTERS = ["y", "M", "d", "H", "h", "m", "s", "S", "a", "E", "Z", "X"] as const;

/** A letter of a time pattern, as Java's `DateTimeFormatter` has it. */
export type Letter = (typeof LETTERS)[number];

/** English names of the months, January first. */
export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** English names of the days, Monday first. */
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** Takes a pattern apart. Throws OutOfRange for a letter that it does not know, since that is a fault in the program. */
export function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; ) {
    const character = pattern[at]!;
    if (character === "'") {
      const { text, end } = quotedAt(pattern, at);
      pieces.push({ kind: "text", text });
      at = end;
    } else if (/[A-Za-z]/.test(character)) {
      const letter = LETTERS.find((known) => known === character);
      if (letter === undefined) throw unknownLetter(pattern, character);
      let end = at;
      while (pattern[end] === character) end++;
      pieces.push({ kind: "letter", letter, count: end - at });
      at = end;
    } else {
      pieces.push({ kind: "text", text: character });
      at++;
    }
  }
  return pieces;
}

/** `'T'`, and `''` for one quote, inside the quotes too. */
function quotedAt(pattern: string, start: number): { text: string; end: number } {
  if (pattern[start + 1] === "'") return { text: "'", end: start + 2 };
  let text = "";
  for (let at = start + 1; at < pattern.length; at++) {
    if (pattern[at] !== "'") text += pattern[at];
    else if (pattern[at + 1] === "'") {
      text += "'";
      at++;
    } else return { text, end: at + 1 };
  }
  throw new OutOfRange(`the time pattern ${JSON.stringify(pattern)} has a quote ' without its end`);
}

function unknownLetter(pattern: string, letter: string): OutOfRange {
  const known = LETTERS.join(" ");
  return new OutOfRange(
    `the time pattern ${JSON.stringify(pattern)} has the letter ${letter}: letters are ${known}; text goes between '`,
  );
}
