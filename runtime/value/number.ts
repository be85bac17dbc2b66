import { Failure, type Fallible } from "../contract/failure.ts";
import { OutOfRange } from "./out-of-range.ts";

/** An `int`, `duration` or `size` left the range in which it is exact, ±(2^53 - 1). */
export class IntegerOverflow extends OutOfRange {
  constructor(value: number) {
    super(`${value} is not an exact int: whole numbers are exact from -(2^53 - 1) to 2^53 - 1; use float beyond`);
    this.name = "IntegerOverflow";
  }
}

/** `value` itself when it is an exact int; throws IntegerOverflow otherwise. Wraps what `+ - *` give for ints. */
export function int(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new IntegerOverflow(value);
}

/** The times of JavaScript's calendar: 100 million days before and after 1970. */
const LAST_TIME = 8.64e15;

/** `time` (ms since 1970) itself when the calendar has it; throws OutOfRange otherwise. Wraps what `+ -` give for times. */
export function timestamp(time: number): number {
  if (Number.isSafeInteger(time) && Math.abs(time) <= LAST_TIME) return time;
  throw new OutOfRange(`${time}ms since 1970 is not a timestamp: they go from the year -271821 to 275760`);
}

/** Whole quotient, rounded towards zero, of ints; for a divisor that is known not to be 0. */
export function div(dividend: number, divisor: number): number {
  // `+ 0` turns -0 into 0: an int has one zero.
  return Math.trunc(dividend / divisor) + 0;
}

/** What is left by `div`, with the sign of the dividend; for a divisor that is known not to be 0. */
export function mod(dividend: number, divisor: number): number {
  return (dividend % divisor) + 0;
}

const DIVISION_BY_ZERO = /* @__PURE__ */ new Failure("division by zero");

/** `/` by anything but a non-zero literal: a float. */
export function divide(dividend: number, divisor: number): Fallible<number> {
  return divisor === 0 ? DIVISION_BY_ZERO : dividend / divisor;
}

/** `div` by anything but a non-zero literal. */
export function tryDiv(dividend: number, divisor: number): Fallible<number> {
  return divisor === 0 ? DIVISION_BY_ZERO : div(dividend, divisor);
}

/** `mod` by anything but a non-zero literal. */
export function tryMod(dividend: number, divisor: number): Fallible<number> {
  return divisor === 0 ? DIVISION_BY_ZERO : mod(dividend, divisor);
}
