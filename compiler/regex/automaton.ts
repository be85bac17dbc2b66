import type { AST } from "@eslint-community/regexpp";
import { type Alphabet, alphabetOf, type Letters, parseRegex } from "./letters.ts";

/**
 * An expression as the automaton of its positions (Glushkov): a state for each place in it that reads a character, and
 * an arrow for each *way* from one to the next, so that two ways between the same states are two arrows. A text is read
 * between two letters of its own, `begin` and `end`, which `^` and `$` read.
 */
export interface Automaton {
  readonly alphabet: Alphabet;
  /** What each state reads. State 0 is the start and reads nothing. */
  readonly reads: readonly Letters[];
  /** The states behind each, with how many ways lead there: 1, or 2 for more than one. */
  readonly next: readonly ReadonlyMap<number, number>[];
  /** States in which a match, or that of a look-ahead, is complete: nothing is tried again from there. */
  readonly complete: ReadonlySet<number>;
  /** States that read what stands before the match. */
  readonly searching: ReadonlySet<number>;
  /** States in a repetition that ends as soon as it can. */
  readonly lazy: ReadonlySet<number>;
  readonly begin: Letters;
  readonly end: Letters;
  /** False with look-arounds and back references, which it leaves out: it reads more texts then than the expression. */
  readonly exact: boolean;
}

/** Repetitions of more than this count as without end. */
const MOST_COPIES = 10;
/** States of an expression that is still looked at. */
const MOST_STATES = 600;

/** What stands at a boundary: nothing asked for, `\b`, `\B`; both together cannot be. */
type Condition = 0 | 1 | 2 | 3;

/** Ways into or out of a part of the expression: how many, by state and by what is asked of the characters between. */
type Ways = Map<number, number>;

interface Fragment {
  readonly first: Ways;
  readonly last: Ways;
  /** How many ways lead through it without a character, by condition. */
  readonly empty: readonly number[];
}

const EMPTY: Fragment = { first: new Map(), last: new Map(), empty: [1, 0, 0, 0] };

