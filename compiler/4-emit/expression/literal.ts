import type { Literal, RegexLiteral } from "../../../grammar/ast.ts";
import { ambiguityOfLiteral } from "../../regex/ambiguity-of-literal.ts";
import { atom, type Code, call } from "../code.ts";
import { type At, markOf, referred } from "../module.ts";
import { grouped, quoted, regex } from "../text.ts";
import { constantOf } from "./prepared.ts";
import { wholeCharacters } from "./whole-characters.ts";

/** A literal as JavaScript has it. Durations are milliseconds, sizes bytes, times milliseconds since 1970. */
export function emitLiteral(expr: Literal, at: At): Code {
  switch (expr.kind) {
    case "NumberLiteral":
      // `007` is octal, or nothing, in JavaScript.
      return atom(/^0\d/.test(expr.raw) ? String(expr.value) : expr.raw);
    case "StringLiteral":
      return atom(quoted(expr.value));
    case "BoolLiteral":
      return atom(String(expr.value));
    case "NullLiteral":
      return atom("null");
    case "DurationLiteral":
      return atom(expr.value < 60_000 ? grouped(expr.value) : `${grouped(expr.value)} /* ${expr.raw} */`);
    case "SizeLiteral":
      return atom(/\dB$/.test(expr.raw) ? grouped(expr.value) : `${grouped(expr.value)} /* ${expr.raw} */`);
    case "TimestampLiteral":
      return atom(`${grouped(expr.value)} /* ${expr.raw.replace("@", "")} */`);
    case "RegexLiteral":
      return emitRegex(expr, at);
  }
}

/** One that may take too long on some texts is bounded, by an object that is made once. */
function emitRegex(expr: RegexLiteral, at: At): Code {
  const literal = atom([markOf(at, expr.span), regex(expr.pattern, wholeCharacters(expr.pattern, expr.flags))]);
  const ambiguity = ambiguityOfLiteral(expr);
  if (ambiguity === null) return literal;
  const bounded = at.module.imports.stdlib("text/bounded-regexp", "boundedRegExp");
  const degree = String(ambiguity.degree ?? Number.POSITIVE_INFINITY);
  return atom(referred(at, constantOf("pattern", call(bounded, [literal.doc, degree]).doc, at)));
}
