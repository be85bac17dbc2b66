import { int } from "../../runtime/value/number.ts";

/** Throws IntegerOverflow where the sum is no exact int. */
export function sum(list: readonly number[]): number {
  let total = 0;
  for (const value of list) total = int(total + value);
  return total;
}