/** Null when the expression is too large to be looked at. */
export function automatonOf(pattern: string, flags: string): Automaton | null {
  const tree = parseRegex(pattern, flags);
  const builder = new Builder(alphabetOf(tree, flags), flags);
  try {
    return builder.build(tree);
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

class TooLarge extends Error {}

class Builder {
  readonly #alphabet: Alphabet;
  readonly #flags: string;
  readonly #reads: Letters[] = [0n];
  readonly #next: Map<number, number>[] = [new Map()];
  readonly #complete = new Set<number>();
  readonly #searching = new Set<number>();
  readonly #lazy = new Set<number>();
  readonly #begin: Letters;
  readonly #end: Letters;
  #exact = true;

  constructor(alphabet: Alphabet, flags: string) {
    this.#alphabet = alphabet;
    this.#flags = flags;
    this.#begin = 1n << BigInt(alphabet.samples.length);
    this.#end = this.#begin << 1n;
  }

  build(tree: AST.Pattern): Automaton {
    const begun = this.#read(this.#begin);
    // Where it is not bound to a place, it is tried from each: as if anything could stand before it.
    const before = this.#flags.includes("y") ? EMPTY : this.#repeat(this.#read(this.#alphabet.all), 0, null);
    for (let state = 1; state < this.#reads.length; state++) this.#searching.add(state);
    const whole = this.#alternatives(tree.alternatives);
    const body = this.#join(this.#either([EMPTY, this.#join(begun, before)]), whole);
    for (const [to, ways] of body.first) this.#link(0, to >> 2, ways, (to & 3) as Condition);
    for (const key of body.last.keys()) this.#completeAt(key >> 2, (key & 3) as Condition);
    return {
      alphabet: this.#alphabet,
      reads: this.#reads,
      next: this.#next,
      complete: this.#complete,
      searching: this.#searching,
      lazy: this.#lazy,
      begin: this.#begin,
      end: this.#end,
      exact: this.#exact,
    };
  }

  /** Where the match ends at a boundary, the character behind it is read as well. */
  #completeAt(state: number, condition: Condition): void {
    if (condition === 0) this.#complete.add(state);
    else {
      for (const key of this.#read(this.#alphabet.all | this.#end).first.keys()) {
        this.#link(state, key >> 2, 1, condition);
        this.#complete.add(key >> 2);
      }
    }
  }

  #alternatives(alternatives: readonly AST.Alternative[]): Fragment {
    return this.#either(
      alternatives.map(({ elements }) => elements.map((element) => this.#element(element)).reduce(this.#join, EMPTY)),
    );
  }

  #element(element: AST.Element): Fragment {
    switch (element.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return this.#read(this.#alphabet.lettersOf(element));
      case "Group":
      case "CapturingGroup":
        return this.#alternatives(element.alternatives);
      case "Quantifier":
        return this.#quantified(element);
      case "Assertion":
        return this.#assertion(element);
      default:
        this.#exact = false;
        return EMPTY;
    }
  }

  #quantified(quantifier: AST.Quantifier): Fragment {
    const first = this.#reads.length;
    const part = this.#copies(quantifier);
    if (!quantifier.greedy) for (let state = first; state < this.#reads.length; state++) this.#lazy.add(state);
    return part;
  }

  #copies({ element, min, max }: AST.Quantifier): Fragment {
    const most = max === Number.POSITIVE_INFINITY || max - min > MOST_COPIES ? null : max;
    const make = () => this.#element(element as AST.Element);
    let part = EMPTY;
    const least = Math.min(min, 4 * MOST_COPIES);
    for (let copy = 1; copy < least; copy++) part = this.#join(part, make());
    if (most === null) return this.#join(part, this.#repeat(make(), min === 0 ? 0 : 1, null));
    if (least > 0) part = this.#join(part, make());
    let optional = EMPTY;
    for (let copy = min; copy < most; copy++) optional = this.#repeat(this.#join(make(), optional), 0, 1);
    return this.#join(part, optional);
  }

  #assertion(element: AST.Assertion): Fragment {
    if (element.kind === "word") return { ...EMPTY, empty: element.negate ? [0, 0, 1, 0] : [0, 1, 0, 0] };
    const lines = this.#flags.includes("m") ? this.#alphabet.newline : 0n;
    if (element.kind === "start") return this.#read(this.#begin | lines);
    if (element.kind === "end") return this.#read(this.#end | lines);
    this.#exact = false;
    if (element.kind !== "lookahead") return EMPTY;
    // Looked at from the same place, and left again: a branch that leads nowhere.
    const ahead = this.#alternatives(element.alternatives);
    for (const key of ahead.last.keys()) this.#completeAt(key >> 2, (key & 3) as Condition);
    return { first: ahead.first, last: new Map(), empty: EMPTY.empty };
  }

  /** A state reads characters of words or others, never both, so that `\b` is between states. */
  #read(letters: Letters): Fragment {
    const states = [letters & this.#alphabet.word, letters & ~this.#alphabet.word]
      .filter((part) => part !== 0n)
      .map((part) => {
        if (this.#reads.length >= MOST_STATES) throw new TooLarge();
        this.#next.push(new Map());
        return this.#reads.push(part) - 1;
      });
    const ways = new Map(states.map((state) => [state << 2, 1]));
    return { first: ways, last: ways, empty: [0, 0, 0, 0] };
  }

  #either(parts: readonly Fragment[]): Fragment {
    const first: Ways = new Map();
    const last: Ways = new Map();
    const empty = [0, 0, 0, 0];
    for (const part of parts) {
      for (const [key, ways] of part.first) addWays(first, key, ways);
      for (const [key, ways] of part.last) addWays(last, key, ways);
      part.empty.forEach((ways, condition) => {
        empty[condition] = capped(empty[condition]! + ways);
      });
    }
    return { first, last, empty };
  }

  /** An iteration that reads nothing is given up (ECMAScript, RepeatMatcher), so there is one way of reading nothing. */
  #repeat(part: Fragment, min: 0 | 1, max: 1 | null): Fragment {
    if (max === null) this.#linkAll(part.last, part.first);
    return { ...part, empty: min === 0 ? [1, 0, 0, 0] : part.empty };
  }

  readonly #join = (left: Fragment, right: Fragment): Fragment => {
    this.#linkAll(left.last, right.first);
    const first: Ways = new Map(left.first);
    const last: Ways = new Map(right.last);
    const empty = [0, 0, 0, 0];
    for (const condition of [0, 1, 2, 3] as const) {
      const through = left.empty[condition]!;
      if (through > 0) for (const [key, ways] of right.first) addWays(first, key | condition, ways * through);
      const back = right.empty[condition]!;
      if (back > 0) for (const [key, ways] of left.last) addWays(last, key | condition, ways * back);
      right.empty.forEach((ways, other) => {
        empty[condition | other] = capped(empty[condition | other]! + through * ways);
      });
    }
    return { first, last, empty };
  };

  #linkAll(from: Ways, to: Ways): void {
    for (const [left, leftWays] of from) {
      for (const [right, rightWays] of to) {
        this.#link(left >> 2, right >> 2, leftWays * rightWays, ((left | right) & 3) as Condition);
      }
    }
  }

  #link(from: number, to: number, ways: number, condition: Condition): void {
    const isBoundary = this.#isWord(from) !== this.#isWord(to);
    if (condition === 3 || (condition === 1 && !isBoundary) || (condition === 2 && isBoundary)) return;
    addWays(this.#next[from]!, to, ways);
  }

  #isWord(state: number): boolean {
    return (this.#reads[state]! & this.#alphabet.word) !== 0n;
  }
}

function addWays(to: Map<number, number>, key: number, ways: number): void {
  to.set(key, capped((to.get(key) ?? 0) + ways));
}

/** One way or several: more is not asked for. */
function capped(ways: number): number {
  return Math.min(ways, 2);
}
