import { BINDING, type Code, chained, operation, parenthesize } from "../code.ts";
import { group, indented, LINE } from "../doc.ts";

/** Operators that JavaScript writes alike or otherwise, with how tightly they bind there. */
const SYMBOLS: Readonly<Record<string, readonly [string, number]>> = {
  "==": ["===", BINDING.equality],
  "!=": ["!==", BINDING.equality],
  "<": ["<", BINDING.relation],
  "<=": ["<=", BINDING.relation],
  ">": [">", BINDING.relation],
  ">=": [">=", BINDING.relation],
  "+": ["+", BINDING.sum],
  "-": ["-", BINDING.sum],
  "*": ["*", BINDING.product],
  "/": ["/", BINDING.product],
  mod: ["%", BINDING.product],
};

/** `left operator right` as JavaScript computes it: of numbers and what is equal only when it is the same. */
export function infix(operator: string, left: Code, right: Code): Code {
  const [symbol, binds] = SYMBOLS[operator] ?? [operator, BINDING.relation];
  const doc = group(parenthesize(left, binds), ` ${symbol}`, indented(LINE, parenthesize(right, binds + 1)));
  return operation(doc, binds);
}

/** `left && right`, in a chain where `left` is one. */
export function logic(operator: "&&" | "||", left: Code, right: Code): Code {
  const binds = operator === "&&" ? BINDING.and : BINDING.or;
  return operation(chained(operator, [parenthesize(left, binds), parenthesize(right, binds + 1)]), binds);
}
