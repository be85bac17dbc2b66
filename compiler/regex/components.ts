import type { Automaton } from "./automaton.ts";

/**
 * The loops of an automaton: its strongly connected components that have an arrow inside them, each before those that
 * it leads to, found as if the states of `without` were not there (R. Tarjan, Depth-first search and linear graph algorithms, 1972).
 */
export function loopsOf({ next }: Automaton, without: ReadonlySet<number> = new Set()): readonly (readonly number[])[] {
  const loops: number[][] = [];
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();

  const visit = (state: number): void => {
    index.set(state, index.size);
    low.set(state, index.get(state)!);
    stack.push(state);
    onStack.add(state);
    for (const to of next[state]!.keys()) {
      if (without.has(to)) continue;
      if (!index.has(to)) {
        visit(to);
        low.set(state, Math.min(low.get(state)!, low.get(to)!));
      } else if (onStack.has(to)) low.set(state, Math.min(low.get(state)!, index.get(to)!));
    }
    if (low.get(state) !== index.get(state)) return;
    const component = stack.splice(stack.indexOf(state));
    for (const member of component) onStack.delete(member);
    if (component.length > 1 || next[state]!.has(state)) loops.unshift(component);
  };
  // What is reached through a state of `without` alone is reached all the same.
  for (const state of reachableFrom({ next }, 0)) if (!index.has(state) && !without.has(state)) visit(state);
  return loops;
}

/** The states that can be reached from `from`, itself included. */
export function reachableFrom({ next }: Pick<Automaton, "next">, from: number): ReadonlySet<number> {
  const seen = new Set([from]);
  for (const state of seen) for (const to of next[state]!.keys()) seen.add(to);
  return seen;
}
