import type { RegexLiteral } from "../../grammar/ast.ts";
import { type Ambiguity, ambiguityOf } from "./ambiguity.ts";
import { type Rewriting, rewriteRegex } from "./rewrite.ts";

/** Memos: the checker and the emitter ask, and so does each check after an edit elsewhere in the file. */
const known = new WeakMap<RegexLiteral, Ambiguity | null>();
const rewritings = new WeakMap<RegexLiteral, Rewriting | null>();

/** The ambiguity of an expression that stands in a program and parses; null for one of linear time. */
export function ambiguityOfLiteral(literal: RegexLiteral): Ambiguity | null {
  let ambiguity = known.get(literal);
  if (ambiguity === undefined) {
    ambiguity = ambiguityOf(literal.pattern, literal.flags);
    known.set(literal, ambiguity);
  }
  return ambiguity;
}

/** What may stand in the place of an ambiguous one; null where no rewriting was found. */
export function rewritingOfLiteral(literal: RegexLiteral): Rewriting | null {
  let rewriting = rewritings.get(literal);
  if (rewriting === undefined) {
    rewriting = rewriteRegex(literal.pattern, literal.flags);
    rewritings.set(literal, rewriting);
  }
  return rewriting;
}
