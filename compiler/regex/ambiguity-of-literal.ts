import type { RegexLiteral } from "../../grammar/ast.ts";
import { type Ambiguity, ambiguityOf } from "./ambiguity.ts";

/** A memo: the checker and the emitter ask, and so does each check after an edit elsewhere in the file. */
const known = new WeakMap<RegexLiteral, Ambiguity | null>();

/** The ambiguity of an expression that stands in a program and parses; null for one of linear time. */
export function ambiguityOfLiteral(literal: RegexLiteral): Ambiguity | null {
  let ambiguity = known.get(literal);
  if (ambiguity === undefined) {
    ambiguity = ambiguityOf(literal.pattern, literal.flags);
    known.set(literal, ambiguity);
  }
  return ambiguity;
}
