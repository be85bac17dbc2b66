import { type Automaton, automatonOf } from "./automaton.ts";
import { loopsOf, reachableFrom } from "./components.ts";
import type { Letters } from "./letters.ts";
import { canFail, findQuietWord, findWord, isQuiet, SearchTooLong } from "./product.ts";

/** How the time that a backtracking matcher may take grows with a text. */
export interface Ambiguity {
  /**
   * The power of the text's length: 2 for a time that grows with its square. Infinity where it doubles with each
   * further repetition; null where it could not be found out.
   */
  readonly degree: number | null;
  /** A text that takes so long, all its repetitions growing together; empty where the degree is null. */
  readonly text: readonly Repetition[];
}

/** `repeated` any number of times, behind `before`. */
export interface Repetition {
  readonly before: string;
  readonly repeated: string;
}

/** A text that leads from `from` to `to` in ever more ways, the more often it stands there. */
interface Pump {
  readonly from: number;
  readonly to: number;
  readonly word: readonly number[];
}

const UNKNOWN: Ambiguity = { degree: null, text: [] };

/**
 * Null for an expression whose time is linear. A backtracking matcher that fails has tried every way of reading a text
 * through the expression, so its time follows from how many ways there are. They double where two ways lead from a state
 * to itself along one text; they grow by one power of the length where a text leads from `p` to `p`, from `p` to `q`, and
 * from `q` to `q` (A. Weber, H. Seidl, On the degree of ambiguity of finite automata, 1991).
 */
export function ambiguityOf(pattern: string, flags: string): Ambiguity | null {
  const automaton = automatonOf(pattern, flags);
  if (automaton === null) return UNKNOWN;
  try {
    return judge(automaton);
  } catch (error) {
    if (error instanceof SearchTooLong) return UNKNOWN;
    throw error;
  }
}

function judge(automaton: Automaton): Ambiguity | null {
  // Where a match is complete, there is nothing to try again.
  const loops = loopsOf(automaton, automaton.complete);
  for (const loop of loops) {
    const pump = doubling(automaton, loop);
    if (pump !== null) return { degree: Number.POSITIVE_INFINITY, text: textOf(automaton, [pump]) };
  }
  const pumps = [longestChain(automaton, loops), ...loopsOf(automaton).map((loop) => failingAttempts(automaton, loop))];
  const most = pumps.reduce((left, right) => (right.length > left.length ? right : left));
  return most.length === 0 ? null : { degree: most.length + 1, text: textOf(automaton, most) };
}

/**
 * A part of a loop that reads the whole rest of a text and fails, at each character, while the loop goes another way:
 * `(?:\w+x|\w)*`. It does not help then that what stands behind the loop matches in the end.
 */
function failingAttempts(automaton: Automaton, loop: readonly number[]): readonly Pump[] {
  const inside = new Set(loop);
  const open = loop.filter((at) => !automaton.complete.has(at));
  const pump = growing(automaton, loop, open, [inside, inside, new Set(open)], (word, to, from) => {
    return from !== to && canFail(automaton, to, word);
  });
  return pump === null ? [] : [pump];
}

/** Two ways along one text from a state of the loop to itself. */
function doubling(automaton: Automaton, loop: readonly number[]): Pump | null {
  const inside = new Set(loop);
  for (const state of loop) {
    for (const [to, ways] of automaton.next[state]!) {
      if (ways < 2 || !inside.has(to)) continue;
      const back = to === state ? [] : findWord(automaton, [to], [inside], ([at]) => at === state)!;
      const letter = findWord(automaton, [state], [new Set([to])], () => true)!;
      const word = [...letter, ...back];
      if (fails(automaton, state, state, [...word, ...word, ...word])) return { from: state, to: state, word };
    }
  }
  const [state] = loop as [number];
  const word = findPair(automaton, state, inside);
  if (word === null || !fails(automaton, state, state, [...word, ...word, ...word])) return null;
  return { from: state, to: state, word };
}

