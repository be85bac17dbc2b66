/** What may match one UTF-16 unit of a character that has two: `.`, `\D`, `[^x]`, and a class that names such a character. */
const PIECE = /\\[DSW]|\\.|\.|\[(?:[^\]\\]|\\.)*\]|[\u{10000}-\u{10ffff}]/gsu;

/**
 * The flags with which a pattern takes characters whole. JavaScript takes `/./` for half of an emoji unless it has the flag
 * `u`; that is added where a match could begin or end in the middle, and the pattern means the same with it.
 */
export function wholeCharacters(pattern: string, flags: string): string {
  if (/[uv]/.test(flags) || !(mayCut(pattern) || matchesNothing(pattern, flags))) return flags;
  try {
    new RegExp(pattern, `${flags}u`);
    return `${flags}u`;
  } catch {
    return flags;
  }
}

function mayCut(pattern: string): boolean {
  for (const match of pattern.matchAll(PIECE)) {
    const [piece] = match;
    if (piece.startsWith("[") && !piece.startsWith("[^") && !/[^\0-\uffff]/u.test(piece)) continue;
    if (piece.startsWith("\\") && !/^\\[DSW]$/.test(piece)) continue;
    // As many as there are: what follows is not the other half.
    const isGreedy = /^(?:[*+]|\{\d+,\})(?!\?)/.test(pattern.slice(match.index + piece.length));
    if (!isGreedy || /[^\0-\uffff]/u.test(piece)) return true;
  }
  return false;
}

/** Of a pattern that matches the empty text there is a match between any two units. */
function matchesNothing(pattern: string, flags: string): boolean {
  return new RegExp(pattern, flags).test("");
}
