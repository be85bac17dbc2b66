import type { Choices } from "./choices.ts";

const GARBAGE = [
  "",
  "(",
  ")",
  "{",
  "}",
  "[",
  "]",
  "<",
  ">",
  "=",
  "=>",
  "->",
  "?",
  "?.",
  "!",
  "...",
  ",",
  ":",
  ".",
  "`",
  '"',
  "${",
  "/",
  "/*",
  "//",
  "///",
  "\\",
  "@",
  "@2026-13-45",
  "1e999",
  "99999999999999999999",
  "0x1",
  "5parsecs",
  "\u2028",
  "\ufeff",
  "\ud800",
  "😀",
  "\0",
  "\r",
  "é",
  "#",
  "else",
  "match",
  "try",
  "route",
  "drop",
  "fail",
  "let",
  "return",
  "fn f<T>(f: T): T = f(f)",
  "type A = A",
  "type A = A[]",
  "import",
  "pub",
  "agent a {",
  "stream s every 0s {",
  'test "x" {',
  "given",
  "expect",
  "extern fn",
  "extern sink k<T>(): T",
  "Map<",
  "int!",
  "int?",
  "null",
  "const a = a",
  'import { a } from "./main.flow"',
  "param p",
  "secret s = 1",
  "every",
  "guarantees exactlyOnce",
  "/(?<a>/",
  "/[/",
]; // prettier-ignore

/** `text` after some changes as a hand, a merge or a cat would make them; `other` is a text that parts are taken from. */
export function edited(text: string, other: string, choices: Choices): string {
  let last = text;
  for (let left = 1 + choices.below(4); left > 0; left--) last = change(last, other, choices);
  return last;
}

/** `text` with one word, number or mark of it in the place of another: more often than not it still parses. */
export function nudged(text: string, choices: Choices): string {
  const tokens: string[] = text.match(TOKENS) ?? [];
  const kind = choices.pick([/^[a-z]\w*$/, /^\d+$/, /^[A-Z]\w*$/, /^[=!<>&|+*.,:?-]$/]);
  const places = tokens.flatMap((token, at) => (kind.test(token) ? at : []));
  if (places.length === 0) return text;
  return tokens.with(choices.pick(places), tokens[choices.pick(places)] ?? "").join("");
}

function change(text: string, other: string, choices: Choices): string {
  const tokens: string[] = text.match(TOKENS) ?? [];
  const at = choices.below(Math.max(1, tokens.length));
  const length = 1 + choices.below(3);
  const garbage = choices.pick(GARBAGE);
  switch (choices.below(10)) {
    case 0:
      return tokens.toSpliced(at, length).join("");
    case 1:
      return tokens.toSpliced(at, 0, garbage).join("");
    case 2:
      return tokens.toSpliced(at, length, garbage).join("");
    case 3:
      return tokens.slice(0, at).join("");
    case 4:
      return text.slice(choices.below(text.length + 1));
    case 5: {
      const lines = text.split("\n");
      const [one, two] = [choices.below(lines.length), choices.below(lines.length)];
      return lines
        .with(one, lines[two] ?? "")
        .with(two, lines[one] ?? "")
        .join("\n");
    }
    case 6: {
      const from = choices.below(Math.max(1, tokens.length));
      return tokens.toSpliced(at, 0, ...tokens.slice(from, from + 1 + choices.below(40))).join("");
    }
    case 7: {
      const parts: string[] = other.match(TOKENS) ?? [];
      const from = choices.below(Math.max(1, parts.length));
      return tokens.toSpliced(at, length, ...parts.slice(from, from + 1 + choices.below(40))).join("");
    }
    case 8: {
      const two = choices.below(Math.max(1, tokens.length));
      return tokens.map((token, index) => (index === at ? (tokens[two] ?? "") : token)).join("");
    }
    default:
      return tokens.toSpliced(at, 0, garbage.repeat(1 + choices.below(60))).join("");
  }
}

const TOKENS = /\s+|\w+|[^\s\w]/g;
