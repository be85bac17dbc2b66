/**
 * Marks: characters that stand in the emitted text for positions in the source while it is laid out and printed, and are
 * taken out of it afterwards. Each is one code point of the two supplementary private-use planes, which no text that
 * the emitter writes contains (literals escape them, comments lose them).
 */
import type { Unit } from "../model/checked.ts";

/** A position in the source, and the offset in the emitted text at which what it stands for begins. */
export interface SourcePosition {
  readonly generated: number;
  readonly unit: Unit;
  readonly offset: number;
}

const FIRST = 0xf0000;
const PER_PLANE = 0xfffe;
/** Two planes of them; a longer program loses precision at its end, nothing else. */
const MOST = 2 * PER_PLANE;
const MARKS = /[\u{f0000}-\u{10fffd}]/gu;

/** Marks in emitted text that say which position of a `.flow` file it came from. */
export interface SourcePositions {
  /** The mark of a position; the same for the same position. */
  at(unit: Unit, offset: number): string;
  /** `text` without its marks, and where they stood. */
  take(text: string): { readonly text: string; readonly positions: readonly SourcePosition[] };
}

/** Positions for one module, none given yet. */
export function createSourcePositions(): SourcePositions {
  const positions: { readonly unit: Unit; readonly offset: number }[] = [];
  const known = new Map<Unit, Map<number, string>>();
  return {
    at(unit, offset) {
      const ofUnit = known.get(unit) ?? new Map<number, string>();
      known.set(unit, ofUnit);
      const mark =
        ofUnit.get(offset) ?? (positions.length < MOST ? markNumber(positions.push({ unit, offset }) - 1) : "");
      ofUnit.set(offset, mark);
      return mark;
    },
    take(marked) {
      const found: SourcePosition[] = [];
      let text = "";
      let from = 0;
      for (const match of marked.matchAll(MARKS)) {
        text += marked.slice(from, match.index);
        from = match.index + match[0].length;
        const position = positions[numberOf(match[0])];
        if (position !== undefined) found.push({ generated: text.length, ...position });
      }
      return { text: text + marked.slice(from), positions: found };
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
