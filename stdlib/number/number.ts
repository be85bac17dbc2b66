import { int } from "../../runtime/number.ts";

/** Throws IntegerOverflow where the result is no exact int. A half goes up. */
export function round(value: number): number {
  return int(Math.round(value) + 0);
}

/** Throws IntegerOverflow where the result is no exact int. */
export function floor(value: number): number {
  return int(Math.floor(value) + 0);
}

/** Throws IntegerOverflow where the result is no exact int. */
export function ceil(value: number): number {
  return int(Math.ceil(value) + 0);
}
