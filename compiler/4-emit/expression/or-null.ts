import { BINDING, type Code, operation, parenthesize } from "../code.ts";

/** `a ?? null`: the language has null where JavaScript has undefined. */
export function orNull(code: Code): Code {
  const orUndefined = parenthesize(code, BINDING.equality);
  return { ...operation([orUndefined, " ?? null"], BINDING.coalesce), orUndefined };
}