/** A text from (state, state) to (state, state) through a pair of two different states. */
function findPair(automaton: Automaton, state: number, inside: ReadonlySet<number>): readonly number[] | null {
  const bounds = [inside, inside];
  const tried = new Set<string>();
  for (;;) {
    let pair: readonly number[] = [];
    const there = findWord(automaton, [state, state], bounds, (at) => {
      if (at[0] === at[1] || tried.has(at.join())) return false;
      pair = at;
      return true;
    });
    if (there === null) return null;
    const back = findWord(automaton, pair, bounds, ([p, q]) => p === state && q === state);
    if (back !== null) return [...there, ...back];
    tried.add(pair.join());
  }
}

/** Most texts one after the other, each of which adds a power: from loop to loop. */
function longestChain(automaton: Automaton, loops: readonly (readonly number[])[]): readonly Pump[] {
  const chains: (readonly Pump[])[] = [];
  const reach = loops.map(([state]) => reachableFrom(automaton, state!));
  for (const [to, later] of loops.entries()) {
    let best: readonly Pump[] = [];
    for (let from = 0; from < to; from++) {
      if (!reach[from]!.has(later[0]!)) continue;
      const chain = chains[from]!;
      if (chain.length > best.length) best = chain;
      if (chain.length + 1 <= best.length) continue;
      const bounds = [new Set(loops[from]), null, new Set(later)];
      const pump = growing(automaton, loops[from]!, later, bounds, (often, to, from) =>
        fails(automaton, from, to, often),
      );
      if (pump !== null) best = [...chain, pump];
    }
    chains.push(best);
  }
  return chains.reduce((left, right) => (right.length > left.length ? right : left), []);
}

/** A text from `p` to `p`, from `p` to `q`, and from `q` to `q`, with `p` in the one loop and `q` in the other. */
function growing(
  automaton: Automaton,
  earlier: readonly number[],
  later: readonly number[],
  bounds: readonly (ReadonlySet<number> | null)[],
  fails: (often: readonly number[], to: number, from: number) => boolean,
): Pump | null {
  for (const from of earlier) {
    for (const to of later) {
      const isGoal = ([p, between, q]: readonly number[]) => p === from && between === to && q === to;
      for (const letters of choicesOfLetters(automaton.alphabet.all)) {
        const word = findWord(automaton, [from, from, to], bounds, isGoal, letters);
        if (word !== null && fails([...word, ...word, ...word], to, from)) return { from, to, word };
        // With fewer letters there is no text either.
        if (word === null && letters === automaton.alphabet.all) break;
      }
    }
  }
  return null;
}

/** All letters, each but one, and each alone: the shortest text of all of them may match, and another one not. */
function* choicesOfLetters(all: Letters): Iterable<Letters> {
  yield all;
  for (let letter = 1n; letter <= all; letter <<= 1n) {
    yield letter;
    yield all & ~letter;
  }
}

/**
 * The matcher tries all ways only where what stands behind them can fail: those through `from`, too, where it tries them
 * first. A search has come as far as `from` only where the text so far matches nowhere.
 */
function fails(automaton: Automaton, from: number, to: number, often: readonly number[]): boolean {
  const searching = automaton.searching.has(from);
  if (searching) {
    const before = findQuietWord(automaton, from);
    if (before === null) return false;
    if (!isQuiet(automaton, often) && !isQuiet(automaton, [...before, ...often])) return false;
  }
  return !automaton.exact || canFail(automaton, searching || automaton.lazy.has(from) ? to : from, often);
}

function textOf(automaton: Automaton, pumps: readonly Pump[]): readonly Repetition[] {
  const text = (letters: readonly number[]) =>
    letters.map((letter) => automaton.alphabet.samples[letter] ?? "").join("");
  let at = 0;
  return pumps.map(({ from, to, word }) => {
    const goal = ([state]: readonly number[]) => state === from;
    const needsNothing = automaton.searching.has(from) && isQuiet(automaton, word);
    const quiet = needsNothing ? [] : at === 0 ? findQuietWord(automaton, from) : null;
    const before = at === from ? [] : (quiet ?? findWord(automaton, [at], [null], goal) ?? []);
    at = to;
    return { before: text(before), repeated: text(word) };
  });
}
