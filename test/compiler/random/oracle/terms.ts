import type { Choices } from "../choices.ts";

/** A type of elements, of which the generator knows how to make others. */
export type Kind = "int" | "text" | "pair";

/** An element as JavaScript has it: a number, a string, or `[string, number]`. */
export type Element = number | string | readonly [string, number];

/** An expression of the language over one variable, and what it gives, in plain JavaScript. */
export interface Term<Result> {
  readonly text: string;
  of(value: Element): Result;
}

/** An `int` made of `name`, an element of `kind`. */
export function intTerm(choices: Choices, kind: Kind, name: string): Term<number> {
  const small = choices.below(4);
  const start: Term<number> =
    kind === "int"
      ? { text: name, of: (value) => value as number }
      : kind === "text"
        ? { text: `${name}.length`, of: (value) => (value as string).length }
        : { text: `${name}[1]`, of: (value) => (value as readonly [string, number])[1] };
  return choices.pick<() => Term<number>>([
    () => start,
    () => ({ text: `${start.text} + ${small}`, of: (value) => start.of(value) + small }),
    () => ({ text: `${small} - ${start.text}`, of: (value) => small - start.of(value) }),
    () => ({ text: `(${start.text}).abs() mod ${small + 2}`, of: (value) => Math.abs(start.of(value)) % (small + 2) }),
    () => ({
      text: `${start.text} > ${small} ? ${start.text} : 0 - ${start.text}`,
      of: (value) => (start.of(value) > small ? start.of(value) : 0 - start.of(value)),
    }),
    () => ({ text: `${start.text} * 2 div 3`, of: (value) => Math.trunc((start.of(value) * 2) / 3) }),
  ])();
}

/** A `string` made of `name`, an element of `kind`. */
export function textTerm(choices: Choices, kind: Kind, name: string): Term<string> {
  if (kind === "int") {
    const int = intTerm(choices, kind, name);
    return { text: `\`n\${${int.text}}\``, of: (value) => `n${int.of(value)}` };
  }
  const start: Term<string> =
    kind === "text"
      ? { text: name, of: (value) => value as string }
      : { text: `${name}[0]`, of: (value) => (value as readonly [string, number])[0] };
  return choices.pick<() => Term<string>>([
    () => start,
    () => ({ text: `${start.text} + "!"`, of: (value) => `${start.of(value)}!` }),
    () => ({ text: `${start.text}.toUpper()`, of: (value) => start.of(value).toUpperCase() }),
    () => ({
      text: `(${start.text}.split(" ").first() else "?")`,
      of: (value) => start.of(value).split(" ")[0] ?? "?",
    }),
    () => ({ text: `${start.text}.trimPrefix("a")`, of: (value) => start.of(value).replace(/^a/, "") }),
  ])();
}

/** A `bool` made of `name`, an element of `kind`. */
export function boolTerm(choices: Choices, kind: Kind, name: string): Term<boolean> {
  if (kind === "text" || (kind === "pair" && choices.chance(50))) {
    const text = textTerm(choices, kind, name);
    return choices.pick<() => Term<boolean>>([
      () => ({ text: `(${text.text}) != ""`, of: (value) => text.of(value) !== "" }),
      () => ({ text: `(${text.text}).contains("b")`, of: (value) => text.of(value).includes("b") }),
      () => ({ text: `!(${text.text}).startsWith("a")`, of: (value) => !text.of(value).startsWith("a") }),
    ])();
  }
  const int = intTerm(choices, kind, name);
  const limit = choices.below(5);
  return choices.pick<() => Term<boolean>>([
    () => ({ text: `(${int.text}) < ${limit}`, of: (value) => int.of(value) < limit }),
    () => ({
      text: `(${int.text}) >= ${limit} || (${int.text}) == 0`,
      of: (value) => int.of(value) >= limit || int.of(value) === 0,
    }),
  ])();
}
