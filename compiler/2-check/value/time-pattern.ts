/** What is wrong with a time pattern. */
export interface TimePatternFault {
  readonly why: string;
  /** What was meant, where that is plain. */
  readonly better: string | null;
}

/** Letters of Java's patterns that the standard library reads and writes; a test compares the two. */
const LETTERS = "yMdHhmsSaEZX";

/** What people write who think of other languages' patterns. */
const MEANT: Readonly<Record<string, string>> = {
  Y: "y",
  u: "y",
  D: "d",
  j: "d",
  A: "a",
  t: "a",
  z: "Z",
  x: "X",
  F: "S",
  k: "H",
};

/** Null for a pattern that can be read. */
export function timePatternFault(pattern: string): TimePatternFault | null {
  let better = "";
  let why: string | null = null;
  let isPlain = true;
  // Quoted text with `''` for a quote inside it, a quote that nothing closes, a letter several times, anything else.
  for (const [piece] of pattern.matchAll(/''|'(?:[^']|'')*'|'|([A-Za-z])\1*|[^A-Za-z']/g)) {
    const letter = /^[A-Za-z]/.exec(piece)?.[0];
    if (piece === "'") {
      why ??= "a quote `'` has no end";
      isPlain = false;
    } else if (letter !== undefined && !LETTERS.includes(letter)) {
      why ??= `\`${piece}\` stands for nothing`;
      const meant = MEANT[letter];
      better += letter === "T" ? `'${piece}'` : (meant ?? piece).repeat(meant === undefined ? 1 : piece.length);
      if (meant === undefined && letter !== "T") isPlain = false;
      continue;
    }
    better += piece;
  }
  return why === null ? null : { why, better: isPlain ? better : null };
}
