import type { Clock } from "./clock.ts";

const LATE = Symbol("late");

/**
 * `work`, or what `late` returns or throws when that takes longer than `ms`; Infinity is no limit. The work goes on after
 * that, and its outcome is dropped.
 */
export async function withTimeLimit<T, L>(clock: Clock, ms: number, work: Promise<T>, late: () => L): Promise<T | L> {
  if (ms === Number.POSITIVE_INFINITY) return work;
  let cancel = () => {};
  const alarm = new Promise<typeof LATE>((resolve) => {
    cancel = clock.at(clock.now() + ms, () => resolve(LATE));
  });
  try {
    const first = await Promise.race([work, alarm]);
    return first === LATE ? late() : first;
  } finally {
    cancel();
  }
}
