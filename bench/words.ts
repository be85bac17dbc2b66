import { createRandom } from "./random.ts";

/**
 * Makes lines of ten words, of twenty thousand different ones, the frequent ones as frequent as in real text: the same in
 * every run.
 */
export function wordLines(): () => string {
  const words = Array.from({ length: 20_000 }, (_, n) => `w${((n * 7919) % 20_011).toString(36)}`);
  const random = createRandom();
  return () => Array.from({ length: 10 }, () => words[Math.floor(words.length * random() ** 3)]).join(" ");
}
