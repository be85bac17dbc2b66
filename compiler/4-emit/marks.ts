/**
 * Marks: characters that stand in the emitted text for places in the source while it is laid out and printed, and are
 * taken out of it afterwards. Each is one code point of the two supplementary private-use planes, which no text that
 * the emitter writes contains (literals escape them, comments lose them).
 */
import type { Unit } from "../checked.ts";

/** A place in the source, and the offset in the emitted text at which what it stands for begins. */
export interface MarkedPlace {
  readonly generated: number;
  readonly unit: Unit;
  readonly offset: number;
}

const FIRST = 0xf0000;
const PER_PLANE = 0xfffe;
/** Two planes of them; a longer program loses precision at its end, nothing else. */
const MOST = 2 * PER_PLANE;
const MARKS = /[\u{f0000}-\u{10fffd}]/gu;

export interface Marks {
  /** The mark of a place; the same for the same place. */
  at(unit: Unit, offset: number): string;
  /** `text` without its marks, and where they stood. */
  take(text: string): { readonly text: string; readonly places: readonly MarkedPlace[] };
}

export function createMarks(): Marks {
  const places: { readonly unit: Unit; readonly offset: number }[] = [];
  const known = new Map<Unit, Map<number, string>>();
  return {
    at(unit, offset) {
      const ofUnit = known.get(unit) ?? new Map<number, string>();
      known.set(unit, ofUnit);
      const mark = ofUnit.get(offset) ?? (places.length < MOST ? markNumber(places.push({ unit, offset }) - 1) : "");
      ofUnit.set(offset, mark);
      return mark;
    },
    take(marked) {
      const found: MarkedPlace[] = [];
      let text = "";
      let from = 0;
      for (const match of marked.matchAll(MARKS)) {
        text += marked.slice(from, match.index);
        from = match.index + match[0].length;
        const place = places[numberOf(match[0])];
        if (place !== undefined) found.push({ generated: text.length, ...place });
      }
      return { text: text + marked.slice(from), places: found };
    },
  };
}

/** `text` as it will be once the marks are taken out. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, "");
}

function markNumber(number: number): string {
  return String.fromCodePoint(FIRST + Math.floor(number / PER_PLANE) * 0x10000 + (number % PER_PLANE));
}

function numberOf(mark: string): number {
  const above = (mark.codePointAt(0) ?? FIRST) - FIRST;
  return Math.floor(above / 0x10000) * PER_PLANE + (above % 0x10000);
}
