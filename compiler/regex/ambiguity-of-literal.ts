import type { RegexLiteral } from "../../grammar/ast.ts";
import { type Ambiguity, ambiguityOf } from "./ambiguity.ts";
import { type Rewriting, rewriteRegex } from "./rewrite.ts";

/** Expressions that are remembered; of more, the longest known are forgotten. */
const MOST_KNOWN = 1000;

/** The ambiguity of an expression that stands in a program and parses; null for one of linear time. */
export const ambiguityOfLiteral = remembered<Ambiguity | null>(ambiguityOf);

/** What may stand in the place of an ambiguous one; null where no rewriting was found. */
export const rewritingOfLiteral = remembered<Rewriting | null>(rewriteRegex);

/**
 * By its text: the checker and the emitter ask, and so does each check after an edit, of a file whose tree is new. To
 * judge an expression takes longer than to check all that stands around it.
 */
function remembered<Found>(find: (pattern: string, flags: string) => Found): (literal: RegexLiteral) => Found {
  const known = new Map<string, Found>();
  return ({ pattern, flags }) => {
    const text = `/${pattern}/${flags}`;
    let found = known.get(text);
    if (found === undefined) {
      found = find(pattern, flags);
      known.set(text, found);
      const [oldest] = known.keys();
      if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    }
    return found;
  };
}
