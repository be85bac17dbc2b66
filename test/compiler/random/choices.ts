/** What a generator decides by: numbers that are random, or those of an earlier run, cut or changed to find less. */
export interface Choices {
  /** A number from 0 to `bound - 1`; 0 is the simplest choice, and what an exhausted replay gives. */
  below(bound: number): number;
  /** True in about `percent` of 100 cases; false is the simpler choice. */
  chance(percent: number): boolean;
  /** One of `list`, the first being the simplest. */
  pick<T>(list: readonly T[]): T;
  /** All that has been chosen so far: what replays this run. */
  readonly taken: readonly number[];
}

/** Random choices, always the same ones for a seed. */
export function seeded(seed: number): Choices {
  let state = seed >>> 0;
  return choices(() => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  });
}

/** The choices of an earlier run; where they end, the simplest. */
export function replayed(taken: readonly number[]): Choices {
  let next = 0;
  return choices(() => taken[next++] ?? 0);
}

function choices(draw: () => number): Choices {
  const taken: number[] = [];
  const below = (bound: number): number => {
    const value = draw() % bound;
    taken.push(value);
    return value;
  };
  return {
    taken,
    below,
    chance: (percent) => below(100) >= 100 - percent,
    pick<T>(list: readonly T[]): T {
      return list[below(list.length)] as T;
    },
  };
}
