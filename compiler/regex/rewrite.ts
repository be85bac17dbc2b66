import type { AST } from "@eslint-community/regexpp";
import { visitRegExpAST } from "@eslint-community/regexpp";
import { ambiguityOf } from "./ambiguity.ts";
import { type Automaton, automatonOf } from "./automaton.ts";
import { parseRegex } from "./letters.ts";
import { isComplete, readWord } from "./product.ts";

/** An expression in place of another that takes too long. */
export interface Rewriting {
  readonly pattern: string;
  /** False where a group may capture something else. */
  readonly capturesSame: boolean;
}

/** An expression of linear time that matches the same texts; null where none of the usual rewritings gives one. */
export function rewriteRegex(pattern: string, flags: string): Rewriting | null {
  const wanted = automatonOf(pattern, flags);
  if (wanted === null || !wanted.exact) return null;
  const fits = ({ pattern: other }: Rewriting) => {
    if (ambiguityOf(other, flags) !== null) return false;
    const found = automatonOf(other, flags);
    return found !== null && matchSame(wanted, found);
  };
  return candidates(parseRegex(pattern, flags), pattern).find(fits) ?? null;
}

/** `(a+)+` may be `(a)+`; `\w+=`, which is tried at each letter of a word, may begin at the word: `\b\w+=`. */
function candidates(tree: AST.Pattern, pattern: string): Rewriting[] {
  const found: Rewriting[] = [];
  visitRegExpAST(tree, {
    onQuantifierEnter(inner) {
      if (inner.max !== Number.POSITIVE_INFINITY || inner.min > 1) return;
      const outer = repeatedAround(inner);
      if (outer === null) return;
      const text = inner.element.raw + (inner.min === 0 ? "?" : "");
      const rewritten = pattern.slice(0, inner.start) + text + pattern.slice(inner.end);
      found.push({ pattern: rewritten, capturesSame: !/\((?!\?)|\(\?<[^=!]/.test(outer.raw) });
    },
  });
  if (tree.alternatives.length === 1) found.push({ pattern: `\\b${pattern}`, capturesSame: true });
  return found;
}

/** The nearest repetition without end around a part. */
function repeatedAround(part: AST.Quantifier): AST.Quantifier | null {
  for (
    let node: AST.Node | null = part.parent as AST.Node | null;
    node !== null;
    node = node.parent as AST.Node | null
  ) {
    if (node.type === "Quantifier" && node.max === Number.POSITIVE_INFINITY) return node;
  }
  return null;
}

/** Whether two automata complete a match of the same texts. False where that takes too long to say. */
function matchSame(left: Automaton, right: Automaton): boolean {
  const { samples } = left.alphabet;
  if (samples.join() !== right.alphabet.samples.join()) return false;
  const keyOf = (...sets: ReadonlySet<number>[]) => sets.map((set) => [...set].sort().join()).join("|");
  const after = (letter: number, from: readonly [ReadonlySet<number>, ReadonlySet<number>]) =>
    [readWord(left, from[0], [letter]), readWord(right, from[1], [letter])] as const;
  const begun = after(samples.length, [new Set([0]), new Set([0])]);
  const seen = new Map([[keyOf(...begun), begun]]);
  for (const at of seen.values()) {
    if (isComplete(left, at[0]) !== isComplete(right, at[1])) return false;
    if (isComplete(left, at[0])) continue;
    const ended = after(samples.length + 1, at);
    if (isComplete(left, ended[0]) !== isComplete(right, ended[1])) return false;
    if (seen.size > 300) return false;
    for (const letter of samples.keys()) {
      const following = after(letter, at);
      seen.set(keyOf(...following), following);
    }
  }
  return true;
}
