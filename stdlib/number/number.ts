import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { int } from "../../runtime/value/number.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";

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

/** Throws IntegerOverflow where the result is no exact int. Goes towards zero. */
export function truncate(value: number): number {
  return int(Math.trunc(value) + 0);
}

/** Of the number as it is written in decimal: 1.005 is a half of a hundredth, though its double is a little less. */
export function roundTo(value: number, digits: number): number {
  requireDigits(digits);
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return value;
  const [mantissa = "", exponent = "0"] = String(Math.abs(value)).split("e");
  const scaled = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const [whole = "", more = "0"] = String(scaled).split("e");
  return Math.sign(value) * Number(`${whole}e${Number(more) - digits}`);
}

/** Throws OutOfRange for a number of digits that is not from 0 to 15. */
export function toFixed(value: number, digits: number): string {
  const rounded = roundTo(value, digits);
  if (!(Math.abs(rounded) >= 1e21) || !Number.isFinite(rounded)) return rounded.toFixed(digits);
  // JavaScript writes numbers of this size with an exponent. They are whole.
  return digits === 0 ? String(BigInt(rounded)) : `${BigInt(rounded)}.${"0".repeat(digits)}`;
}

/** Fails below zero. */
export function sqrt(value: number): Fallible<number> {
  return value < 0 ? new Failure(`${value} has no square root`) : Math.sqrt(value);
}

/** Fails at zero and below. */
export function ln(value: number): Fallible<number> {
  return value <= 0 ? noLogarithm(value) : Math.log(value);
}

/** Fails at zero and below. */
export function log10(value: number): Fallible<number> {
  return value <= 0 ? noLogarithm(value) : Math.log10(value);
}

function noLogarithm(value: number): Failure {
  return new Failure(`${value} has no logarithm`);
}

function requireDigits(digits: number): void {
  if (digits < 0 || digits > 15)
    throw new OutOfRange(`a number cannot be rounded to ${digits} digits; from 0 to 15 it can`);
}
