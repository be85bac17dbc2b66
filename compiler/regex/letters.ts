import type { AST } from "@eslint-community/regexpp";
import { RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";

/** What matches one character: `a`, `\w`, `[^"]`. */
export type CharacterElement = AST.Character | AST.CharacterSet | AST.CharacterClass;

/** A set of letters, as bits. */
export type Letters = bigint;

/**
 * The characters that an expression can tell apart, one letter for all that it treats alike: `/\d+x/` has a letter for
 * the digits, one for `x`, and one for the rest.
 */
export interface Alphabet {
  /** A character of each letter. */
  readonly samples: readonly string[];
  /** The letters of `\w`, for `\b`. */
  readonly word: Letters;
  readonly newline: Letters;
  readonly all: Letters;
  lettersOf(element: CharacterElement): Letters;
}

/** Parses an expression that `new RegExp` takes. */
export function parseRegex(pattern: string, flags: string): AST.Pattern {
  const mode = { unicode: flags.includes("u"), unicodeSets: flags.includes("v") };
  return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, mode);
}

/** The letters of an expression, found by trying its parts on samples of all kinds of characters. */
export function alphabetOf(tree: AST.Pattern, flags: string): Alphabet {
  const tests = new Map<string, RegExp>();
  const mode = flags.replace(/[gyd]/g, "");
  const test = (raw: string) => {
    if (!tests.has(raw)) tests.set(raw, new RegExp(`^(?:${raw})$`, mode));
  };
  test("\\w");
  test("\\n");
  const edges = new Set<number>();
  visitRegExpAST(tree, {
    onCharacterEnter: ({ value }) => void edges.add(value),
    onCharacterClassRangeEnter: ({ min, max }) => void edges.add(min.value).add(max.value),
  });
  for (const element of elementsOf(tree)) test(element.raw);

  const signatures = new Map<string, number>();
  const samples: string[] = [];
  const members = new Map<string, Letters>([...tests.keys()].map((raw) => [raw, 0n]));
  const hasPairs = /[uv]/.test(flags);
  for (const sample of samplesNear(edges)) {
    // Without the flags u and v an expression reads halves of pairs.
    if (sample.length > 1 && !hasPairs) continue;
    const signature = [...tests.values()].map((regex) => (regex.test(sample) ? "1" : "0")).join("");
    if (signatures.has(signature)) continue;
    const letter = samples.push(sample) - 1;
    signatures.set(signature, letter);
    [...tests.keys()].forEach((raw, index) => {
      if (signature[index] === "1") members.set(raw, members.get(raw)! | (1n << BigInt(letter)));
    });
  }
  return {
    samples,
    word: members.get("\\w")!,
    newline: members.get("\\n")!,
    all: (1n << BigInt(samples.length)) - 1n,
    lettersOf: ({ raw }) => members.get(raw)!,
  };
}

function elementsOf(tree: AST.Pattern): CharacterElement[] {
  const found: CharacterElement[] = [];
  const add = (element: CharacterElement) => {
    if (element.parent.type !== "CharacterClass" && element.parent.type !== "CharacterClassRange") found.push(element);
  };
  visitRegExpAST(tree, { onCharacterEnter: add, onCharacterSetEnter: add, onCharacterClassEnter: add });
  return found;
}

/** Spaces of all kinds, line ends that only some know, letters beyond Latin, and half a pair. */
const RARE = [0x2028, 0x2029, 0xfeff, 0x3000, 0x4e2d, 0x0416, 0xd83d, 0x1f600];

/** Characters that are easy to read come first, as they stand for their letter in messages. */
function* samplesNear(edges: ReadonlySet<number>): Iterable<string> {
  yield* "a0 xZ-_=.,;:/!\"'#";
  for (const edge of edges)
    for (const code of [edge, edge - 1, edge + 1]) if (code >= 0) yield String.fromCodePoint(code);
  for (let code = 0; code < 0x180; code++) yield String.fromCodePoint(code);
  for (const code of RARE) yield String.fromCodePoint(code);
}
