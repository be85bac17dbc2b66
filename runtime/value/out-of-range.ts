import { Failure, type Fallible } from "../contract/failure.ts";

/**
 * A value or an argument left its range. An `else` around the expression catches it, and makes a failure of it; without
 * one the batch or transaction fails.
 */
export class OutOfRange extends RangeError {
  override name = "OutOfRange";
}

/** What `run` gives, or a failure where it left a range. */
export function attempt<T>(run: () => T): Fallible<T> {
  try {
    return run();
  } catch (error) {
    return outOfRange(error);
  }
}

/** The failure that an OutOfRange is; throws any other error again. */
export function outOfRange(error: unknown): Failure {
  if (error instanceof OutOfRange) return new Failure(error.message);
  throw error;
}
