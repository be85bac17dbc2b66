/** A place in a text: both numbers count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Translates between offsets and positions of one text. */
export interface LineIndex {
  readonly lineCount: number;
  /** Position of an offset; offsets outside the text give its first or last position. */
  position(offset: number): Position;
  /** Offset of a position; a column past its line's end gives that end. */
  offset(position: Position): number;
  /** Text of a line without its line end; empty for a line that does not exist. */
  lineText(line: number): string;
}

/** Finds the lines of `text` once. Lines end in `\n`, `\r\n` or a lone `\r`. */
export function indexLines(text: string): LineIndex {
  const starts = findLineStarts(text);

  const lineStart = (line: number): number => starts[line - 1] ?? text.length;
  const lineText = (line: number): string => text.slice(lineStart(line), lineStart(line + 1)).replace(/[\r\n]+$/, "");

  return {
    lineCount: starts.length,
    lineText,
    position(offset) {
      const inside = Math.min(Math.max(offset, 0), text.length);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= inside) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: inside - (starts[low] ?? 0) + 1 };
    },
    offset({ line, column }) {
      if (line < 1) return 0;
      return lineStart(line) + Math.min(Math.max(column - 1, 0), lineText(line).length);
    },
  };
}

/** By letters: every keystroke in an editor asks for them, and a match for each line costs ten times as much. */
function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter !== LINE_FEED && letter !== CARRIAGE_RETURN) continue;
    if (letter === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at++;
    starts.push(at + 1);
  }
  return starts;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
