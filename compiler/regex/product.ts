import type { Automaton } from "./automaton.ts";
import type { Letters } from "./letters.ts";

/** A search that visits more tuples of states than this is given up. */
const MOST_VISITED = 50_000;

/** So is one that visits more sets of states. */
const MOST_SETS = 500;

/** Thrown when a search was given up: nothing is known then. */
export class SearchTooLong extends Error {}

/**
 * The letters of a shortest text along which copies of an automaton, begun in `from`, all move so that `isGoal` holds of
 * where they are; null where there is none. `allowed[i]` bounds where copy `i` may be, `letters` what is read. Reads at
 * least one letter.
 */
export function findWord(
  automaton: Automaton,
  from: readonly number[],
  allowed: readonly (ReadonlySet<number> | null)[],
  isGoal: (at: readonly number[]) => boolean,
  letters: Letters = automaton.alphabet.all | automaton.begin | automaton.end,
): readonly number[] | null {
  const seen = new Map<string, { readonly before: string; readonly letter: number } | null>([[from.join(), null]]);
  let wave: (readonly number[])[] = [from];
  while (wave.length > 0) {
    const following: (readonly number[])[] = [];
    for (const at of wave) {
      for (const { to, letters: read } of movesOf(automaton, at, allowed, letters)) {
        const key = to.join();
        const isKnown = seen.has(key);
        if (isKnown && !isGoal(to)) continue;
        const step = { before: at.join(), letter: lowest(read) };
        if (isGoal(to)) return wordTo(seen, step);
        seen.set(key, step);
        if (seen.size > MOST_VISITED) throw new SearchTooLong();
        following.push(to);
      }
    }
    wave = following;
  }
  return null;
}

function* movesOf(
  automaton: Automaton,
  at: readonly number[],
  allowed: readonly (ReadonlySet<number> | null)[],
  readable: Letters,
): Iterable<{ to: readonly number[]; letters: Letters }> {
  const { next, reads } = automaton;
  const move = function* (
    index: number,
    to: readonly number[],
    letters: Letters,
  ): Iterable<{ to: readonly number[]; letters: Letters }> {
    if (index === at.length) {
      yield { to, letters };
      return;
    }
    for (const state of next[at[index]!]!.keys()) {
      const both = letters & reads[state]!;
      if (both === 0n || allowed[index]?.has(state) === false) continue;
      yield* move(index + 1, [...to, state], both);
    }
  };
  yield* move(0, [], readable);
}

function wordTo(
  seen: ReadonlyMap<string, { readonly before: string; readonly letter: number } | null>,
  last: { readonly before: string; readonly letter: number },
): number[] {
  const word: number[] = [];
  for (let step: typeof last | null = last; step !== null; step = seen.get(step.before) ?? null)
    word.unshift(step.letter);
  return word;
}

/** The first letter of a set that is not empty. */
function lowest(letters: Letters): number {
  let letter = 0;
  while ((letters & (1n << BigInt(letter))) === 0n) letter++;
  return letter;
}

/** The states in which the automaton may be after `word`, begun in one of `from`. */
export function readWord(automaton: Automaton, from: Iterable<number>, word: readonly number[]): ReadonlySet<number> {
  let at: ReadonlySet<number> = new Set(from);
  for (const letter of word) {
    const after = new Set<number>();
    for (const state of at) {
      for (const to of automaton.next[state]!.keys()) {
        if ((automaton.reads[to]! & (1n << BigInt(letter))) !== 0n) after.add(to);
      }
    }
    at = after;
  }
  return at;
}

/** Whether no match is complete anywhere in a text. */
export function isQuiet(automaton: Automaton, word: readonly number[]): boolean {
  let states = readWord(automaton, [0], [automaton.alphabet.samples.length]);
  for (const letter of word) {
    states = readWord(automaton, states, [letter]);
    if (isComplete(automaton, states)) return false;
  }
  return true;
}

/** A shortest text that leads from the start to `state` and on no way to a match; null where there is none. */
export function findQuietWord(automaton: Automaton, state: number): readonly number[] | null {
  const begun = readWord(automaton, [0], [automaton.alphabet.samples.length]);
  const seen = new Map<string, readonly [ReadonlySet<number>, readonly number[]]>([["", [begun, []]]]);
  for (const [states, word] of seen.values()) {
    if (states.has(state)) return word;
    if (seen.size > MOST_SETS) throw new SearchTooLong();
    for (const letter of automaton.alphabet.samples.keys()) {
      const after = readWord(automaton, states, [letter]);
      const key = [...after].sort().join();
      if (!seen.has(key) && !isComplete(automaton, after)) seen.set(key, [after, [...word, letter]]);
    }
  }
  return null;
}

/**
 * Whether some text that begins with `word`, read from `state` on, completes no match, its end included. True, too, where
 * that takes too long to say.
 */
export function canFail(automaton: Automaton, state: number, word: readonly number[]): boolean {
  let behind: ReadonlySet<number> = new Set([state]);
  for (const letter of word) {
    behind = readWord(automaton, behind, [letter]);
    if (isComplete(automaton, behind)) return false;
  }
  const letters = [...automaton.alphabet.samples.keys()];
  const end = automaton.alphabet.samples.length + 1;
  const seen = new Map([[[...behind].sort().join(), behind]]);
  for (const states of seen.values()) {
    if (isComplete(automaton, states)) continue;
    if (!isComplete(automaton, readWord(automaton, states, [end]))) return true;
    if (seen.size > MOST_SETS) return true;
    for (const letter of letters) {
      const after = readWord(automaton, states, [letter]);
      seen.set([...after].sort().join(), after);
    }
  }
  return false;
}

/** Whether a match may be complete in one of `states`. */
export function isComplete({ complete }: Automaton, states: ReadonlySet<number>): boolean {
  for (const state of states) if (complete.has(state)) return true;
  return false;
}
